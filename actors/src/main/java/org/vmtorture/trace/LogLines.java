package org.vmtorture.trace;

import java.io.IOException;
import java.io.Reader;

/** The lines of a reader, none longer than {@link #LINE_MAX}: the rest of a longer one is read and dropped. */
final class LogLines {
    static final int LINE_MAX = 1 << 20;
    private static final int BUFFER = 1 << 16;

    private final Reader reader;
    private final char[] buffer = new char[BUFFER];
    private int position;
    private int limit;
    private long number;
    private boolean overlong;
    private boolean terminated;

    LogLines(Reader reader) {
        this.reader = reader;
    }

    /** The next line without its end, or null after the last. */
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        overlong = false;
        terminated = false;
        boolean any = false;
        while (!terminated && fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int room = Math.min(end - position, LINE_MAX - line.length());
            line.append(buffer, position, room);
            overlong |= room < end - position;
            terminated = end < limit;
            position = terminated ? end + 1 : end;
        }
        if (!any) {
            return null;
        }
        number++;
        int length = line.length();
        boolean carriageReturn = length > 0 && line.charAt(length - 1) == '\r';
        return line.substring(0, carriageReturn ? length - 1 : length);
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = 0;
            int read = reader.read(buffer);
            limit = Math.max(read, 0);
        }
        return position < limit;
    }

    /** Number of the line that {@link #next} returned last, from 1. */
    long number() {
        return number;
    }

    boolean overlong() {
        return overlong;
    }

    /** Whether the line had an end. strace ends every line, so one without was cut while being written or copied. */
    boolean terminated() {
        return terminated;
    }
}
