package org.vmtorture.memory;

/**
 * A row of locks that many may read-lock or one may write-lock: {@code mmap_lock} uses both sides, spinlocks such as
 * the PTE lock only the write side. Not reentrant, not fair. Lock and unlock order like acquire and release.
 */
public interface Locks {
    /** Takes the write side; waits while anyone holds either side. */
    void lock(int index);

    /** Takes the write side if nobody holds either; never waits. */
    boolean tryLock(int index);

    void unlock(int index);

    void lockRead(int index);

    void unlockRead(int index);

    /**
     * Turns a held write side into a read side without letting a writer in between, as {@code mmap_write_downgrade}.
     */
    void downgrade(int index);
}
