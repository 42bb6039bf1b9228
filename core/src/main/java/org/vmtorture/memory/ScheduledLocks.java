package org.vmtorture.memory;

import java.util.Objects;

/** Locks of a {@link ScheduledMemory}: taking one is one step, due when the lock is free; nobody spins. */
final class ScheduledLocks implements Locks {
    private static final long WRITER = 1L << 32; // as WordLocks has it

    private final ScheduledMemory memory;
    private final String name;
    private final int first;
    private final int length;

    ScheduledLocks(ScheduledMemory memory, ScheduledMemory.Row row) {
        this.memory = memory;
        this.name = row.name();
        this.first = row.first();
        this.length = row.length();
    }

    private int at(int index) {
        return first + Objects.checkIndex(index, length);
    }

    @Override
    public void lock(int index) {
        int word = at(index);
        memory.before(word, Access.LOCK);
        memory.finish(word, Access.LOCK, memory.read(word), WRITER);
    }

    @Override
    public boolean tryLock(int index) {
        int word = at(index);
        memory.before(word, Access.TRY_LOCK);
        long held = memory.read(word);
        if (held != 0) {
            memory.after(word, Access.TRY_LOCK, held, held, false);
            return false;
        }
        memory.finish(word, Access.TRY_LOCK, held, WRITER);
        return true;
    }

    @Override
    public void unlock(int index) {
        int word = at(index);
        memory.before(word, Access.UNLOCK);
        long held = memory.read(word);
        assert held == WRITER : "unlock of a lock not held: " + name;
        memory.finish(word, Access.UNLOCK, held, 0);
    }

    @Override
    public void lockRead(int index) {
        int word = at(index);
        memory.before(word, Access.LOCK_READ);
        long held = memory.read(word);
        memory.finish(word, Access.LOCK_READ, held, held + 1);
    }

    @Override
    public void unlockRead(int index) {
        int word = at(index);
        memory.before(word, Access.UNLOCK_READ);
        long held = memory.read(word);
        assert held > 0 && held < WRITER : "unlockRead of a lock not read-held: " + name;
        memory.finish(word, Access.UNLOCK_READ, held, held - 1);
    }

    @Override
    public void downgrade(int index) {
        int word = at(index);
        memory.before(word, Access.DOWNGRADE);
        memory.finish(word, Access.DOWNGRADE, memory.read(word), 1);
    }
}
