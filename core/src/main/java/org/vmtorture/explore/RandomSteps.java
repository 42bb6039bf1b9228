package org.vmtorture.explore;

/** At each step any enabled actor, all alike. */
final class RandomSteps extends Sampling {
    private final long seed;

    RandomSteps(long seed) {
        super(seed);
        this.seed = seed;
    }

    @Override
    int pick(int depth, long enabled) {
        long left = enabled;
        for (int skip = random(Long.bitCount(enabled)); skip > 0; skip--) {
            left &= left - 1;
        }
        return lowest(left);
    }

    @Override
    RandomSteps fork() {
        return new RandomSteps(seed);
    }
}
