package org.vmtorture.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.vmtorture.page.Html;
import org.vmtorture.page.Plot;
import org.vmtorture.page.Table;
import org.vmtorture.page.Table.Cell;
import org.vmtorture.page.Table.Style;

/** The decision table as a page, to be attached to a mail. */
public final class TablePage {
    private final JsonNode table;
    private final Html page = new Html();

    private TablePage(JsonNode table) {
        this.table = table;
    }

    /** The page of a document that {@link DecisionTable} made. */
    public static String of(JsonNode table) {
        return new TablePage(table).html();
    }

    private String html() {
        page.paragraph("Every strategy ran the same workloads on the same machine in one run, in turns. Counts and"
                + " semantics are exact and the same in every run; times and rates are this machine's.");
        strategies();
        plots();
        Columns.of(table).forEach(this::part);
        everyAccess();
        page.heading("Not covered");
        page.list(uncovered());
        about();
        return page.page("vmtorture compare", "Who may free a vmalloc page while user space still maps it?");
    }

    private void strategies() {
        Table list = new Table("Strategies", List.of("strategy", "what it is"));
        table.path("strategies")
                .forEach(strategy -> list.row(List.of(
                        Cell.of(strategy.path("id").asText()),
                        Cell.of(strategy.path("summary").asText()))));
        page.heading("The options").table(list);
    }

    private void plots() {
        List<String> names = new ArrayList<>();
        table.path("strategies")
                .forEach(strategy -> names.add(strategy.path("id").asText()));
        int cpus = table.path("cpus").asInt();
        Html figures = new Html();
        figures.plot(new Plot.Bars(
                "Atomics for each page: read-modify-writes",
                "RMWs/page",
                false,
                names,
                List.of(rmws("map"), rmws("fork"), rmws("unmap"))));
        figures.plot(new Plot.Bars(
                "Retention: held beyond use while one page is pinned",
                "KiB",
                false,
                names,
                List.of(set("peak", s -> held(s, "peak_bytes")), set("mean", s -> held(s, "mean_bytes")))));
        figures.plot(new Plot.Bars(
                "Memory: bytes for the counts of a 64 MiB area",
                "KiB",
                false,
                names,
                List.of(set("64 MiB area", TablePage::kernelKib))));
        figures.plot(new Plot.Bars(
                "Time of a pin and unpin, by threads",
                "ns",
                false,
                names,
                List.of(set("1 thread", s -> pin(s, 1)), set(cpus + " threads", s -> pin(s, cpus)))));
        page.heading("At a glance").figures(figures);
    }

    private Plot.BarSet rmws(String operation) {
        return set(
                operation,
                strategy -> strategy.path("accesses")
                        .path(operation)
                        .path("page_more")
                        .path("rmws")
                        .asDouble());
    }

    private static double held(JsonNode strategy, String field) {
        return strategy.path("retention").path(field).asDouble() / 1024;
    }

    private static double kernelKib(JsonNode strategy) {
        JsonNode areas = strategy.path("memory").path("kernel_bytes_by_area");
        return areas.path("64 MiB").asDouble() / 1024;
    }

    private Plot.BarSet set(String name, ToDoubleFunction<JsonNode> value) {
        List<JsonNode> all = new ArrayList<>();
        table.path("strategies").forEach(all::add);
        return new Plot.BarSet(name, all.stream().mapToDouble(value).toArray());
    }

    private static double pin(JsonNode strategy, int threads) {
        JsonNode spread =
                strategy.path("nanos_per_operation").path("pin and unpin").path(String.valueOf(threads));
        return spread.isMissingNode() ? Double.NaN : spread.path("median").asDouble();
    }

    private void part(Columns part) {
        page.heading(part.title());
        List<String> heads = new ArrayList<>(List.of("strategy"));
        heads.addAll(part.heads());
        Table rows = new Table(part.title(), heads);
        table.path("strategies").forEach(strategy -> {
            List<Cell> cells =
                    new ArrayList<>(List.of(Cell.of(strategy.path("id").asText())));
            part.row().apply(strategy).forEach(text -> cells.add(new Cell(text, style(text))));
            rows.row(cells);
        });
        page.table(rows);
        part.notes().forEach(page::paragraph);
    }

    private static Style style(String text) {
        return switch (text) {
            case "clean", "supported" -> Style.GOOD;
            case "lost" -> Style.BAD;
            case "refused", "unknown", "not tried", "not run" -> Style.UNSURE;
            default -> text.endsWith(Columns.FOUND) ? Style.BAD : Style.NUMBER;
        };
    }

    private void everyAccess() {
        Table all = new Table(
                "Accesses",
                List.of(
                        "strategy",
                        "operation",
                        "RMWs",
                        "loads",
                        "stores",
                        "RMWs/page more",
                        "loads/page more",
                        "stores/page more"));
        table.path("strategies")
                .forEach(strategy -> strategy.path("accesses").properties().forEach(entry -> {
                    List<Cell> cells =
                            new ArrayList<>(List.of(Cell.of(strategy.path("id").asText()), Cell.of(entry.getKey())));
                    for (String which : List.of("first_page", "page_more")) {
                        for (String kind : List.of("rmws", "loads", "stores")) {
                            cells.add(Cell.number(Html.number(
                                    entry.getValue().path(which).path(kind).asDouble())));
                        }
                    }
                    all.row(cells);
                }));
        page.folded("All accesses: read-modify-writes, loads and stores of every operation", new Html().table(all));
    }

    private List<String> uncovered() {
        List<String> all = new ArrayList<>();
        all.add("Kernels: every number is of a model; the bytes are arithmetic on fields that the options name.");
        all.add("Memory order beyond what this machine (" + table.path("arch").asText() + ") reorders.");
        if (table.path("safety_from").size() > 0) {
            all.add("Safety in this call, where it was taken over from runs given: they may be of another version.");
        }
        if (table.path("quick").asBoolean()) {
            all.add("Rare schedules: this was the quick measurement, with legs of "
                    + table.path("leg_ms").asText() + " ms. What a soak of hours finds is not here.");
        }
        for (JsonNode strategy : table.path("strategies")) {
            int left = strategy.path("explored").path("not_run").asInt();
            if (left > 0) {
                all.add("Scenarios that were not run in the time, under "
                        + strategy.path("id").asText() + ": " + left + " of "
                        + strategy.path("explored").path("scenarios").asText() + ".");
            }
        }
        if (!table.path("strategies").path(0).has("races")) {
            all.add("The catalogue of races.");
        }
        return all;
    }

    private void about() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "vmtorture",
                table.path("version").asText() + ", commit "
                        + table.path("commit").asText());
        facts.put("Java", table.path("jvm").asText());
        facts.put(
                "machine",
                table.path("os").asText() + ", " + table.path("arch").asText() + ", "
                        + table.path("cpus").asText() + " CPUs");
        facts.put("started", table.path("started").asText());
        facts.put("took", table.path("wall_ms").asLong() / 1000 + " s");
        StringBuilder command = new StringBuilder(
                table.path("quick").asBoolean() ? "./vmtorture compare --quick" : "./vmtorture compare");
        if (table.path("safety_from").size() > 0) {
            command.append(" --from");
            table.path("safety_from")
                    .forEach(run ->
                            command.append(" .../").append(run.path("run").asText()));
        }
        facts.put("command", command.toString());
        page.heading("About this run").facts(facts);
    }
}
