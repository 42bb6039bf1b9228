package org.vmtorture.memory;

/**
 * All memory that actors of the model share. There is no other: a class of the model keeps nothing that changes in Java
 * fields, so that a machine can be copied, counted, disturbed or scheduled by changing what stands behind this
 * interface.
 */
public interface SharedMemory {
    /**
     * A row of 64-bit words, all zero.
     *
     * @param name what reports and traces call the row, as the kernel would: {@code pte}, {@code vm.refcount}
     * @param length number of words, at least 1
     */
    Words words(String name, int length);

    /** A row of frame contents, all zero, reached by plain loads and stores only. */
    Data data(String name, int length);

    /** A row of locks, all free. */
    Locks locks(String name, int length);

    /**
     * One round of a loop that waits for another CPU. On hardware it lets others run; under a scheduler it blocks the
     * caller until a word that it has read since its last call changes.
     *
     * @throws Halted if the machine was halted, so that a wait that never ends can be ended from outside
     */
    void onSpinWait();

    /**
     * A call begins whose accesses matter to its caller through its outcome alone: {@link #leave} ends it. With this an
     * explorer knows two states for one that differ only in what an actor has forgotten. It costs nothing elsewhere; a
     * call that hands back more than its outcome says would make an explorer miss states. Calls may nest.
     */
    default void enter() {}

    /** The innermost call starts over, as a retry loop does, and remembers nothing of what it has read so far. */
    default void again() {}

    /** The innermost call ends, and this is all that its caller will know of it. */
    default void leave(long outcome) {}
}
