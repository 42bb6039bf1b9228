package org.vmtorture.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vmtorture.report.Escape;
import org.w3c.dom.Document;

/**
 * A plot as SVG within a page. Its colours are names: page.css says what each is by day and by night. Letters are drawn
 * as shapes, so that the page needs no font; who cannot see them has the table.
 */
final class Drawing {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 300;
    private static final int POINTS_WITH_MARKS_MAX = 40;

    /** Series that page.css has a colour for; the next begins again, with another mark and dash. */
    static final int COLOURS = 8;

    private static final Color GROUND = new Color(1, 2, 3);
    private static final Color INK = new Color(1, 2, 4);
    private static final Color GRID = new Color(1, 2, 5);
    private static final Marker[] MARKS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP,
        SeriesMarkers.TRIANGLE_DOWN, SeriesMarkers.CROSS, SeriesMarkers.PLUS, SeriesMarkers.OVAL
    };
    private static final float[][] DASHES = {{1, 0}, {8, 3}, {3, 3}, {10, 3, 2, 3}};
    private static final Pattern NAMESPACES = Pattern.compile(" xmlns(:xlink)?=\"[^\"]*\"");

    static {
        System.setProperty("java.awt.headless", "true"); // no window is ever opened
    }

    private Drawing() {}

    /**
     * The SVG element.
     *
     * @param id what the ids in it begin with: unique in its page
     */
    static String svg(Plot plot, String id) {
        if (plot instanceof Plot.Lines lines) {
            return svg(chart(lines), plot.title(), id);
        }
        return svg(chart((Plot.Bars) plot), plot.title(), id);
    }

    /** Whose colour and dash is whose; empty where there is one series, which the title names. */
    static String legend(Plot plot) {
        List<String> names = plot instanceof Plot.Lines lines
                ? lines.lines().stream().map(Plot.Line::name).toList()
                : ((Plot.Bars) plot).sets().stream().map(Plot.BarSet::name).toList();
        if (names.size() < 2) {
            return "";
        }
        StringBuilder html = new StringBuilder("<ul class=\"legend\">");
        for (int i = 0; i < names.size(); i++) {
            String colour = "rgb(2,2," + i % COLOURS + ")";
            html.append("<li><svg class=\"swatch\" viewBox=\"0 0 34 10\" aria-hidden=\"true\">");
            if (plot instanceof Plot.Lines) {
                html.append("<path d=\"M0 5H34\" stroke-width=\"2\" fill=\"none\" stroke=\"" + colour + "\"");
                html.append(" stroke-dasharray=\"" + dashes(i) + "\"/>");
            } else {
                html.append("<rect x=\"12\" width=\"10\" height=\"10\" fill=\"" + colour + "\"/>");
            }
            html.append("</svg>").append(Escape.html(names.get(i))).append("</li>");
        }
        return html.append("</ul>").toString();
    }

    private static String dashes(int series) {
        StringBuilder lengths = new StringBuilder();
        for (float length : dash(series)) {
            lengths.append(Math.round(length)).append(' ');
        }
        return lengths.toString().strip();
    }

    private static XYChart chart(Plot.Lines plot) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(plot.across())
                .yAxisTitle(plot.unit())
                .build();
        style(chart.getStyler(), plot.lines().size());
        chart.getStyler().setYAxisMin(0.0).setMarkerSize(5);
        for (int i = 0; i < plot.lines().size(); i++) {
            Plot.Line line = plot.lines().get(i);
            if (line.x().length == 0) {
                continue;
            }
            XYSeries series = chart.addSeries(name(line.name(), i), line.x(), line.y());
            boolean marked = line.points() || line.x().length <= POINTS_WITH_MARKS_MAX;
            series.setMarker(marked ? MARKS[i % MARKS.length] : SeriesMarkers.NONE)
                    .setLineStyle(new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash(i), 0));
            if (line.points()) {
                series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            }
        }
        return chart;
    }

    private static float[] dash(int series) {
        return DASHES[series % DASHES.length];
    }

    private static CategoryChart chart(Plot.Bars plot) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .yAxisTitle(plot.unit())
                .build();
        style(chart.getStyler(), plot.sets().size());
        chart.getStyler().setAvailableSpaceFill(0.8).setYAxisLogarithmic(plot.logarithmic());
        if (plot.logarithmic()) {
            chart.getStyler().setYAxisMin(1.0); // else bars begin at zero, which has no logarithm
        }
        chart.getStyler().setXAxisLabelRotation(plot.categories().size() > 3 ? 35 : 0);
        for (int i = 0; i < plot.sets().size(); i++) {
            List<Double> values = new ArrayList<>();
            for (double value : plot.sets().get(i).values()) {
                values.add(
                        Double.isNaN(value) ? null : Double.valueOf(plot.logarithmic() ? Math.max(1, value) : value));
            }
            chart.addSeries(name(plot.sets().get(i).name(), i), plot.categories(), values);
        }
        return chart;
    }

    /** The library tells series apart by their names. */
    private static String name(String name, int index) {
        return name.isEmpty() ? " ".repeat(index + 1) : name;
    }

    private static void style(AxesChartStyler styler, int series) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
        Color[] colours = new Color[Math.max(1, series)];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = new Color(2, 2, i % COLOURS);
        }
        styler.setAxisTitleFont(font)
                .setAxisTickLabelsFont(font)
                .setAxisTickLabelsColor(INK)
                .setAxisTickMarksColor(GRID)
                .setPlotGridLinesColor(GRID)
                .setXAxisTitleColor(INK)
                .setYAxisTitleColor(INK);
        styler.setPlotBorderColor(GRID)
                .setChartBackgroundColor(GROUND)
                .setPlotBackgroundColor(GROUND)
                .setChartFontColor(INK)
                .setLegendVisible(false) // the page has one that finds room in any width
                .setSeriesColors(colours)
                .setChartPadding(4);
    }

    private static String svg(Chart<?, ?> chart, String title, String id) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null);
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setPrecision(2);
            context.setComment(null);
            context.setIDGenerator(new SVGIDGenerator() {
                @Override
                public String generateID(String prefix) {
                    return id + "-" + super.generateID(prefix);
                }
            });
            SVGGraphics2D graphics = new SVGGraphics2D(context, false);
            chart.paint(graphics, WIDTH, HEIGHT);
            StringWriter text = new StringWriter();
            graphics.stream(text, false);
            return element(text.toString(), title);
        } catch (ParserConfigurationException | IOException impossible) {
            throw new IllegalStateException("an empty document, and a writer to memory", impossible);
        }
    }

    /** Without what stands before the element in a file of its own. */
    private static String element(String file, String title) {
        String element =
                NAMESPACES.matcher(file.substring(file.indexOf("<svg"))).replaceAll("");
        return element.replaceFirst(
                "<svg",
                "<svg role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" aria-label=\""
                        + Escape.html(title).replace("\\", "\\\\").replace("$", "\\$")
                        + "\"");
    }
}
