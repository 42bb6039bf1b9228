package org.vmtorture.check;

import java.util.ArrayList;
import java.util.List;

/**
 * The first place where the model does not do what a kernel did.
 *
 * @param where file and line, or column and step
 * @param what was done there
 * @param expected what the kernel gave, item by item; the items of {@code actual} stand under them
 * @param actual what the model gave
 * @param before what was done just before, oldest first
 */
public record Difference(String where, String what, List<String> expected, List<String> actual, List<String> before) {
    /** As a diff, for people: the kernel's line, the model's, marks under what differs, and what came before. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(where + ": " + what);
        StringBuilder kernel = new StringBuilder("  kernel  ");
        StringBuilder model = new StringBuilder("  model   ");
        StringBuilder marks = new StringBuilder("          ");
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String left = i < expected.size() ? expected.get(i) : "-";
            String right = i < actual.size() ? actual.get(i) : "-";
            int width = Math.max(left.length(), right.length()) + 2;
            kernel.append(padded(left, width));
            model.append(padded(right, width));
            marks.append(padded(left.equals(right) ? "" : "^".repeat(Math.max(1, right.length())), width));
        }
        lines.add(kernel.toString().stripTrailing());
        lines.add(model.toString().stripTrailing());
        lines.add(marks.toString().stripTrailing());
        if (!before.isEmpty()) {
            lines.add("  before it:");
            before.forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
