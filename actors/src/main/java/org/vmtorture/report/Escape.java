package org.vmtorture.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;

/**
 * Foreign words made harmless for where they go: names from a workload file, a trace or a command line are whatever
 * somebody wrote. {@link Text#printable} does the same for a terminal.
 */
public final class Escape {
    private static final String FORMULA = "=+-@"; // what a spreadsheet takes for the start of one

    private Escape() {}

    /** For the text of an HTML element, and for a quoted attribute; on one line. */
    public static String html(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        Text.printable(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** The same for a text of several lines, which stay lines. */
    public static String htmlLines(String text) {
        return text.lines().map(Escape::html).collect(Collectors.joining("\n"));
    }

    /** On one line, and the same value wherever it stands, be it within a script element. */
    public static String json(JsonNode node) {
        return JsonText.oneLine(node) // these five occur in strings only
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** A word as a cell of CSV, which no spreadsheet takes for a formula. */
    public static String csv(String text) {
        String cell = Text.printable(text).strip();
        if (!cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0) {
            cell = "'" + cell;
        }
        return cell.contains(",") || cell.contains("\"") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
