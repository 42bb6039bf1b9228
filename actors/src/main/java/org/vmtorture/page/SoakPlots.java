package org.vmtorture.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.vmtorture.page.Table.Cell;
import org.vmtorture.report.Text;

/** The plots of a soak. */
final class SoakPlots {
    private static final int POINTS_MAX = 240; // of a line: a plot is no wider, and its table no longer
    private static final double MIB = 1 << 20;
    private static final double HOUR = 3600;
    private static final double SLOPE_MIN = 120; // seconds below which a slope says nothing of a soak of hours
    private static final String TIME = "time, s";
    private static final int BARS_MAX = 8; // operations in the plot of latencies

    private final RunFiles files;
    private final List<JsonNode> metrics;

    SoakPlots(RunFiles files) {
        this.files = files;
        this.metrics = thinned(files.metrics());
    }

    /** Every so manieth, and the last. */
    private static List<JsonNode> thinned(List<JsonNode> all) {
        int step = (all.size() + POINTS_MAX - 1) / POINTS_MAX;
        List<JsonNode> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i % step == 0 || i == all.size() - 1) {
                kept.add(all.get(i));
            }
        }
        return kept;
    }

    void overTime(Html page) {
        if (metrics.isEmpty()) {
            page.paragraph("The run wrote no metrics: it ended before its first second.");
            return;
        }
        Html figures = new Html();
        figures.plot(new Plot.Lines("Operations over time, by strategy", TIME, "million operations/s", rates()));
        figures.plot(new Plot.Lines(
                "Findings over time: titles so far",
                TIME,
                "titles",
                List.of(line("unique", m -> m.path("unique").asDouble()))));
        figures.plot(new Plot.Lines(
                "Pages at audits",
                TIME,
                "pages",
                List.of(
                        line("live", m -> m.path("live_pages").asDouble()),
                        line(
                                "retained beyond use",
                                m -> m.path("retained_pages").asDouble()))));
        workers(figures);
        String slope = heap(figures);
        collections(figures);
        page.figures(figures).paragraph(slope);
    }

    /** A leg's first second is left out: it has no rate yet. */
    private List<Plot.Line> rates() {
        Map<String, List<JsonNode>> byStrategy = new LinkedHashMap<>();
        int leg = -1;
        for (JsonNode one : metrics) {
            boolean first =
                    one.path("leg").asInt(leg) != leg && one.path("ops_per_s").asLong() == 0;
            leg = one.path("leg").asInt(leg);
            if (!first) {
                byStrategy
                        .computeIfAbsent(one.path("strategy").asText(), strategy -> new ArrayList<>())
                        .add(one);
            }
        }
        List<Plot.Line> lines = new ArrayList<>();
        byStrategy.forEach((strategy, those) ->
                lines.add(line(strategy, those, m -> m.path("ops_per_s").asDouble() / 1e6)));
        return lines;
    }

    /** What waits: for a worker, and in the actors' mailboxes. Runs of older versions did not look. */
    private void workers(Html page) {
        if (has("backlog")) {
            page.plot(new Plot.Lines(
                    "Deferred frees: what waited for a worker when an audit began",
                    TIME,
                    "areas and regions",
                    List.of(line("backlog", m -> m.path("backlog").asDouble()))));
            page.plot(new Plot.Lines(
                    "Mailboxes: the fullest of a second",
                    TIME,
                    "messages",
                    List.of(line("messages", m -> m.path("mailbox_peak").asDouble()))));
        }
    }

    private boolean has(String field) {
        return metrics.get(metrics.size() - 1).has(field);
    }

    /** Counters are of one process: one that resumed the run began with its own. */
    private void collections(Html page) {
        if (!has("gc_ms")) {
            return;
        }
        int count = Math.max(0, metrics.size() - 1);
        double[] x = new double[count];
        double[] taken = new double[count];
        for (int i = 0; i < count; i++) {
            JsonNode before = metrics.get(i);
            JsonNode now = metrics.get(i + 1);
            double seconds = now.path("t").asDouble() - before.path("t").asDouble();
            double more = now.path("gc_ms").asDouble() - before.path("gc_ms").asDouble();
            x[i] = now.path("t").asDouble();
            taken[i] = more < 0 || seconds <= 0 ? 0 : more / seconds;
        }
        page.plot(new Plot.Lines(
                "Garbage collection: time taken", TIME, "ms/s", List.of(new Plot.Line("", x, taken, false))));
    }

    private Plot.Line line(String name, ToDoubleFunction<JsonNode> y) {
        return line(name, metrics, y);
    }

    private static Plot.Line line(String name, List<JsonNode> metrics, ToDoubleFunction<JsonNode> y) {
        return new Plot.Line(
                name,
                metrics.stream().mapToDouble(m -> m.path("t").asDouble()).toArray(),
                metrics.stream().mapToDouble(y).toArray(),
                false);
    }

    /** Before its first collection a heap after GC is unknown, and told as 0. */
    private String heap(Html page) {
        List<JsonNode> known = metrics.stream()
                .filter(m -> m.path("heap_after_gc").asDouble() > 0)
                .toList();
        if (known.size() < 2) {
            return "Heap after GC: too few collections in so short a run to draw a line.";
        }
        Plot.Line heap =
                line("heap after GC", known, m -> m.path("heap_after_gc").asDouble() / MIB);
        TheilSen fit = TheilSen.of(heap.x(), heap.y());
        double begin = heap.x()[0];
        double end = heap.x()[heap.x().length - 1];
        Plot.Line slope = new Plot.Line(
                "slope (Theil-Sen)",
                new double[] {begin, end},
                new double[] {Math.max(0, fit.at(begin)), Math.max(0, fit.at(end))},
                false);
        page.plot(new Plot.Lines("Heap after garbage collections", TIME, "MiB", List.of(heap, slope)));
        return end - begin < SLOPE_MIN
                ? "Over " + Math.round(end - begin) + " s a slope says nothing of hours: each leg boots a machine"
                        + " of its own."
                : "Slope: " + Html.number(fit.slope() * HOUR) + " MiB per hour.";
    }

    void latencies(Html page) {
        Map<String, Map<String, JsonNode>> byOp = new TreeMap<>();
        List<String> strategies = new ArrayList<>();
        for (JsonNode leg : files.run().path("legs")) {
            String strategy = leg.path("strategy").asText();
            if (leg.path("drivers").asText().equals("careful")
                    && leg.path("latencies_ns").size() > 0) {
                strategies.add(strategy);
                leg.path("latencies_ns")
                        .properties()
                        .forEach(entry -> byOp.computeIfAbsent(entry.getKey(), first -> new LinkedHashMap<>())
                                .put(strategy, entry.getValue()));
            }
        }
        if (byOp.isEmpty()) {
            page.paragraph(
                    "No leg with careful drivers came to its end, or the run is of a version that timed nothing.");
            return;
        }
        page.paragraph(
                "One operation in 64 is timed on its own CPU's thread, in legs with careful drivers. There are more"
                        + " actors than cores, so the tail is the operating system's.");
        List<String> most = byOp.keySet().stream()
                .sorted((a, b) -> Long.compare(samples(byOp.get(b)), samples(byOp.get(a))))
                .limit(BARS_MAX)
                .toList();
        List<Plot.BarSet> sets = new ArrayList<>();
        for (String strategy : strategies) {
            sets.add(new Plot.BarSet(
                    strategy,
                    most.stream()
                            .mapToDouble(op -> byOp.get(op).containsKey(strategy)
                                    ? byOp.get(op).get(strategy).path("p50").asDouble()
                                    : Double.NaN)
                            .toArray()));
        }
        page.plot(new Plot.Bars("Median latency by operation and strategy", "ns", true, most, sets));
        Table table = new Table(
                "Latencies",
                List.of("operation", "strategy", "timed", "p50, ns", "p99, ns", "p99.9, ns", "longest, ns"));
        byOp.forEach((op, by) -> by.forEach((strategy, one) -> table.row(List.of(
                new Cell(op, Table.Style.CODE),
                Cell.of(strategy),
                count(one, "samples"),
                count(one, "p50"),
                count(one, "p99"),
                count(one, "p999"),
                count(one, "max")))));
        page.folded("All percentiles, by operation and strategy", new Html().table(table));
    }

    private static Cell count(JsonNode one, String field) {
        return Cell.number(Text.count(one.path(field).asLong()));
    }

    private static long samples(Map<String, JsonNode> by) {
        return by.values().stream()
                .mapToLong(one -> one.path("samples").asLong())
                .sum();
    }

    void sideBySide(Html page) {
        Map<String, double[]> byStrategy = new LinkedHashMap<>();
        for (JsonNode leg : files.run().path("legs")) {
            double[] both = byStrategy.computeIfAbsent(
                    leg.path("strategy").asText(), first -> new double[] {Double.NaN, Double.NaN});
            double seconds = Math.max(1, leg.path("nanos").asDouble()) / 1e9;
            both[leg.path("drivers").asText().equals("careful") ? 0 : 1] =
                    leg.path("operations").asDouble() / seconds / 1e6;
        }
        if (byStrategy.isEmpty()) {
            return;
        }
        List<Plot.BarSet> sets = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int which = i;
            double[] values = byStrategy.values().stream()
                    .mapToDouble(both -> both[which])
                    .toArray();
            if (!Arrays.stream(values).allMatch(Double::isNaN)) {
                sets.add(new Plot.BarSet(i == 0 ? "careful drivers" : "careless drivers", values));
            }
        }
        page.plot(new Plot.Bars(
                "Strategies side by side: operations per second",
                "million operations/s",
                false,
                List.copyOf(byStrategy.keySet()),
                sets));
    }
}
