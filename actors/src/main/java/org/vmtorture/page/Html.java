package org.vmtorture.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vmtorture.page.Table.Cell;
import org.vmtorture.report.Escape;
import org.vmtorture.report.Text;

/** A page as it grows. Whatever is given as text is escaped here, wherever it came from. */
public final class Html {
    private final StringBuilder body = new StringBuilder();

    public Html heading(String text) {
        return line("<h2>" + Escape.html(text) + "</h2>");
    }

    public Html subheading(String text) {
        return line("<h3>" + Escape.html(text) + "</h3>");
    }

    public Html paragraph(String text) {
        return line("<p>" + Escape.html(text) + "</p>");
    }

    /** A sentence that must not be missed. */
    public Html verdict(String text, Table.Style style) {
        return line("<p class=\"verdict " + style.name().toLowerCase(Locale.ROOT) + "\">" + Escape.html(text) + "</p>");
    }

    public Html list(List<String> items) {
        line("<ul>");
        items.forEach(item -> line("<li>" + Escape.html(item) + "</li>"));
        return line("</ul>");
    }

    /** Names and what they stand for. */
    public Html facts(Map<String, String> facts) {
        line("<dl>");
        facts.forEach((name, value) -> line("<dt>" + Escape.html(name) + "</dt><dd>" + Escape.html(value) + "</dd>"));
        return line("</dl>");
    }

    /** Lines as they are. */
    public Html verbatim(String text) {
        return line("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"text\"><pre>"
                + Escape.htmlLines(text) + "</pre></div>");
    }

    public Html table(Table table) {
        body.append(table.html());
        return this;
    }

    /** What most readers need not see; open to all who want to. */
    public Html folded(String summary, Html inside) {
        line("<details><summary>" + Escape.html(summary) + "</summary>");
        body.append(inside.body);
        return line("</details>");
    }

    /** Figures, beside each other where there is room. */
    public Html figures(Html inside) {
        line("<div class=\"plots\">");
        body.append(inside.body);
        return line("</div>");
    }

    /** A plot, and below it its numbers. Its title is its own within the page. */
    public Html plot(Plot plot) {
        line("<figure><figcaption>" + Escape.html(plot.title()) + "</figcaption>");
        line("<div class=\"plot\" role=\"region\" tabindex=\"0\" aria-label=\"plot\">" + drawn(plot) + "</div>");
        body.append(Drawing.legend(plot)).append('\n');
        Table numbers = numbers(plot);
        folded("The numbers", new Html().table(numbers).file(plot.title(), numbers.csv()));
        return line("</figure>");
    }

    /** Numbers for other programs: within the page itself, so that it still is one file. */
    private Html file(String title, String csv) {
        String name =
                title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String data = URLEncoder.encode(csv, StandardCharsets.UTF_8).replace("+", "%20");
        return line(
                "<p><a download=\"" + name + ".csv\" href=\"data:text/csv;charset=utf-8," + data + "\">CSV</a></p>");
    }

    /** A JVM without fonts, or without the half of AWT that draws them, draws nothing: the numbers are there. */
    private String drawn(Plot plot) {
        try {
            return Drawing.svg(plot, "plot-" + Integer.toHexString(plot.title().hashCode()));
        } catch (RuntimeException | LinkageError | InternalError unable) {
            return "<p>Not drawn by this Java (" + Escape.html(unable.toString()) + "). The numbers are below.</p>";
        }
    }

    private static Table numbers(Plot plot) {
        if (plot instanceof Plot.Bars bars) {
            List<String> heads = new ArrayList<>(List.of(""));
            bars.sets().forEach(set -> heads.add(set.name()));
            Table table = new Table(plot.title() + ", " + plot.unit(), heads);
            for (int i = 0; i < bars.categories().size(); i++) {
                List<Cell> row =
                        new ArrayList<>(List.of(Cell.of(bars.categories().get(i))));
                for (Plot.BarSet set : bars.sets()) {
                    row.add(Cell.number(number(set.values()[i])));
                }
                table.row(row);
            }
            return table;
        }
        return numbers((Plot.Lines) plot);
    }

    private static Table numbers(Plot.Lines plot) {
        List<String> heads = new ArrayList<>(List.of(plot.across()));
        TreeMap<Double, Map<Integer, Double>> byX = new TreeMap<>();
        for (int i = 0; i < plot.lines().size(); i++) {
            Plot.Line line = plot.lines().get(i);
            heads.add(line.name().isEmpty() ? plot.unit() : line.name());
            for (int j = 0; j < line.x().length; j++) {
                byX.computeIfAbsent(line.x()[j], at -> new TreeMap<>()).put(i, line.y()[j]);
            }
        }
        Table table = new Table(plot.title() + ", " + plot.unit(), heads);
        for (Double x : new TreeSet<>(byX.keySet())) {
            List<Cell> row = new ArrayList<>(List.of(Cell.number(number(x))));
            for (int i = 0; i < plot.lines().size(); i++) {
                Double y = byX.get(x).get(i);
                row.add(Cell.number(y == null ? "" : number(y)));
            }
            table.row(row);
        }
        return table;
    }

    /** Figures that can be compared down a column. */
    public static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e7;
        return whole
                ? Long.toString((long) value)
                : Math.abs(value) < 1000 ? String.format(Locale.ROOT, "%.2f", value) : Text.count(value);
    }

    private Html line(String html) {
        body.append(html).append('\n');
        return this;
    }

    /** The whole file. */
    public String page(String title, String subtitle) {
        return Template.PAGE
                .replace("{{css}}", Template.CSS)
                .replace("{{title}}", Escape.html(title))
                .replace("{{subtitle}}", Escape.html(subtitle))
                .replace("{{body}}", body);
    }
}
