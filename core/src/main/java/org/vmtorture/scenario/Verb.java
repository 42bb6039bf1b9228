package org.vmtorture.scenario;

/**
 * One operation of an actor. Its {@code toString} is how scenario files, traces and replay files write it. {@link Form}
 * knows how to read each.
 */
sealed interface Verb permits ProcessVerb, HeldVerb, DriverVerb {
    /** Whether this makes sense where it stands: names that exist, pages within their area, something to let go of. */
    void check(Rules rules);

    /** The operation on a booted machine. What it remembers for a later one lies in the machine's memory. */
    Runnable bind(Seat seat);

    /** How many frames it may take. */
    default int frames() {
        return 0;
    }

    /** Whether it needs the pipe. */
    default boolean pipes() {
        return false;
    }

    /** How many VMA slots it may take for good or for a while, beyond those of the processes' first mappings. */
    default int vmas(Names names) {
        return 0;
    }
}
