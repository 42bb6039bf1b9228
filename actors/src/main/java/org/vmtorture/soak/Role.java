package org.vmtorture.soak;

/**
 * What one CPU does: the same code under an actor and, in a benchmark, under a bare thread. Used by one thread at a
 * time.
 */
interface Role {
    /** As reports name the actor: {@code proc-3}. */
    String name();

    /** Does about so many operations; fewer if it has nothing to do. */
    void burst(int operations);

    /** A peer's message, between bursts; also while all stand still for an audit. */
    void receive(Message message);

    /** Lets go of everything it holds, so that at the end nothing may be left. Sends no message. */
    void drain();

    /** Adds how often each rare situation occurred to what is there. */
    default void situations(Situations into) {}

    /** Adds how long its operations took. */
    default void latencies(LatencyLog into) {}
}
