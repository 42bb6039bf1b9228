package org.vmtorture.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and times from the command line, each with its range. */
final class Quantity {
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h|d)");
    private static final Pattern TIME = Pattern.compile("(?:" + PART.pattern() + ")+");
    private static final Duration TIME_MIN = Duration.ofSeconds(1);
    private static final Duration TIME_MAX = Duration.ofDays(30);

    private Quantity() {}

    static int whole(String option, String text, int min, int max) {
        String range = "must be a whole number from " + min + " to " + max;
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notWhole) {
            throw new Complaint(option + " " + text + ": " + range);
        }
        throw new Complaint(option + " " + text + ": " + range);
    }

    static double fraction(String option, String text) {
        try {
            double value = new BigDecimal(text).doubleValue(); // takes neither NaN nor 0x1p3 nor 1f
            if (value >= 0 && value <= 1) {
                return value == 0 ? 0 : value;
            }
        } catch (NumberFormatException notNumber) {
            throw new Complaint(option + " " + text + ": must be a number from 0 to 1");
        }
        throw new Complaint(option + " " + text + ": must be from 0 to 1");
    }

    static long seed(String option, String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException notNumber) {
            throw new Complaint(option + " " + text + ": must be a whole number of 64 bits, decimal or 0x...");
        }
    }

    static Duration time(String option, String text) {
        if (!TIME.matcher(text).matches()) {
            throw new Complaint(option + " " + text + ": must be a time such as 10s, 5m, 2h or 1h30m");
        }
        double millis = 0;
        for (Matcher part = PART.matcher(text); part.find(); ) {
            millis += Double.parseDouble(part.group(1)) * millis(part.group(2));
        }
        Duration time = Duration.ofMillis((long) Math.min(millis, TIME_MAX.toMillis() + 1.0));
        if (time.compareTo(TIME_MIN) < 0 || time.compareTo(TIME_MAX) > 0) {
            throw new Complaint(option + " " + text + ": must be from 1s to 30d");
        }
        return time;
    }

    private static long millis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}
