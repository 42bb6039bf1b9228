package org.vmtorture.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vmtorture.report.Escape;

/** A table of a page; what it is given is text, and escaped here. */
public final class Table {
    /** How a cell looks: never more than its words say. */
    public enum Style {
        PLAIN(""),
        NUMBER("number"),
        CODE("code"),
        GOOD("good"),
        BAD("bad"),
        UNSURE("unsure");

        private final String css;

        Style(String css) {
            this.css = css;
        }
    }

    /** One cell. */
    public record Cell(String text, Style style) {
        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }

        public static Cell number(String text) {
            return new Cell(text, Style.NUMBER);
        }
    }

    private final String caption;
    private final List<String> heads;
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param caption what it is a table of, for those who do not see it in its place
     */
    public Table(String caption, List<String> heads) {
        this.caption = caption;
        this.heads = List.copyOf(heads);
    }

    /** Adds a row; its first cell is the row's head. */
    public Table row(List<Cell> cells) {
        assert cells.size() == heads.size() : "cells=" + cells.size() + " heads=" + heads.size();
        rows.add(List.copyOf(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The same for a spreadsheet. */
    String csv() {
        StringBuilder csv = new StringBuilder(csv(heads));
        rows.forEach(row -> csv.append(csv(row.stream().map(Cell::text).toList())));
        return csv.toString();
    }

    private static String csv(List<String> cells) {
        return cells.stream().map(Escape::csv).collect(Collectors.joining(",")) + "\n";
    }

    String html() {
        StringBuilder html = new StringBuilder("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(Escape.html(caption))
                .append("\"><table>\n<thead><tr>");
        for (int i = 0; i < heads.size(); i++) {
            html.append("<th scope=\"col\"")
                    .append(isNumeric(i) ? " class=\"number\">" : ">")
                    .append(Escape.html(heads.get(i)))
                    .append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        rows.forEach(row -> html.append(line(row)));
        return html.append("</tbody></table></div>\n").toString();
    }

    /** Whether a column is one of numbers, though single cells may be words. */
    private boolean isNumeric(int column) {
        return rows.stream().anyMatch(row -> row.get(column).style() == Style.NUMBER);
    }

    private String line(List<Cell> row) {
        StringBuilder html = new StringBuilder("<tr>");
        for (int i = 0; i < row.size(); i++) {
            html.append(i == 0 ? "<th scope=\"row\"" : "<td");
            String css = row.get(i).style().css;
            if (isNumeric(i) && row.get(i).style() != Style.NUMBER) {
                css = (Style.NUMBER.css + " " + css).strip();
            }
            if (!css.isEmpty()) {
                html.append(" class=\"").append(css).append('"');
            }
            html.append('>').append(Escape.html(row.get(i).text())).append(i == 0 ? "</th>" : "</td>");
        }
        return html.append("</tr>\n").toString();
    }
}
