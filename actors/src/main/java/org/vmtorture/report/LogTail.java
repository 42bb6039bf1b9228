package org.vmtorture.report;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** The end of a log of lines, which a kill may have torn. */
final class LogTail {
    private static final int BLOCK = 4096;

    private LogTail() {}

    /**
     * Cuts off a last line that has no end, or that is no record. Returns what was cut, in words; nothing if the log
     * is whole or missing.
     */
    static Optional<String> mend(Path log, Predicate<String> record) throws IOException {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(log, READ, WRITE)) {
            long size = channel.size();
            long whole = lineStart(channel, size);
            if (whole == size && size > 0) {
                long last = lineStart(channel, size - 1);
                if (!record.test(text(channel, last, size - 1))) {
                    whole = last;
                }
            }
            if (whole == size) {
                return Optional.empty();
            }
            channel.truncate(whole);
            channel.force(true);
            return Optional.of(log.getFileName() + ": dropped 1 partial record, " + (size - whole) + " bytes");
        }
    }

    /** Where the line begins in which the byte before {@code end} lies: just after the line feed before it. */
    private static long lineStart(FileChannel channel, long end) throws IOException {
        for (long high = end; high > 0; ) {
            long low = Math.max(0, high - BLOCK);
            ByteBuffer block = read(channel, low, high);
            for (int i = block.limit() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return low + i + 1;
                }
            }
            high = low;
        }
        return 0;
    }

    private static String text(FileChannel channel, long from, long to) throws IOException {
        return StandardCharsets.UTF_8.decode(read(channel, from, to)).toString();
    }

    private static ByteBuffer read(FileChannel channel, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            assert bytes.position() <= to - from;
        }
        return bytes.flip();
    }
}
