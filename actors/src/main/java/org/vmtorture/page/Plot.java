package org.vmtorture.page;

import java.util.List;

/** Numbers to be drawn, and to be read as a table. */
public sealed interface Plot {
    /** What it shows, in a few words. */
    String title();

    /** What its vertical axis counts, with its unit. */
    String unit();

    /** A line through points, or the points alone. */
    record Line(String name, double[] x, double[] y, boolean points) {
        public Line {
            assert x.length == y.length : "x=" + x.length + " y=" + y.length;
        }
    }

    /**
     * Lines over one axis.
     *
     * @param across what the horizontal axis counts, with its unit
     */
    record Lines(String title, String across, String unit, List<Line> lines) implements Plot {
        public Lines {
            lines = List.copyOf(lines);
        }
    }

    /** One set of bars, one for each category; NaN where there is none. */
    record BarSet(String name, double[] values) {}

    /**
     * Bars side by side.
     *
     * @param logarithmic whether each step up the axis is ten times the last
     */
    record Bars(String title, String unit, boolean logarithmic, List<String> categories, List<BarSet> sets)
            implements Plot {
        public Bars {
            categories = List.copyOf(categories);
            sets = List.copyOf(sets);
        }
    }
}
