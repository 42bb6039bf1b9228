package org.vmtorture.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vmtorture.page.Table.Cell;
import org.vmtorture.page.Table.Style;
import org.vmtorture.report.Text;

/** The page of one run, made of what its directory holds: finished, stopped, killed or still going on. */
public final class RunPage {
    private final RunFiles files;
    private final JsonNode run;
    private final Html page = new Html();

    private RunPage(RunFiles files) {
        this.files = files;
        this.run = files.run();
    }

    /**
     * The page of the run in a directory.
     *
     * @throws NoRunException if there is none
     */
    public static String of(Path directory) {
        return new RunPage(RunFiles.read(directory)).html();
    }

    private String html() {
        boolean explore = !files.isSoak();
        verdict();
        page.heading("Not covered");
        page.list(Uncovered.of(run));
        if (explore) {
            matrix();
        } else {
            legs();
            SoakPlots plots = new SoakPlots(files);
            plots.sideBySide(page);
            page.heading("Over time");
            plots.overTime(page);
            page.heading("Latencies");
            plots.latencies(page);
        }
        new FindingSection(files).write(page);
        if (!explore) {
            situations();
            new CountSection(run).write(page);
            health();
        }
        environment();
        String mode = explore ? "exploration" : "soak";
        return page.page("vmtorture " + mode, "Who may free a vmalloc page while user space still maps it?");
    }

    private void verdict() {
        String state = run.path("state").asText();
        String verdict = run.path("verdict").asText();
        String text = verdict.isEmpty()
                ? "No verdict"
                : verdict.substring(0, 1).toUpperCase(Locale.ROOT) + verdict.substring(1);
        String how = switch (state) {
            case "running" -> "; the run goes on, or was killed";
            case "finished" -> "";
            default -> "; the run was " + state;
        };
        String exit = run.has("exit") ? ", exit status " + run.path("exit").asText() : "";
        page.verdict(
                text + exit + how + ". " + sentence(),
                switch (verdict) {
                    case "clean", "expected" -> Style.GOOD;
                    case "violated", "missed", "failed" -> Style.BAD;
                    default -> Style.UNSURE;
                });
        if (!run.path("tester_failure").asText().isEmpty()) {
            page.verdict(
                    "The tester itself failed: " + run.path("tester_failure").asText(), Style.BAD);
        }
    }

    private String sentence() {
        Map<String, Integer> by = new TreeMap<>();
        boolean explore = !files.isSoak();
        run.path(explore ? "explorations" : "legs")
                .forEach(one ->
                        by.merge(one.path(explore ? "outcome" : "verdict").asText(), 1, Integer::sum));
        List<String> parts = new ArrayList<>();
        by.forEach((verdict, count) -> parts.add(count + " " + verdict));
        String what = explore ? "Searches: " : "Legs: ";
        return what + (parts.isEmpty() ? "none ended" : String.join(", ", parts)) + "; "
                + files.findings().size() + " titles of findings.";
    }

    private void legs() {
        page.heading("Strategies and drivers");
        Table table = new Table(
                "Legs",
                List.of(
                        "strategy",
                        "drivers",
                        "operations",
                        "per second",
                        "verdict",
                        "findings",
                        "retained peak, pages"));
        for (JsonNode leg : run.path("legs")) {
            double seconds = Math.max(1, leg.path("nanos").asDouble()) / 1e9;
            table.row(List.of(
                    Cell.of(leg.path("strategy").asText()),
                    Cell.of(leg.path("drivers").asText()),
                    Cell.number(Text.count(leg.path("operations").asLong())),
                    Cell.number(Text.count(leg.path("operations").asDouble() / seconds)),
                    verdictCell(leg.path("verdict").asText()),
                    Cell.of(kinds(leg.path("findings"))),
                    Cell.number(leg.path("retained_pages_peak").asText())));
        }
        page.table(table);
    }

    private static Cell verdictCell(String verdict) {
        return new Cell(
                verdict,
                switch (verdict) {
                    case "clean", "exhausted" -> Style.GOOD;
                    case "violated" -> Style.BAD;
                    case "bounded" -> Style.PLAIN;
                    default -> Style.UNSURE;
                });
    }

    private static String kinds(JsonNode findings) {
        List<String> kinds = new ArrayList<>();
        findings.properties()
                .forEach(entry -> kinds.add(
                        entry.getKey() + " " + Text.exact(entry.getValue().asLong())));
        return kinds.isEmpty() ? "none" : String.join(", ", kinds);
    }

