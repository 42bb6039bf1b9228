package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is no log gets one line: what, where, what would be right. */
class BadInputTest {
    private static final String RECORD = "record with: strace -f -ttt -y -o FILE PROGRAM";
    private static final String MMAP = "7 mmap(NULL, 1, PROT_READ, MAP_SHARED, 3</dev/x>, 0) = 0x10000\n";

    @TempDir
    private Path folder;

    private String message(byte[] content) throws IOException {
        Path file = folder.resolve("log");
        Files.write(file, content);
        return message(file);
    }

    private String message(String content) throws IOException {
        return message(content.getBytes(StandardCharsets.UTF_8));
    }

    private String message(Path file) {
        var thrown =
                assertThatExceptionOfType(TraceFormatException.class).isThrownBy(() -> new StraceReader().read(file));
        String[] message = new String[1];
        thrown.satisfies(refused -> message[0] = refused.getMessage());
        assertThat(message[0]).doesNotContain("\n").startsWith(file.toString());
        return message[0].substring(file.toString().length());
    }

    @Test
    void noFile() {
        assertThat(message(folder.resolve("none"))).isEqualTo(": no such file; " + RECORD);
    }

    @Test
    void folder() {
        assertThat(message(folder)).isEqualTo(": is a directory; name a file, and " + RECORD);
    }

    @Test
    void empty() throws IOException {
        assertThat(message("")).isEqualTo(": is empty; " + RECORD);
        assertThat(message("\n\n")).isEqualTo(": is empty; " + RECORD);
    }

    @Test
    void gzip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(MMAP.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(message(bytes.toByteArray())).isEqualTo(": is gzip-compressed; decompress first, with: gunzip");
    }

    @Test
    void binary() throws IOException {
        assertThat(message(new byte[] {127, 'E', 'L', 'F', 2, 1, 1, 0, 0}))
                .isEqualTo(":1: not a strace log: binary data; " + RECORD);
        assertThat(message(new byte[] {(byte) 0x80, 27, 13})).contains("not a strace log");
    }

    @Test
    void text() throws IOException {
        assertThat(message("Dear reader,\nthis is no log.\n"))
                .isEqualTo(": not a strace log: no line is a system call; " + RECORD);
        assertThat(message("\u001b[31mlorem ipsum\u0007\n".repeat(2000)))
                .isEqualTo(":1000: not a strace log: \"[31mlorem ipsum\"; " + RECORD);
    }

    @Test
    void unreadable() {
        Reader broken = new Reader() {
            @Override
            public int read(char[] buffer, int offset, int length) throws IOException {
                throw new IOException("bad sector");
            }

            @Override
            public void close() {}
        };
        assertThatExceptionOfType(TraceFormatException.class)
                .isThrownBy(() -> new StraceReader().read("log\n\u001b[2J", broken))
                .withMessage("log[2J:1: cannot be read; check the disk");
    }

    @Test
    void aLogWithoutKernelMemoryIsALog() {
        StraceLog log =
                Logs.read("7 execve(\"/a\", [\"a\"], 0x7ffe) = 0\n7 read(0, \"\", 1) = 0\n7 +++ exited with 0 +++\n");
        assertThat(log.areas()).isZero();
        assertThat(log.events()).isEmpty();
        assertThat(log.lines()).isEqualTo(3);
        assertThat(log.linesUsed()).isEqualTo(2);
        assertThat(log.unusable()).isEmpty();
    }

    @Test
    void outputOfTheProgramAmongTheLinesIsSkipped() {
        StraceLog log = Logs.read("hello\u001b[2J world " + "x".repeat(100) + "\n" + MMAP);
        assertThat(log.mappings()).isEqualTo(1);
        assertThat(log.skipped()).hasSize(1);
        Skipped skip = log.skipped().get(0);
        assertThat(skip.line()).isEqualTo(1);
        assertThat(skip.reason()).hasToString("not a line of strace");
        assertThat(skip.text()).hasSize(80).startsWith("hello[2J world xxx");
    }

    @Test
    void theListOfSkippedLinesIsCappedAndTheCountsAreExact() {
        StraceLog log = Logs.read(MMAP + "garbage\n".repeat(50) + "7 <... mmap resumed>) = 0\n");
        assertThat(log.skipped()).hasSize(StraceLog.SKIPPED_MAX);
        assertThat(log.unusable())
                .containsEntry(Skipped.Reason.UNPARSEABLE, 50L)
                .containsEntry(Skipped.Reason.NEVER_BEGUN, 1L)
                .hasSize(2);
    }

    @Test
    void aLastLineWithoutEndIsCut() {
        assertThat(Logs.skips(MMAP + "7 munmap(0x10000, 4096) = 0")).containsExactly("2 TRUNCATED");
        assertThat(Logs.skips(MMAP + "7 +++ exited with 0 +++")).isEmpty();
    }

    @Test
    void windowsLineEndsAreFine() {
        assertThat(Logs.events(MMAP.replace("\n", "\r\n"))).hasSize(2);
    }

    @Test
    void aVeryLongLineIsSkippedAndTheNextIsRead() {
        String path = "x".repeat(3 * LogLines.LINE_MAX);
        StraceLog log = Logs.read("7 open(\"" + path + "\", O_RDWR) = 3\n" + MMAP);
        assertThat(log.mappings()).isEqualTo(1);
        assertThat(log.skipped()).extracting(Skipped::reason).containsExactly(Skipped.Reason.TOO_LONG);
        assertThat(log.lines()).isEqualTo(2);
    }
}
