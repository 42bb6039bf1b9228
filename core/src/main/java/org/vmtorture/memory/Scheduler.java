package org.vmtorture.memory;

/** Who decides when an actor's next access happens. Called by {@link ScheduledMemory} on the running actor's thread. */
public interface Scheduler {
    /**
     * The running actor stands before an access. Returns when it is its turn, which may be at once; others may have run
     * meanwhile. For {@link Access#LOCK} and {@link Access#LOCK_READ} that is when the lock can be had.
     */
    void before(int word, Access access);

    /**
     * The access was made, nobody else having run since {@link #before} returned.
     *
     * @param now the word's value after it; unequal to {@code before} only if {@code wrote}
     * @param wrote whether it stored, be it the same value
     */
    void after(int word, Access access, long before, long now, boolean wrote);

    /**
     * The running actor stands before an access to a ghost word. If it is the first access of an operation there is no
     * step of that operation's to which it could belong: it is a step itself then, and this returns when it is its
     * turn.
     */
    void beforeGhost(int word, Access access);

    /** An access to a ghost word was made: no step, but part of the one before it, unless it is the first. */
    void ghost(int word, Access access, long before, long now, boolean wrote);

    /** A plain access, which is no step; told only while the memory is {@link ScheduledMemory#watch watched}. */
    void plain(int word, Access access, long value);

    /** The actor waits for another: its next access is due when a word that it has read since its last wait changes. */
    void spin();

    /** See {@link SharedMemory#enter}. */
    void enter();

    /** See {@link SharedMemory#again}. */
    void again();

    /** See {@link SharedMemory#leave}. */
    void leave(long outcome);
}