    /** Scenario by strategy; an outcome that is not as expected says so in words. */
    private void matrix() {
        page.heading("Scenarios and strategies");
        Set<String> strategies = new LinkedHashSet<>();
        Map<String, Map<String, JsonNode>> rows = new LinkedHashMap<>();
        for (JsonNode one : run.path("explorations")) {
            strategies.add(one.path("strategy").asText());
            rows.computeIfAbsent(one.path("scenario").asText(), first -> new LinkedHashMap<>())
                    .put(one.path("strategy").asText(), one);
        }
        List<String> heads = new ArrayList<>(List.of("scenario"));
        heads.addAll(strategies);
        Table table = new Table("Scenarios and strategies", heads);
        rows.forEach((scenario, by) -> {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(scenario)));
            strategies.forEach(strategy -> cells.add(outcome(by.get(strategy))));
            table.row(cells);
        });
        page.table(table);
        page.paragraph(
                "exhausted: every interleaving was run, and none is wrong. bounded: all that was asked for, which"
                        + " is less. violated: findings; those that a scenario expects are a known weakness.");
    }

    private static Cell outcome(JsonNode one) {
        if (one == null) {
            return new Cell("not run", Style.UNSURE);
        }
        Set<String> kinds = new LinkedHashSet<>();
        one.path("found").forEach(found -> kinds.add(found.path("kind").asText()));
        String surprise = one.path("surprise").asText();
        String text = one.path("outcome").asText()
                + (kinds.isEmpty() ? "" : ": " + String.join(", ", kinds))
                + (surprise.isEmpty() ? "" : "; " + surprise);
        Style style =
                surprise.isEmpty() ? verdictCell(one.path("outcome").asText()).style() : Style.BAD;
        return new Cell(text, style);
    }

    /** Those that were never reached come first: they are what a reader must know. */
    private void situations() {
        Map<String, Map<String, Long>> bySituation = new LinkedHashMap<>();
        List<String> heads = new ArrayList<>(List.of("situation", "least in a leg"));
        for (JsonNode leg : run.path("legs")) {
            String name =
                    leg.path("strategy").asText() + ", " + leg.path("drivers").asText();
            heads.add(name);
            leg.path("situations")
                    .properties()
                    .forEach(entry -> bySituation
                            .computeIfAbsent(entry.getKey(), first -> new LinkedHashMap<>())
                            .put(name, entry.getValue().asLong()));
        }
        if (bySituation.isEmpty()) {
            return;
        }
        page.heading("Situations reached");
        Table table = new Table("Situations", heads);
        bySituation.entrySet().stream()
                .sorted((a, b) -> Long.compare(least(a.getValue()), least(b.getValue())))
                .forEach(entry -> {
                    long least = least(entry.getValue());
                    List<Cell> cells = new ArrayList<>(List.of(
                            Cell.of(entry.getKey()),
                            least == 0 ? new Cell("never", Style.UNSURE) : Cell.number(Text.count(least))));
                    heads.stream()
                            .skip(2)
                            .forEach(leg -> cells.add(
                                    Cell.number(Text.count(entry.getValue().getOrDefault(leg, 0L)))));
                    table.row(cells);
                });
        page.table(table);
    }

    private static long least(Map<String, Long> byLeg) {
        return byLeg.values().stream().mapToLong(Long::longValue).min().orElse(0);
    }

    private void health() {
        page.heading("The tester's own health");
        List<String> lines = new ArrayList<>();
        JsonNode oracles = run.path("oracles");
        lines.add("Oracles shown to be alive: " + oracles.path("proven").size() + " of "
                + (oracles.path("proven").size() + oracles.path("missed").size()) + ".");
        oracles.path("missed").forEach(missed -> lines.add("Not shown: " + missed.asText()));
        long audits = 0;
        for (JsonNode leg : run.path("legs")) {
            audits += leg.path("audits").asLong();
            if (!leg.path("trouble").asText().isEmpty()) {
                lines.add(leg.path("strategy").asText() + ": "
                        + leg.path("trouble").asText());
            }
        }
        lines.add("Audits, at which every CPU stood still and all counts were checked: " + audits + ".");
        run.path("notes").forEach(note -> lines.add(note.asText()));
        page.list(lines);
    }

    private void environment() {
        page.heading("About this run");
        JsonNode last = run.path("segments").size() > 0
                ? run.path("segments").get(run.path("segments").size() - 1)
                : run;
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", run.path("command").asText());
        facts.put(
                "vmtorture",
                last.path("version").asText() + ", commit "
                        + last.path("commit").asText());
        facts.put("Java", last.path("jvm").asText());
        facts.put(
                "machine",
                last.path("os").asText() + ", " + last.path("arch").asText() + ", "
                        + last.path("cpus").asText() + " CPUs, heap at most "
                        + Text.bytes(last.path("heap_max").asLong()));
        facts.put("started", run.path("started").asText());
        if (run.has("ended")) {
            facts.put("ended", run.path("ended").asText());
        }
        run.path("options").properties().forEach(entry -> {
            JsonNode value = entry.getValue();
            facts.put(entry.getKey(), words(value));
        });
        if (run.path("segments").size() > 1) {
            facts.put("segments", run.path("segments").size() + " processes did this run, one after the other");
        }
        facts.values().removeIf(String::isEmpty);
        page.facts(facts);
    }

    /** Without the marks of JSON; nothing for an empty list. */
    private static String words(JsonNode value) {
        List<String> parts = new ArrayList<>();
        value.properties().forEach(entry -> parts.add(entry.getKey() + " " + words(entry.getValue())));
        if (value.isArray()) {
            value.forEach(one -> parts.add(words(one)));
        }
        return value.isContainerNode() ? String.join(", ", parts) : value.asText();
    }
}
