package org.vmtorture.memory;

/**
 * Locks as words, so that noise and counting reach them too. The holder may be off its core: waiters let others run
 * instead of burning theirs.
 */
final class WordLocks implements Locks {
    /* One lock word.
     *   bits 0-31  number of readers
     *   bit    32  WRITER  one CPU holds the write side
     * 0 --lockRead--> readers --unlockRead--> 0;  0 --lock--> WRITER --unlock--> 0;  WRITER --downgrade--> one
     * reader */
    private static final long WRITER = 1L << 32;

    private final SharedMemory memory;
    private final Words words;

    WordLocks(SharedMemory memory, Words words) {
        this.memory = memory;
        this.words = words;
    }

    @Override
    public void lock(int index) {
        while (!tryLock(index)) {
            memory.onSpinWait();
        }
    }

    @Override
    public boolean tryLock(int index) {
        return words.getOpaque(index) == 0 && words.compareAndExchange(index, 0, WRITER) == 0;
    }

    @Override
    public void unlock(int index) {
        words.setRelease(index, 0); // release: all written under the lock is seen by the next holder
    }

    @Override
    public void lockRead(int index) {
        while (true) {
            long seen = words.getOpaque(index);
            if (seen < WRITER && words.compareAndExchange(index, seen, seen + 1) == seen) {
                return;
            }
            memory.onSpinWait();
        }
    }

    @Override
    public void unlockRead(int index) {
        long before = words.getAndAdd(index, -1);
        assert before > 0 && before < WRITER : "unlockRead of a lock not read-held: " + words.name();
    }

    @Override
    public void downgrade(int index) {
        words.setRelease(index, 1);
    }
}
