package org.vmtorture.soak;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.vmtorture.mm.Op;

/** The latencies of all CPUs of a leg together. */
final class LatencyLog {
    private final Map<Op, Histogram> histograms = new EnumMap<>(Op.class);

    void add(Op op, Histogram more) {
        if (more.getTotalCount() > 0) {
            histograms.computeIfAbsent(op, first -> LatencySampler.histogram()).add(more);
        }
    }

    Map<Op, Latency> byOp() {
        Map<Op, Latency> all = new EnumMap<>(Op.class);
        histograms.forEach((op, histogram) -> all.put(
                op,
                new Latency(
                        histogram.getTotalCount(),
                        histogram.getValueAtPercentile(50),
                        histogram.getValueAtPercentile(99),
                        histogram.getValueAtPercentile(99.9),
                        histogram.getMaxValue())));
        return all;
    }
}
