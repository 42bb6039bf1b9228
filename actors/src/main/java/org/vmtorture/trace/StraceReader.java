package org.vmtorture.trace;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vmtorture.trace.StraceLine.Kind;

/**
 * Reads what {@code strace} wrote, with or without {@code -f}, {@code -y}, {@code -yy}, {@code -t}, {@code -tt},
 * {@code -ttt}, {@code -r}, {@code -T}, from a file of {@code -o} or from the terminal. Line by line: memory is bounded
 * by the living processes, their mappings, and the events. Pages are of 4096 bytes.
 */
public final class StraceReader {
    /** By here a strace log must have shown one system call. */
    private static final int PREAMBLE_MAX = 1000;

    private static final int GZIP = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    public StraceReader() {}

    public StraceLog read(Path path) {
        String source = path.toString();
        if (Files.isDirectory(path)) {
            throw new TraceFormatException(source, "is a directory", "name a file, and " + TraceFormatException.REMEDY);
        }
        if (!Files.exists(path)) {
            throw new TraceFormatException(source, "no such file", TraceFormatException.REMEDY);
        }
        // strace escapes what is not ASCII; with Latin-1 the bytes of other files do no harm, and gzip shows.
        try (Reader reader = new InputStreamReader(Files.newInputStream(path), StandardCharsets.ISO_8859_1)) {
            return read(source, reader);
        } catch (IOException unreadable) {
            throw new TraceFormatException(source, "cannot be read", "check its permissions");
        }
    }

    /** Reads a log from an open reader, which stays open; {@code source} is its name in messages. */
    public StraceLog read(String source, Reader reader) {
        LogLines lines = new LogLines(reader);
        Journal journal = new Journal(source);
        Machine machine = new Machine(journal);
        LineLexer lexer = new LineLexer();
        try {
            boolean recognised = false;
            boolean blank = true;
            for (String text = lines.next(); text != null; text = lines.next()) {
                if (lines.number() == 1) {
                    refuseCompressed(source, text);
                }
                StraceLine line = lexer.lex(lines.number(), text);
                recognised |= line.kind() != Kind.GARBLED && line.kind() != Kind.NOTE;
                blank &= text.isBlank();
                if (!recognised && (lines.number() >= PREAMBLE_MAX || text.indexOf('\0') >= 0)) {
                    throw notStrace(source, lines.number(), text);
                }
                step(machine, journal, lines, line);
            }
            if (blank) {
                throw new TraceFormatException(source, "is empty", TraceFormatException.REMEDY);
            }
            if (!recognised) {
                throw new TraceFormatException(
                        source, "not a strace log: no line is a system call", TraceFormatException.REMEDY);
            }
        } catch (IOException unreadable) {
            throw new TraceFormatException(source, lines.number() + 1, "cannot be read", "check the disk");
        }
        machine.finish();
        return journal.log(lexer.timed(), lines.number());
    }

    private static void step(Machine machine, Journal journal, LogLines lines, StraceLine line) {
        if (lines.overlong()) {
            journal.skip(line, Skipped.Reason.TOO_LONG);
        } else if (!lines.terminated() && isCut(line)) {
            journal.skip(line, Skipped.Reason.TRUNCATED);
        } else {
            machine.step(line);
        }
    }

    /** Of a line without an end only the one that says how it ends is whole: a result may have lost digits. */
    private static boolean isCut(StraceLine line) {
        return switch (line.kind()) {
            case NOTE -> false;
            case EXITED -> !line.rest().endsWith(" +++");
            default -> true;
        };
    }

    private static void refuseCompressed(String source, String text) {
        boolean gzip = text.length() > 1
                && text.charAt(0) == GZIP
                && (text.charAt(1) == GZIP_SECOND || text.charAt(1) == '\ufffd');
        if (gzip) {
            throw new TraceFormatException(source, "is gzip-compressed", "decompress first, with: gunzip");
        }
        boolean zstd = text.startsWith("(\u00b5/\u00fd");
        boolean xz = text.startsWith("\u00fd7zXZ");
        boolean zip = text.startsWith("PK\u0003\u0004");
        boolean bzip2 = text.startsWith("BZh");
        if (zstd || xz || zip || bzip2) {
            throw new TraceFormatException(source, "is compressed", "decompress first");
        }
    }

    private static TraceFormatException notStrace(String source, long number, String text) {
        String what = text.indexOf('\0') >= 0
                ? "not a strace log: binary data"
                : "not a strace log: \"" + Skipped.printable(text, Skipped.TEXT_MAX) + "\"";
        return new TraceFormatException(source, number, what, TraceFormatException.REMEDY);
    }
}
