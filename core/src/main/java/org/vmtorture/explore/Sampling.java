package org.vmtorture.explore;

import org.vmtorture.memory.Mix;

/**
 * A search that draws its executions at random, each from a stream of its own that the seed and the execution's number
 * give: so it does not matter who makes which.
 */
abstract class Sampling extends Choices {
    private static final int KEPT = 1024; // executions that remain with who gives

    private final long seed;
    private long next; // the number of the execution under way
    private long until = Long.MAX_VALUE; // the first one that is not ours
    private long state;

    Sampling(long seed) {
        this.seed = seed;
    }

    /** The next of the execution's random numbers. */
    final long random() {
        state += 0x9E3779B97F4A7C15L; // as SplittableRandom, but set back without a new object
        return Mix.finish(state);
    }

    /** From 0 to {@code bound} - 1. */
    final int random(int bound) {
        return (int) Math.multiplyHigh(random() >>> 1, 2L * bound);
    }

    /** The execution's number. */
    final long number() {
        return next;
    }

    @Override
    final int choose(int depth, long enabled) {
        if (depth == 0) {
            state = Mix.second(next, seed);
            draw();
        }
        return pick(depth, enabled);
    }

    /** What is drawn before an execution. */
    void draw() {}

    abstract int pick(int depth, long enabled);

    @Override
    boolean another(int depth, Ending ending) {
        next++;
        return next < until;
    }

    @Override
    final boolean exhausted() {
        return false;
    }

    @Override
    final boolean ends() {
        return false;
    }

    @Override
    final Division.Order order() {
        return Division.Order.KEPT;
    }

    @Override
    final boolean limit(long executions) {
        until = Math.min(until, executions);
        return true;
    }

    @Override
    final boolean give(Choices fork) {
        if (until - next <= KEPT) {
            return false;
        }
        var other = (Sampling) fork;
        other.next = next + KEPT;
        other.until = until;
        until = other.next;
        return true;
    }
}
