package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A trace as text: a column for each actor, time going down. */
final class Columns {
    private static final int STEP_WIDTH = 6;
    private static final int WIDTH_MIN = 12;
    private static final String GAP = "  ";
    private static final String INDENT = "  ";
    private static final int NOTES_MAX = 12;

    private final Trace trace;
    private final int columns;
    private final int width;

    Columns(Trace trace, int columns) {
        this.trace = trace;
        this.columns = columns;
        int actors = Math.max(1, trace.actors().size());
        this.width = Math.max(WIDTH_MIN, (columns - STEP_WIDTH) / actors - GAP.length());
    }

    /** At most so many lines: first cells get shorter, then rows in the middle are left out. */
    List<String> lines(int most) {
        int notes = NOTES_MAX;
        List<List<String>> rows = rows(Integer.MAX_VALUE);
        int room = most - 1 - (trace.end().isEmpty() ? 0 : 1);
        while (size(rows) > room && notes > 0) {
            rows = rows(notes--);
        }
        int left = 0;
        while (size(rows) > room - (left > 0 ? 1 : 0) && rows.size() > 2) {
            rows.remove(rows.size() / 2);
            left++;
        }
        var lines = new ArrayList<String>();
        lines.add(line("step", trace.actors()));
        int middle = (rows.size() + left) / 2;
        for (int i = 0; i < rows.size(); i++) {
            if (left > 0 && i == Math.min(middle, rows.size() - 1)) {
                lines.add(INDENT + left + " rows left out; a replay prints them all");
            }
            lines.addAll(rows.get(i));
        }
        if (!trace.end().isEmpty()) {
            lines.add(clip(INDENT + trace.end(), columns));
        }
        return lines;
    }

    private static int size(List<List<String>> rows) {
        return rows.stream().mapToInt(List::size).sum();
    }

    private List<List<String>> rows(int notesMax) {
        var rows = new ArrayList<List<String>>();
        for (Trace.Row row : trace.rows()) {
            var cell = new ArrayList<>(wrap(row.head(), "    "));
            int all = row.notes().size();
            // the last ones say where the actor stood when another went on
            int skipped = all <= notesMax ? 0 : all - notesMax;
            if (skipped > 0) {
                cell.add(INDENT + "(" + skipped + " more)");
            }
            for (String note : row.notes().subList(skipped, all)) {
                cell.addAll(wrap(INDENT + note, "    "));
            }
            if (row.violates()) {
                cell.add(INDENT + trace.kind());
            }
            var lines = new ArrayList<String>();
            for (int i = 0; i < cell.size(); i++) {
                var cells = new String[trace.actors().size()];
                Arrays.fill(cells, "");
                cells[row.actor()] = cell.get(i);
                boolean last = row.violates() && i == cell.size() - 1;
                lines.add(line(last ? "->" : i == 0 ? Integer.toString(row.step()) : "", List.of(cells)));
            }
            rows.add(lines);
        }
        return rows;
    }

    private String line(String step, List<String> cells) {
        var line = new StringBuilder(" ".repeat(Math.max(0, STEP_WIDTH - 1 - step.length())));
        line.append(step).append(' ');
        for (String cell : cells) {
            line.append(GAP).append(cell).append(" ".repeat(Math.max(0, width - cell.length())));
        }
        return line.toString().stripTrailing();
    }

    /** On lines no wider than a cell. */
    private List<String> wrap(String text, String indent) {
        var lines = new ArrayList<String>();
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > indent.length() ? blank : width;
            lines.add(rest.substring(0, end));
            rest = indent + rest.substring(end).strip();
        }
        lines.add(rest);
        return lines;
    }

    private static String clip(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, columns - 1) + "~";
    }
}
