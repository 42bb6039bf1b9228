package org.vmtorture.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What somebody who wrote a name wrong may have meant. */
final class Nearest {
    private static final int NAME_MAX = 64; // longer ones resemble nothing, and the comparison is quadratic

    private Nearest() {}

    /** The end of a message about an unknown name: the nearest known one, if any is near, and all that are known. */
    static String remedy(String wrong, Collection<String> known) {
        String all = known.isEmpty() ? "none is known" : "known: " + String.join(", ", known);
        String nearest = of(wrong, known);
        return nearest == null ? all : "did you mean " + nearest + "? " + all;
    }

    private static String of(String wrong, Collection<String> known) {
        if (wrong.length() > NAME_MAX) {
            return null;
        }
        String lower = wrong.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3))
                .orElse(null);
    }

    /** Levenshtein's: how many characters to add, drop or replace. */
    static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
