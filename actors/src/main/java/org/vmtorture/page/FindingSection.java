package org.vmtorture.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmtorture.page.Table.Cell;
import org.vmtorture.report.Text;

/** The findings of a run: what was said of each, and what its actors did, a lane for each. */
final class FindingSection {
    private static final int SHOWN_MAX = 60; // in full; a reader of more looks into the directory

    private final RunFiles files;

    FindingSection(RunFiles files) {
        this.files = files;
    }

    void write(Html page) {
        page.heading("Findings");
        List<RunFiles.Found> findings = files.findings();
        if (findings.isEmpty()) {
            page.paragraph("None was written.");
            return;
        }
        page.table(overview(findings));
        if (files.run().has("flood")) {
            page.paragraph(
                    "And " + files.run().path("flood").asText() + " more titles, listed in findings/FLOOD/titles.txt.");
        }
        findings.stream().limit(SHOWN_MAX).forEach(found -> one(page, found));
        if (findings.size() > SHOWN_MAX) {
            page.paragraph((findings.size() - SHOWN_MAX) + " more are in the run's directory, below findings/.");
        }
    }

    private static Table overview(List<RunFiles.Found> findings) {
        Table table =
                new Table("Findings", List.of("id", "title", "kind", "strategy", "where", "first seen", "how often"));
        for (RunFiles.Found found : findings) {
            JsonNode json = found.json();
            boolean soak = json.has("at_ms");
            table.row(List.of(
                    new Cell(json.path("id").asText(), Table.Style.CODE),
                    Cell.of(json.path("title").asText()),
                    Cell.of(json.path("kind").asText()),
                    Cell.of(json.path("strategy").asText()),
                    Cell.of(
                            soak
                                    ? json.path("drivers").asText() + " drivers"
                                    : json.path("scenario").asText()),
                    Cell.of(
                            soak
                                    ? Text.duration(json.path("at_ms").asLong() * 1_000_000) + " into the soak"
                                    : json.path("first").asText()),
                    Cell.of(soak ? Text.exact(json.path("count").asLong()) : "whenever it is replayed")));
        }
        return table;
    }

    private static void one(Html page, RunFiles.Found found) {
        JsonNode json = found.json();
        Html inside = new Html();
        if (json.path("interleaving").size() > 0) {
            inside.subheading("The execution, a lane for each actor, from top to bottom in time");
            inside.table(interleaving(json));
            inside.paragraph(json.path("end").asText());
        } else if (json.path("histories").size() > 0) {
            inside.subheading("Last operations of each actor; rows of two lanes are not of one moment");
            inside.table(histories(json));
        }
        if (!found.report().isEmpty()) {
            inside.subheading("report.txt");
            inside.verbatim(found.report());
        }
        inside.subheading("To run it again");
        inside.verbatim(json.path("repro").path("cmd").asText());
        page.folded(
                json.path("title").asText() + " (strategy "
                        + json.path("strategy").asText() + ", "
                        + json.path("id").asText() + ")",
                inside);
    }

    /** Each actor's operations end with the violation, so the lanes are filled from below. */
    private static Table histories(JsonNode json) {
        List<String> actors = new ArrayList<>();
        List<List<String>> lanes = new ArrayList<>();
        int rows = 0;
        for (JsonNode history : json.path("histories")) {
            actors.add(history.path("actor").asText());
            List<String> lane = new ArrayList<>();
            history.path("operations").forEach(operation -> lane.add(operation.asText()));
            lanes.add(lane);
            rows = Math.max(rows, lane.size());
        }
        Table table = new Table("Last operations", actors);
        for (int row = 0; row < rows; row++) {
            List<Cell> cells = new ArrayList<>();
            for (List<String> lane : lanes) {
                int at = lane.size() - rows + row;
                cells.add(new Cell(at < 0 ? "" : lane.get(at), Table.Style.CODE));
            }
            table.row(cells);
        }
        return table;
    }

    private static Table interleaving(JsonNode json) {
        Set<String> actors = new LinkedHashSet<>();
        json.path("interleaving").forEach(row -> actors.add(row.path("actor").asText()));
        List<String> heads = new ArrayList<>(List.of("step"));
        heads.addAll(actors);
        Table table = new Table("Interleaving", heads);
        for (JsonNode row : json.path("interleaving")) {
            Map<String, String> lanes = new LinkedHashMap<>();
            actors.forEach(actor -> lanes.put(actor, ""));
            lanes.put(row.path("actor").asText(), words(row));
            List<Cell> cells =
                    new ArrayList<>(List.of(Cell.number(row.path("step").asText())));
            lanes.values().forEach(text -> cells.add(new Cell(text, Table.Style.CODE)));
            table.row(cells);
        }
        return table;
    }

    private static String words(JsonNode row) {
        StringBuilder words = new StringBuilder(row.path("op").asText());
        words.append(row.path("goes_on").asBoolean() ? ", in part" : "");
        row.path("notes").forEach(note -> words.append("  <-- ").append(note.asText()));
        return words.toString();
    }
}
