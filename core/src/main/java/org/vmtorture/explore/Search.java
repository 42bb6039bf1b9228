package org.vmtorture.explore;

/** How interleavings are chosen. The first three cover all of them, the others sample. */
public sealed interface Search {
    /** In words, for a verdict. */
    String describe();

    /** Each state once: the smallest search where actors meet often. Knows nothing of clocks, so no race detection. */
    static Search storedStates() {
        return new StoredStates(true);
    }

    /** One execution per inequivalent interleaving. */
    static Search sourceDpor() {
        return new SourceDpor();
    }

    /** Every interleaving: for cross-checks, and the smallest programs. */
    static Search depthFirst() {
        return new DepthFirst();
    }

    /** Every interleaving with at most so many preemptions. */
    static Search preemptions(int most) {
        return new Preemptions(most, Integer.MAX_VALUE, false);
    }

    /** At each step any enabled actor, all alike. */
    static Search randomWalk(long seed) {
        return new RandomWalk(seed);
    }

    /** Probabilistic concurrency testing: random priorities with {@code depth} - 1 places where they change. */
    static Search pct(int depth, long seed) {
        return new Pct(depth, seed);
    }

    /** Partial order sampling: random priorities for pending steps, drawn anew for those that a step conflicts with. */
    static Search pos(long seed) {
        return new Pos(seed);
    }

    /** See {@link #storedStates}; {@code reduced}: steps that nobody else can meet are no branches. */
    record StoredStates(boolean reduced) implements Search {
        @Override
        public String describe() {
            return reduced ? "stored states" : "stored states, unreduced";
        }
    }

    /** See {@link #sourceDpor}. */
    record SourceDpor() implements Search {
        @Override
        public String describe() {
            return "source-DPOR with sleep sets";
        }
    }

    /** See {@link #depthFirst}. */
    record DepthFirst() implements Search {
        @Override
        public String describe() {
            return "depth-first";
        }
    }

    /** See {@link #preemptions}; and of at most so many steps; with {@code stored} each state once. */
    record Preemptions(int most, int steps, boolean stored) implements Search {
        @Override
        public String describe() {
            return (stored ? "stored states" : "depth-first") + ", at most " + most
                    + (most == 1 ? " preemption" : " preemptions")
                    + (steps == Integer.MAX_VALUE ? "" : " and " + steps + " steps");
        }
    }

    /** See {@link #randomWalk}. */
    record RandomWalk(long seed) implements Search {
        @Override
        public String describe() {
            return "random walk, seed " + seed;
        }
    }

    /** See {@link #pct}. */
    record Pct(int depth, long seed) implements Search {
        public Pct {
            if (depth < 1) {
                throw new IllegalArgumentException("depth=" + depth + " must be at least 1");
            }
        }

        @Override
        public String describe() {
            return "PCT of depth " + depth + ", seed " + seed;
        }
    }

    /** See {@link #pos}. */
    record Pos(long seed) implements Search {
        @Override
        public String describe() {
            return "POS, seed " + seed;
        }
    }
}
