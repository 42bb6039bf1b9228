package org.vmtorture.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The ratio of two sides that are timed back to back, many times an iteration, each first in turn. Its median is what a
 * user of this machine gets, and depends on what others do to it: who shares a core with us slows a longer chain of
 * loads, and hardly an atomic. What the code itself costs is the ratio of the undisturbed samples of either side.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class PairedRatio {
    private static final int SAMPLES_MAX = 1 << 16;

    private static final int UNDISTURBED_SHARE = 20; // one sample in so many is taken to be

    private final double[] samples = new double[SAMPLES_MAX];
    private final double[] subjects = new double[SAMPLES_MAX];
    private final double[] baselines = new double[SAMPLES_MAX];
    private int count;
    private boolean baselineFirst;

    @Setup(Level.Iteration)
    public void forget() {
        count = 0;
    }

    /** Runs both sides once. */
    public void time(Runnable subject, Runnable baseline) {
        baselineFirst = !baselineFirst;
        long before = baselineFirst ? nanos(baseline) : 0;
        long mine = nanos(subject);
        long theirs = baselineFirst ? before : nanos(baseline);
        int slot = count++ % SAMPLES_MAX;
        samples[slot] = (double) mine / theirs;
        subjects[slot] = mine;
        baselines[slot] = theirs;
    }

    private static long nanos(Runnable side) {
        long begin = System.nanoTime();
        side.run();
        return Math.max(1, System.nanoTime() - begin);
    }

    /** The median of this iteration: JMH reads it as a counter. */
    public double ratio() {
        return smallest(samples, 2);
    }

    /** The ratio of what either side took when it was disturbed least in this iteration: a counter too. */
    public double quiet() {
        return smallest(subjects, UNDISTURBED_SHARE) / smallest(baselines, UNDISTURBED_SHARE);
    }

    /** The value below which one sample in {@code share} lies. */
    private double smallest(double[] values, int share) {
        double[] sorted = Arrays.copyOf(values, Math.min(count, SAMPLES_MAX));
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / share];
    }
}
