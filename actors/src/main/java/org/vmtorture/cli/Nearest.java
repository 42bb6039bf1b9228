package org.vmtorture.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** The name that was probably meant. */
final class Nearest {
    private Nearest() {}

    /** A complaint about a name that nobody knows, with the nearest that somebody does, and all of them. */
    static Complaint unknown(String where, String kind, String name, Collection<String> known) {
        return new Complaint(
                where + ": unknown " + kind + "; " + suggestion(name, known) + "known: " + String.join(", ", known));
    }

    /** The nearest name as a question with a blank after it, or nothing. */
    static String suggestion(String name, Collection<String> known) {
        int far = Math.max(2, name.length() / 3);
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= far)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .stream()
                .collect(Collectors.joining("", "did you mean ", "? "))
                .replace("did you mean ? ", "");
    }

    /** Levenshtein's: insertions, deletions and changes of a letter. */
    static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
