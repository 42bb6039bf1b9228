package org.vmtorture.report;

import java.util.List;
import java.util.Locale;
import org.vmtorture.soak.CountHistogram;
import org.vmtorture.soak.LegResult;

/** The two counts of live pages as a soak sampled them, beside what kernels showed under a load of the same kind. */
final class CountLines {
    private static final String KERNELS = "Real kernels, sampled under mmap, munmap, fork, exit and vmsplice:"
            + " 6.18 on 2 CPUs never negative in 7,030,000 samples, +0 69.3 %, +1 28.1 %, +2 1.4 %, +3 0.002 %,"
            + " a pin 1.2 %; 6.1 never negative in 1,654,000, +0 58 %, +1 29 %, +2 1.2 %, a pin 11 %; at rest all +0.";

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
        return List.of(ours, KERNELS);
    }

    private static String share(long count, CountHistogram sum) {
        double percent = 100.0 * count / sum.samples();
        return String.format(Locale.ROOT, count > 0 && percent < 0.1 ? "%.3f %%" : "%.1f %%", percent);
    }
}
