package org.vmtorture.explore;

import org.vmtorture.memory.Fibers;

/** Which actors' fibers have to be told to start anew, and which do so anyhow. */
final class Restarts {
    private final Fibers fibers;
    private long idle; // a bit for each actor whose fiber starts anew when it is switched to

    Restarts(Fibers fibers) {
        this.fibers = fibers;
    }

    /** The actor's fiber starts. */
    void begin(int actor) {
        idle &= ~(1L << actor);
    }

    /** It has done all that it has to do. */
    void end(int actor) {
        idle |= 1L << actor;
    }

    /** These actors start anew when they are switched to, wherever they are. */
    void restart(long actors) {
        for (long left = actors & ~idle; left != 0; left &= left - 1) {
            fibers.restart(Long.numberOfTrailingZeros(left));
        }
        idle |= actors;
    }

    /** All do, whatever is known of them. */
    void restartAll(int actors) {
        idle = 0;
        restart(-1L >>> -actors);
    }
}
