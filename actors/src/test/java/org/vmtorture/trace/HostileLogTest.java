package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged and hostile logs: they end in a log or a TraceFormatException, and soon. */
class HostileLogTest {
    private static final int ROUNDS = 200;

    @ParameterizedTest
    @ValueSource(strings = {"perf-record", "tcpdump-ring-rotate", "softirqs-libbpf", "forkwatch-libbpf"})
    void damagedLogsAreReadOrRefused(String name) throws IOException {
        String log = RecordedTracesTest.text(name + ".strace");
        List<String> lines = log.lines().toList();
        SplittableRandom random = new SplittableRandom(0x5eed);
        for (int round = 0; round < ROUNDS; round++) {
            int cut = random.nextInt(log.length());
            attempt(log.substring(0, cut));
            attempt(log.substring(cut));
            attempt(String.join("\n", thinned(lines, random)) + "\n");
            attempt(withNoise(log, random));
        }
        for (int round = 0; round < 5; round++) {
            List<String> shuffled = new ArrayList<>(lines);
            Collections.shuffle(shuffled, new java.util.Random(round));
            attempt(String.join("\n", shuffled) + "\n");
        }
    }

    private static List<String> thinned(List<String> lines, SplittableRandom random) {
        double keep = random.nextDouble();
        return lines.stream().filter(line -> random.nextDouble() < keep).toList();
    }

    private static String withNoise(String log, SplittableRandom random) {
        char[] chars = log.toCharArray();
        for (int i = 0; i < 50; i++) {
            String noise = "()<>[]{}\",=\\ 0\nx+-\0";
            chars[random.nextInt(chars.length)] = noise.charAt(random.nextInt(noise.length()));
        }
        return new String(chars);
    }

    private static void attempt(String text) {
        StraceLog log;
        try {
            log = new StraceReader().read("damaged", new StringReader(text));
        } catch (TraceFormatException refused) {
            assertThat(refused.getMessage()).doesNotContain("\n");
            return;
        }
        assertThat(log.events()).extracting(TraceEvent::t).isSorted();
        assertThat(log.linesUsed()).isLessThanOrEqualTo(log.lines());
        assertUnmapsAnswerToMaps(log);
    }

    /** Pages mapped, inherited and unmapped add up in each process. */
    private static void assertUnmapsAnswerToMaps(StraceLog log) {
        long[] pages = new long[log.processes()];
        for (TraceEvent event : log.events()) {
            if (event instanceof TraceEvent.Map map) {
                pages[map.pid()] += map.pages();
            } else if (event instanceof TraceEvent.Fork fork) {
                fork.inherited().forEach(one -> pages[fork.child()] += one.pages());
                assertThat(pages[fork.child()]).isIn(0L, pages[fork.pid()]);
            } else if (event instanceof TraceEvent.Unmap unmap) {
                pages[unmap.pid()] -= unmap.pages();
                assertThat(pages[unmap.pid()]).isNotNegative();
            }
        }
    }

    @Test
    void nothingIsQuadratic() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            attempt("7 mmap(" + "(".repeat(900_000) + "\n7 mmap(" + "<".repeat(900_000) + ") = 0\n");
            attempt("7 mmap(" + "3<-->".repeat(100_000) + ") = 0\n");
            attempt(("7 openat(AT_FDCWD, \"" + "\\\"".repeat(1000) + "\", O_RDWR) = 3\n").repeat(5000));
            attempt(("7 " + "1".repeat(1000) + "\n").repeat(5000) + "7 close(3) = 0\n");
            attempt("7 vfork( <unfinished ...>\n" + clonesWithoutParents(200_000));
            attempt(forks(200_000));
        });
    }

    private static String clonesWithoutParents(int count) {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < count; i++) {
            log.append(i + 10).append(" clone(flags=SIGCHLD <unfinished ...>\n");
        }
        return log.toString();
    }

    private static String forks(int count) {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            log.append("1 open(\"/tmp/x\", O_RDWR) = ").append(i).append('\n');
        }
        for (int i = 1; i < count; i++) {
            log.append(i).append(" fork() = ").append(i + 1).append('\n');
        }
        return log.toString();
    }

    @Test
    void aFloodOfInheritedMappingsIsRefused() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            String at = Long.toHexString(0x100000L + i * 8192L);
            log.append("1 mmap(NULL, 1, PROT_READ, MAP_SHARED, 3</dev/x>, 0) = 0x")
                    .append(at)
                    .append('\n');
        }
        for (int i = 2; i < 1000; i++) {
            log.append("1 fork() = ").append(i).append('\n');
        }
        assertThatExceptionOfType(TraceFormatException.class)
                .isThrownBy(() -> Logs.read(log.toString()))
                .withMessageMatching(
                        "test:\\d+: more than 8000000 events; cut the log before this line, with: head -n \\d+");
    }
}
