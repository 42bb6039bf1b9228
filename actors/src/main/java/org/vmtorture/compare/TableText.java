package org.vmtorture.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.vmtorture.report.Text;

/** The decision table on a terminal of 80 columns. */
public final class TableText {
    private static final String INDENT = "  ";

    private TableText() {}

    /** The lines of a document that {@link DecisionTable} made. */
    public static List<String> of(JsonNode table) {
        List<String> lines = new ArrayList<>();
        for (Columns part : Columns.of(table)) {
            lines.add(part.title());
            rows(part, table.path("strategies"), lines);
            part.notes()
                    .forEach(note -> Text.wrap(note, Text.COLUMNS - INDENT.length(), "")
                            .forEach(line -> lines.add(INDENT + line)));
            lines.add("");
        }
        return lines;
    }

    /** Columns that find no room go into a second block, under the strategies again. */
    private static void rows(Columns part, JsonNode strategies, List<String> lines) {
        List<List<String>> cells = new ArrayList<>(List.of(part.heads()));
        List<String> names = new ArrayList<>(List.of("strategy"));
        strategies.forEach(strategy -> {
            names.add(strategy.path("id").asText());
            cells.add(part.row().apply(strategy));
        });
        int first = 0;
        while (first < part.heads().size()) {
            int width = widest(names) + INDENT.length();
            int end = first;
            while (end < part.heads().size()
                    && (end == first || width + 2 + widest(column(cells, end)) <= Text.COLUMNS)) {
                width += 2 + widest(column(cells, end));
                end++;
            }
            for (int row = 0; row < cells.size(); row++) {
                StringBuilder line = new StringBuilder(INDENT);
                line.append(String.format("%-" + widest(names) + "s", names.get(row)));
                for (int i = first; i < end; i++) {
                    line.append("  ")
                            .append(String.format(
                                    "%" + widest(column(cells, i)) + "s",
                                    cells.get(row).get(i)));
                }
                lines.add(line.toString());
            }
            first = end;
        }
    }

    private static List<String> column(List<List<String>> cells, int column) {
        return cells.stream().map(row -> row.get(column)).toList();
    }

    private static int widest(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(1);
    }
}
