package org.vmtorture.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.vmtorture.page.Table.Cell;
import org.vmtorture.report.KernelCounts;
import org.vmtorture.report.Text;

/** The two counts of live pages, as a soak of {@code today} sampled them, beside what kernels showed. */
final class CountSection {
    private static final String FIELD = "refcount_minus_1_minus_mapcount";
    private static final List<String> BUCKETS = List.of("negative", "0", "1", "2", "3_to_62", "63_and_more");
    private static final List<String> NAMES = List.of("below 0", "0", "1", "2", "3 to 62", "63 and more: a pin");

    private final List<String> names = new ArrayList<>();
    private final List<double[]> shares = new ArrayList<>(); // in per cent, by bucket
    private final List<String> samples = new ArrayList<>();
    private long rest;
    private long restNonzero;

    CountSection(JsonNode run) {
        run.path("legs").forEach(this::leg);
    }

    private void leg(JsonNode leg) {
        JsonNode counts = leg.path(FIELD);
        long all = counts.path("samples").asLong();
        if (all > 0) {
            names.add("this run, " + leg.path("strategy").asText() + ", "
                    + leg.path("drivers").asText());
            shares.add(BUCKETS.stream()
                    .mapToDouble(bucket -> 100.0 * counts.path(bucket).asLong() / all)
                    .toArray());
            samples.add(Text.exact(all));
            rest += counts.path("areas_at_rest").asLong();
            restNonzero += counts.path("areas_at_rest_not_0").asLong();
        }
    }

    void write(Html page) {
        if (names.isEmpty()) {
            return;
        }
        for (KernelCounts kernel : KernelCounts.ALL) {
            names.add("kernel " + kernel.kernel());
            shares.add(new double[] {0, kernel.zero(), kernel.one(), kernel.two(), kernel.three(), kernel.pins()});
            samples.add(Text.exact(kernel.samples()));
        }
        List<Plot.BarSet> sets = new ArrayList<>();
        Table looks = new Table("Samples", List.of("where", "samples"));
        for (int i = 0; i < names.size(); i++) {
            sets.add(new Plot.BarSet(names.get(i), shares.get(i)));
            looks.row(List.of(Cell.of(names.get(i)), Cell.number(samples.get(i))));
        }
        page.heading("Calibration");
        page.paragraph("References of a page beyond its owner's and its PTEs', sampled while all run; struct page keeps"
                + " both counts. Below 0 would be a lost reference. At rest, with pins taken off, it is 0: "
                + Text.exact(rest) + " areas were looked at, "
                + (restNonzero == 0 ? "all were." : Text.exact(restNonzero) + " were not."));
        page.plot(new Plot.Bars("refcount - 1 - mapcount, beside real kernels", "% of samples", false, NAMES, sets));
        page.table(looks);
    }
}
