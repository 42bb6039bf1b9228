package org.vmtorture.soak;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Op;

/**
 * Times one in {@link #EVERY} of a CPU's operations, and puts those in a flight recording too, if one is made. For the
 * CPU's own thread; whoever adds up comes when that has retired.
 */
final class LatencySampler {
    static final int EVERY = 64; // the clock costs as much as a load: often enough for a p99.9, too seldom to be felt

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(100);
    private static final int DIGITS = 2;
    private static final long NOT_TIMED = -1;

    private final FlightRecorder recorder;
    private final int cpu;
    private final Histogram[] histograms = new Histogram[Op.values().length];
    private final OperationEvent probe = new OperationEvent(); // tells whether anybody records
    private OperationEvent event; // of the operation under way, if it is recorded
    private long number = NOT_TIMED; // of the operation under way, if it is timed
    private long beginNanos;
    private int left = EVERY;

    LatencySampler(FlightRecorder recorder, int cpu) {
        this.recorder = recorder;
        this.cpu = cpu;
        for (int i = 0; i < histograms.length; i++) {
            histograms[i] = histogram();
        }
    }

    /** Of a fixed size, so that recording never allocates. */
    static Histogram histogram() {
        return new Histogram(LONGEST, DIGITS);
    }

    /** An operation is about to begin. */
    void begin() {
        if (--left == 0) {
            left = EVERY;
            number = recorder.operations();
            if (probe.isEnabled()) {
                event = new OperationEvent();
                event.begin();
            }
            beginNanos = System.nanoTime();
        }
    }

    /** It has ended. The first that was recorded since then is what it was; later ones were parts of it. */
    void end() {
        if (number != NOT_TIMED) {
            ended(System.nanoTime() - beginNanos);
            number = NOT_TIMED;
            event = null;
        }
    }

    private void ended(long nanos) {
        long recorded = recorder.operations() - number;
        if (recorded == 0 || recorded > FlightRecorder.RECORDS) {
            return; // nothing was done, or so much that the ring no longer knows what it was
        }
        Op op = FlightRecorder.op(recorder.at(number));
        // accesses come in rows that are timed as one: each took its share
        long each = op == Op.LOAD || op == Op.STORE ? nanos / recorded : nanos;
        histograms[op.ordinal()].recordValue(Math.min(each, LONGEST));
        if (event != null) {
            event.end();
            event.name = op.function();
            event.cpu = cpu;
            event.parts = recorded;
            event.commit();
        }
    }

    void addTo(LatencyLog log) {
        for (Op op : Op.values()) {
            log.add(op, histograms[op.ordinal()]);
        }
    }
}
