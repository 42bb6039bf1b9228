package org.vmtorture.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.vmtorture.soak.CountHistogram;
import org.vmtorture.soak.LegResult;

/** The two counts of live pages as a soak sampled them, beside what kernels showed under a load of the same kind. */
final class CountLines {
    private CountLines() {}

    /** Paragraphs to be wrapped; none if nothing was sampled. */
    static List<String> of(List<LegResult> legs) {
        CountHistogram sum = legs.stream().map(LegResult::counts).reduce(CountHistogram.NONE, CountHistogram::plus);
        if (sum.samples() == 0) {
            return List.of();
        }
        String rest = sum.rest() == 0
                ? "none looked at at rest"
                : "at rest " + Text.exact(sum.rest()) + " areas, "
                        + (sum.restNonzero() == 0 ? "all +0" : Text.exact(sum.restNonzero()) + " not +0");
        String ours = "refcount - 1 - mapcount of live pages (today): "
                + (sum.negative() == 0 ? "never negative" : "NEGATIVE " + Text.exact(sum.negative()) + " times")
                + " in "
                + Text.exact(sum.samples()) + " samples, +0 " + share(sum.zero(), sum) + ", +1 "
                + share(sum.one(), sum) + ", +2 " + share(sum.two(), sum) + ", +3 and more " + share(sum.three(), sum)
                + ", a pin " + share(sum.pins(), sum) + "; " + rest + ".";
        return List.of(ours, kernels());
    }

    private static String kernels() {
        List<String> each = KernelCounts.ALL.stream().map(CountLines::kernel).toList();
        return "Real kernels, sampled under mmap, munmap, fork, exit and vmsplice: " + String.join("; ", each)
                + "; at rest all +0.";
    }

    private static String kernel(KernelCounts counts) {
        String three = Double.isNaN(counts.three()) ? "" : ", +3 " + percent(counts.three());
        return counts.kernel() + " never negative in "
                + String.format(Locale.ROOT, "%,d", counts.samples()) + " samples, +0 "
                + percent(counts.zero()) + ", +1 " + percent(counts.one()) + ", +2 " + percent(counts.two()) + three
                + ", a pin " + percent(counts.pins());
    }

    private static String percent(double value) {
        return new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString() + " %";
    }

    private static String share(long count, CountHistogram sum) {
        double percent = 100.0 * count / sum.samples();
        return String.format(Locale.ROOT, count > 0 && percent < 0.1 ? "%.3f %%" : "%.1f %%", percent);
    }
}
