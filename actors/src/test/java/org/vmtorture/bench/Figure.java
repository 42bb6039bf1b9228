package org.vmtorture.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param bound as text; empty where the figure is there to be known and holds nothing
 */
record Figure(String name, double value, String bound, boolean holds) {
    private static final String COLUMNS = "%-66s %9s %8s  %s%n";

    static Figure atMost(String name, double value, double bound) {
        return new Figure(name, value, "<= " + plain(bound), value <= bound); // NaN holds nothing
    }

    static Figure atLeast(String name, double value, double bound) {
        return new Figure(name, value, ">= " + plain(bound), value >= bound);
    }

    static Figure known(String name, double value) {
        return new Figure(name, value, "", true);
    }

    static void head() {
        System.out.printf(COLUMNS, "figure", "value", "bound", "holds");
    }

    Figure print() {
        String text = value == Math.rint(value) ? plain(value) : String.format(Locale.ROOT, "%.3f", value);
        System.out.printf(COLUMNS, name, text, bound, bound.isEmpty() ? "-" : holds ? "yes" : "NO");
        return this;
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
