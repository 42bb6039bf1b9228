package org.vmtorture.memory;

/**
 * Logical threads of which exactly one runs, and which hand over to each other by name: no controller stands between
 * two of them. A fiber's body performs one execution's worth of one actor and is called again and again.
 */
public interface Fibers extends AutoCloseable {
    /** The thread that called {@link #enter}. */
    int OUTSIDE = -1;

    /** What a fiber does; returns when another execution may begin. */
    @FunctionalInterface
    interface Body {
        void run(int fiber);
    }

    FiberKind kind();

    /** From outside: runs a fiber, and those to whom it switches, until one switches to {@link #OUTSIDE}. */
    void enter(int first);

    /**
     * Called by a running fiber: runs another until somebody switches back.
     *
     * @throws Abandoned if the fiber was told to start anew meanwhile; its body must let it pass
     */
    void switchTo(int from, int to);

    /** A fiber starts anew when it is switched to next, wherever it stands: the running fiber may name itself. */
    void restart(int fiber);

    /** Ends all fibers. From outside. */
    @Override
    void close();
}
