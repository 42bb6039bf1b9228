package org.vmtorture.explore;

import java.util.SplittableRandom;

/** At each step any enabled actor, all alike. */
final class RandomSteps extends Choices {
    private final SplittableRandom random;

    RandomSteps(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    int choose(int depth, long enabled) {
        long left = enabled;
        for (int skip = random.nextInt(Long.bitCount(enabled)); skip > 0; skip--) {
            left &= left - 1;
        }
        return lowest(left);
    }

    @Override
    boolean another(int depth, Ending ending) {
        return true;
    }

    @Override
    boolean exhausted() {
        return false;
    }
}
