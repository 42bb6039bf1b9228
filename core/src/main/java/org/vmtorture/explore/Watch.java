package org.vmtorture.explore;

import org.vmtorture.memory.Access;

/**
 * Sees every access of an execution as it happens. May throw {@link org.vmtorture.oracle.Violated}, as an oracle
 * does.
 */
abstract class Watch {
    /** Sees nothing, and is not asked. */
    static final Watch NOTHING = new Watch() {};

    /** An execution begins. */
    void begin() {}

    /** A step was made. */
    void step(int actor, int word, Access access, long before, long now, boolean wrote) {}

    /** A ghost word was touched, as part of the actor's last step. */
    void ghost(int actor, int word, Access access, long before, long now, boolean wrote) {}

    /** A plain word was touched, between two steps. */
    void plain(int actor, int word, Access access, long value) {}

    /** The execution is over. */
    void end(Ending ending) {}

    /** Whether it can {@link #rewind}; else it is told of everything again. */
    boolean rewinds() {
        return false;
    }

    /** A step is about to be made. Only if it {@link #rewinds}, as {@link #rewind}. */
    void beginStep(int step) {}

    /** Another execution begins that is as the last one was before this step, be that how it ended or not. */
    void rewind(int step) {}

    /** This one first, then the other. */
    final Watch and(Watch other) {
        if (this == NOTHING || other == NOTHING) {
            return this == NOTHING ? other : this;
        }
        return new Pair(this, other);
    }

    private static final class Pair extends Watch {
        private final Watch first;
        private final Watch second;

        Pair(Watch first, Watch second) {
            this.first = first;
            this.second = second;
        }

        @Override
        void begin() {
            first.begin();
            second.begin();
        }

        @Override
        void step(int actor, int word, Access access, long before, long now, boolean wrote) {
            first.step(actor, word, access, before, now, wrote);
            second.step(actor, word, access, before, now, wrote);
        }

        @Override
        void ghost(int actor, int word, Access access, long before, long now, boolean wrote) {
            first.ghost(actor, word, access, before, now, wrote);
            second.ghost(actor, word, access, before, now, wrote);
        }

        @Override
        void plain(int actor, int word, Access access, long value) {
            first.plain(actor, word, access, value);
            second.plain(actor, word, access, value);
        }

        @Override
        void end(Ending ending) {
            first.end(ending);
            second.end(ending);
        }

        @Override
        boolean rewinds() {
            return first.rewinds() && second.rewinds();
        }

        @Override
        void beginStep(int step) {
            first.beginStep(step);
            second.beginStep(step);
        }

        @Override
        void rewind(int step) {
            first.rewind(step);
            second.rewind(step);
        }
    }
}
