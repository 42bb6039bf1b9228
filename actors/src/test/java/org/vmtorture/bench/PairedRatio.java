package org.vmtorture.bench;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The ratio of two sides that are timed back to back, many times an iteration, each first in turn. Its median does not
 * see what the machine's other users did, unless they did it to one side alone most of the time.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class PairedRatio {
    private static final int SAMPLES_MAX = 1 << 16;

    private final double[] samples = new double[SAMPLES_MAX];
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
        add((double) mine / theirs);
    }

    private static long nanos(Runnable side) {
        long begin = System.nanoTime();
        side.run();
        return Math.max(1, System.nanoTime() - begin);
    }

    /** One more pair, timed by the caller. */
    public void add(double ratio) {
        samples[count++ % SAMPLES_MAX] = ratio;
    }

    /** The median of this iteration: JMH reads it as a counter. */
    public double ratio() {
        double[] sorted = Arrays.copyOf(samples, Math.min(count, SAMPLES_MAX));
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }
}
