package org.vmtorture.soak;

import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.op.CountInvariant;
import org.vmtorture.oracle.Census;

/** Samples the two counts of live pages while a soak runs. For the auditor's thread; read by others. */
final class CountSampler {
    private static final int PIN = 63; // more than any number of short references seen on a real kernel

    private final CountInvariant invariant;
    private final Cpu cpu;
    private final SplittableRandom random;
    private long negative;
    private long zero;
    private long one;
    private long two;
    private long three;
    private long pins;
    private long rest;
    private long restNonzero;

    CountSampler(CountInvariant invariant, Cpu cpu, long seed) {
        this.invariant = invariant;
        this.cpu = cpu;
        this.random = new SplittableRandom(seed);
    }

    /** Looks so many times at whatever is at a random address. */
    synchronized void sample(int looks) {
        for (int i = 0; i < looks; i++) {
            int slot = random.nextInt(invariant.slots());
            int spare = invariant.look(cpu, slot, random.nextInt(Integer.MAX_VALUE));
            if (spare != CountInvariant.NOT_LIVE) {
                enter(spare);
            }
        }
    }

    private void enter(int spare) {
        if (spare < 0) {
            negative++;
        } else if (spare >= PIN) {
            pins++;
        } else {
            switch (spare) {
                case 0 -> zero++;
                case 1 -> one++;
                case 2 -> two++;
                default -> three++;
            }
        }
    }

    /** Looks at every area while all stand still, after the census was taken. */
    synchronized void sampleAtRest(Census census) {
        for (int slot = 0; slot < invariant.slots(); slot++) {
            int spare = invariant.lookAtRest(cpu, slot, census);
            if (spare != CountInvariant.NOT_LIVE) {
                rest++;
                restNonzero += spare == 0 ? 0 : 1;
            }
        }
    }

    synchronized CountHistogram histogram() {
        return new CountHistogram(negative, zero, one, two, three, pins, rest, restNonzero);
    }
}
