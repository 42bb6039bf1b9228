package org.vmtorture.soak;

/** What CPU actors tell each other: a few per burst, never one per operation. */
sealed interface Message extends CpuActor.Command {
    /** A driver offers a region; it may be gone when somebody maps it. */
    record Offer(int region) implements Message {}

    /** Somebody's address space, as a hint whom to pin in or to walk. No reference comes with it. */
    record Notice(int mm) implements Message {}

    /**
     * An address space with one user's reference, which the receiver now holds: a thread joins it, or a fork's child
     * is adopted.
     */
    record Join(int mm) implements Message {}

    /** A pin handed on, as a buffer that goes from one driver's queue to another's: the receiver must put it. */
    record HandOn(long grant, long hold) implements Message {}
}
