package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** How numbers, times and foreign words are written for people. */
public final class Text {
    /** What an old terminal is wide, and what everything but a log line keeps to. */
    public static final int COLUMNS = 80;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final String[] STEPS = {"", "k", "M", "G", "T", "P"};

    private Text() {}

    /** On one line and without control characters: a name from a file may carry escapes that a terminal would obey. */
    public static String printable(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> {
                    if (Character.isWhitespace(c)) {
                        kept.append(' ');
                    }
                }
                case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> kept.append(' ');
                default -> kept.appendCodePoint(c);
            }
        });
        return kept.toString();
    }

    /** In at most {@code columns}, with a tilde in the last one if something had to go. */
    static String clip(String text, int columns) {
        return text.length() <= columns ? text : text.substring(0, Math.max(0, columns - 1)) + "~";
    }

    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - text.length()));
    }

    static String padLeft(String text, int columns) {
        return " ".repeat(Math.max(0, columns - text.length())) + text;
    }

    public static String count(long value) {
        return count((double) value);
    }

    /** Three figures and a power of a thousand: 998, 1.51M, 41.7G. */
    public static String count(double value) {
        double scaled = value;
        int step = 0;
        while (scaled >= 999.5 && step < STEPS.length - 1) {
            scaled /= 1000;
            step++;
        }
        String figures;
        if (step == 0) {
            figures = String.format(Locale.ROOT, "%.0f", scaled);
        } else if (scaled < 9.995) {
            figures = String.format(Locale.ROOT, "%.2f", scaled);
        } else if (scaled < 99.95) {
            figures = String.format(Locale.ROOT, "%.1f", scaled);
        } else {
            figures = String.format(Locale.ROOT, "%.0f", scaled);
        }
        return figures + STEPS[step];
    }

    /** Violations are counted exactly as long as that is readable. */
    public static String exact(long value) {
        return value < 100_000 ? Long.toString(value) : count(value);
    }

    /** hh:mm:ss, the hours as many as there are. */
    public static String clock(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.max(0, nanos));
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** As {@code --for} takes it: 1h30m, 56s, 2.5s. */
    public static String duration(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        StringBuilder text = new StringBuilder();
        if (millis >= 3_600_000) {
            text.append(millis / 3_600_000).append('h');
        }
        if (millis / 60_000 % 60 > 0) {
            text.append(millis / 60_000 % 60).append('m');
        }
        long rest = millis % 60_000;
        if (rest > 0 || text.isEmpty()) {
            text.append(rest / 1000);
            if (rest % 1000 > 0) {
                text.append('.')
                        .append(String.format(Locale.ROOT, "%03d", rest % 1000).replaceAll("0+$", ""));
            }
            text.append('s');
        }
        return text.toString();
    }

    /** Without a trailing {@code .0}. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    public static String bytes(long bytes) {
        return bytes >= 1L << 30
                ? String.format(Locale.ROOT, "%.1fG", bytes / (double) (1L << 30))
                : (bytes >> 20) + "M";
    }

    /**
     * Words on lines of at most {@code columns}; a word is never broken. Lines after the first begin with {@code
     * indent}.
     */
    public static List<String> wrap(String text, int columns, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        boolean fresh = true;
        for (String word : BLANKS.split(text.strip(), -1)) {
            if (!fresh && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Words after a label, lines after the first indented as far. */
    static List<String> paragraph(String label, String text) {
        int indent = Math.max(label.length(), 2);
        List<String> lines = new ArrayList<>(wrap(printable(text), COLUMNS - indent, ""));
        for (int i = 0; i < lines.size(); i++) {
            lines.set(i, (i == 0 ? label : " ".repeat(indent)) + lines.get(i));
        }
        return lines;
    }
}
