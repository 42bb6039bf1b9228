package org.vmtorture.trace;

/**
 * Turns the time of a line, in whichever of strace's forms, into microseconds since the first line.
 *
 * <p>The forms: {@code -ttt} seconds since 1970 with a fraction, {@code -t} and {@code -tt} time of day, {@code -r}
 * seconds since the line before. Only {@code -r} begins near zero, which is how it is told from {@code -ttt}.
 */
final class Timestamps {
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;
    private static final long RELATIVE_MAX = 100_000_000 * SECOND; // 1973, before strace; three years between two lines
    private static final int DIGITS_MAX = 12;

    private enum Form {
        NONE,
        RELATIVE,
        ABSOLUTE,
        DAYTIME
    }

    private Form form = Form.NONE;
    private long origin;
    private long last;
    private long midnights;
    private boolean timedBefore;

    boolean timed() {
        return form != Form.NONE;
    }

    /** Microseconds at the line before, for a line that has no time of its own. */
    long last() {
        return last;
    }

    /** Takes the time in {@code word} and returns true, or returns false if it is no time. */
    boolean accept(String word) {
        boolean daytime = word.indexOf(':') > 0;
        long value = daytime ? daytime(word) : decimal(word);
        if (value < 0) {
            return false;
        }
        if (form == Form.NONE) {
            form = daytime ? Form.DAYTIME : value < RELATIVE_MAX ? Form.RELATIVE : Form.ABSOLUTE;
            origin = value;
        } else if (daytime != (form == Form.DAYTIME)) {
            return false;
        }
        last = switch (form) {
            case RELATIVE -> timedBefore ? last + Math.min(value, RELATIVE_MAX) : 0;
            case DAYTIME -> sinceOrigin(value);
            default -> Math.max(last, value - origin); // a clock set back must not turn the order round
        };
        timedBefore = true;
        return true;
    }

    private long sinceOrigin(long daytime) {
        long since = daytime - origin + midnights * DAY;
        if (last - since > DAY / 2) {
            midnights++;
            since += DAY;
        }
        return Math.max(last, since);
    }

    private static long daytime(String word) {
        int minutes = word.indexOf(':');
        int seconds = word.indexOf(':', minutes + 1);
        if (minutes != 2 || seconds != 5) {
            return -1;
        }
        long hour = digits(word, 0, minutes);
        long minute = digits(word, minutes + 1, seconds);
        long second = decimal(word.substring(seconds + 1));
        return hour < 0 || minute < 0 || second < 0 ? -1 : (hour * 3600 + minute * 60) * SECOND + second;
    }

    /** {@code 12.345678} as 12345678; further digits are cut, missing ones are zero. */
    private static long decimal(String word) {
        int point = word.indexOf('.');
        long whole = digits(word, 0, point < 0 ? word.length() : point);
        if (whole < 0 || point < 0) {
            return whole < 0 ? -1 : whole * SECOND;
        }
        long fraction = digits(word, point + 1, word.length());
        if (fraction < 0) {
            return -1;
        }
        int places = word.length() - point - 1;
        for (; places < 6; places++) {
            fraction *= 10;
        }
        for (; places > 6; places--) {
            fraction /= 10;
        }
        return whole * SECOND + fraction;
    }

    private static long digits(String word, int from, int to) {
        if (from >= to || to - from > DIGITS_MAX) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = word.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
