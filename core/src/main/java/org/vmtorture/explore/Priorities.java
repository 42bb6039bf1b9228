package org.vmtorture.explore;

/**
 * Probabilistic concurrency testing (Burckhardt et al., 2010): the enabled actor of the highest priority goes on; at
 * {@code depth} - 1 random steps the one that goes on falls below all others. It finds any bug that needs so few
 * ordered steps with a probability of at least 1 / (n * k^(depth - 1)), of n actors and k steps.
 */
final class Priorities extends Sampling {
    /** Executions that show how long one may be. All after them draw from that, whoever makes them. */
    private static final int MEASURED = Division.ALONE_MAX;

    private final long seed;
    private final int depth;
    private final int[] changes; // the steps before which a priority falls
    private long[] priorities;
    private int length = 1; // steps of the longest of those executions, so far

    Priorities(int depth, long seed) {
        super(seed);
        this.depth = depth;
        this.changes = new int[depth - 1];
        this.seed = seed;
    }

    @Override
    void start() {
        priorities = new long[run.actors];
    }

    @Override
    void draw() {
        for (int actor = 0; actor < priorities.length; actor++) {
            priorities[actor] = depth + (random() >>> 2);
        }
        for (int i = 0; i < changes.length; i++) {
            changes[i] = random(length);
        }
    }

    @Override
    int pick(int step, long enabled) {
        for (int i = 0; i < changes.length; i++) {
            if (changes[i] == step) {
                priorities[highest(enabled)] = (long) changes.length - i;
            }
        }
        return highest(enabled);
    }

    private int highest(long enabled) {
        int highest = lowest(enabled);
        for (long left = enabled; left != 0; left &= left - 1) {
            int actor = lowest(left);
            if (priorities[actor] > priorities[highest]) {
                highest = actor;
            }
        }
        return highest;
    }

    @Override
    boolean another(int steps, Ending ending) {
        if (number() < MEASURED) {
            length = Math.max(length, steps);
        }
        return super.another(steps, ending);
    }

    @Override
    Priorities fork() {
        var other = new Priorities(depth, seed);
        other.length = length;
        return other;
    }
}
