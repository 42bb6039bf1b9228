package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmtorture.soak.LegResult;

/** What is left of a run on disk, and when. */
class RunDirectoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-11-24T01:02:03Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path home;

    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private final AtomicInteger stops = new AtomicInteger();

    @Test
    void isNamedAfterTheTimeAndNeverTakenTwice() throws IOException {
        try (var first = RunDirectory.create(home, NOW, "soak");
                var second = RunDirectory.create(home, NOW, "soak")) {
            assertThat(home.relativize(first.path())).hasToString("vmtorture-runs/20261124T010203Z-soak");
            assertThat(home.relativize(second.path())).hasToString("vmtorture-runs/20261124T010203Z-soak-2");
        }
    }

    @Test
    void refusesWhatIsNotItsOwn() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "x");
        refused(file, "is not a directory");
        refused(file.resolve("below"), "cannot be written");
        refused(home, "holds files that are not a run's; name another");
        Path used = home.resolve("used");
        try (var running = RunDirectory.at(used)) {
            refused(used, "is in use by another run");
            reporter(running);
        }
        refused(used, "already holds a run; name another");
    }

    private static void refused(Path directory, String why) {
        assertThatThrownBy(() -> RunDirectory.at(directory).close())
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageStartingWith(directory + ": " + why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void everythingIsOnDiskBeforeTheSoakEnds() throws IOException {
        Path path = home.resolve("run");
        try (var directory = RunDirectory.at(path)) {
            SoakReporter reporter = reporter(directory);
            reporter.started(List.of(Samples.CAREFUL, Samples.CARELESS), Samples.ALIVE);
            reporter.legStarted(Samples.CARELESS, 1);
            reporter.progress(Samples.progress(Samples.CARELESS, 1));
            reporter.progress(Samples.progress(Samples.CARELESS, 2));
            reporter.found(Samples.finding());
            reporter.counted("74213cfaccc4", 17);
            reporter.legEnded(Samples.leg(Samples.CARELESS, LegResult.Verdict.VIOLATED, Map.of()));

            JsonNode run = json(path.resolve("run.json"));
            assertThat(run.get("schema").asText()).isEqualTo("vmtorture.run/1");
            assertThat(run.get("state").asText()).isEqualTo("running");
            assertThat(run.get("legs_planned")).hasSize(2);
            assertThat(run.get("legs")).hasSize(1);
            assertThat(run.get("findings").get(0).get("count").asLong()).isEqualTo(17);
            assertThat(run.get("options").get("profile").get("drivers").asInt()).isEqualTo(2);
            assertThat(Files.readAllLines(path.resolve("metrics.jsonl")))
                    .hasSize(2)
                    .allSatisfy(line ->
                            assertThat(JSON.readTree(line).get("ops").asLong()).isEqualTo(41_700_000));
            JsonNode finding = json(path.resolve("findings/74213cfaccc4/finding.json"));
            assertThat(finding.get("schema").asText()).isEqualTo("vmtorture.finding/1");
            assertThat(finding.get("where").get("pfn").asText()).isEqualTo("0x2a1f");
            assertThat(finding.get("repro").get("cmd").asText()).startsWith("./vmtorture soak ");
            assertThat(path.resolve("counts.log")).hasContent("00:00:02 74213cfaccc4 17");
            assertThat(seen.toString(StandardCharsets.UTF_8))
                    .contains("oracles    2/2 alive")
                    .contains("BUG: VMTORTURE: use-after-free")
                    .contains("/findings/74213cfaccc4/report.txt");
        }
    }

    @Test
    void theEndIsWrittenEverywhere() throws IOException {
        Path path = home.resolve("run");
        try (var directory = RunDirectory.at(path)) {
            SoakReporter reporter = reporter(directory);
            reporter.started(List.of(Samples.CAREFUL, Samples.CARELESS), Samples.ALIVE);
            reporter.found(Samples.finding());
            reporter.counted("74213cfaccc4", 214);
            assertThat(reporter.finish(Samples.violated(), Optional.empty())).isEqualTo(1);

            JsonNode run = json(path.resolve("run.json"));
            assertThat(run.get("state").asText()).isEqualTo("finished");
            assertThat(run.get("verdict").asText()).isEqualTo("violated");
            assertThat(run.get("exit").asInt()).isEqualTo(1);
            assertThat(run.get("ended").asText()).isEqualTo("2026-11-24T01:02:03Z");
            assertThat(run.get("legs")).hasSize(2);
            assertThat(JSON.readTree(reporter.json())).isEqualTo(run);
            assertThat(path.resolve("findings/74213cfaccc4/report.txt"))
                    .content()
                    .contains("Seen: 214 times");
            assertThat(path.resolve("table.txt")).content().contains("use-after-free 214");
            assertThat(files(path)).noneMatch(name -> name.contains(".tmp"));
        }
    }

    @Test
    void aFloodOfTitlesIsListedAndNotLost() throws IOException {
        Path path = home.resolve("run");
        try (var directory = RunDirectory.at(path)) {
            SoakReporter reporter = reporter(directory, 5);
            for (int i = 0; i < 5 + 3; i++) {
                reporter.found(Samples.finding(String.format("%012x", i), "finding of title " + i));
            }
        }
        long reports = files(path).filter(name -> name.endsWith("report.txt")).count();
        assertThat(reports).isEqualTo(5);
        assertThat(Files.readAllLines(path.resolve("findings/FLOOD/titles.txt")))
                .hasSize(3);
        assertThat(seen.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("FLOOD")))
                .hasSize(1);
    }

    @Test
    void anIdIsNeverAPath() throws IOException {
        try (var directory = RunDirectory.at(home.resolve("run"))) {
            SoakReporter reporter = reporter(directory);
            assertThatThrownBy(() -> reporter.found(Samples.finding("../../escaped", "title")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDiskThatFailsStopsTheSoak() throws IOException {
        Path path = home.resolve("run");
        try (var directory = RunDirectory.at(path)) {
            SoakReporter reporter = reporter(directory);
            Files.delete(path.resolve("findings"));
            Files.writeString(path.resolve("findings"), "in the way");
            reporter.found(Samples.finding());
            assertThat(stops).hasValue(1);
            assertThat(reporter.fault()).startsWith("cannot write to the run directory: ");
            assertThat(seen.toString(StandardCharsets.UTF_8))
                    .contains("BUG: VMTORTURE")
                    .doesNotContain("report.txt");
            assertThat(reporter.finish(Samples.clean(Samples.ALIVE, true, ""), Optional.empty()))
                    .isEqualTo(ExitStatus.NO_RESOURCES.code());
        }
    }

    private SoakReporter reporter(RunDirectory directory) {
        return reporter(directory, SoakReporter.UNIQUE_MAX);
    }

    private SoakReporter reporter(RunDirectory directory, int uniqueMax) {
        var screen = new Screen(new PrintStream(seen, true, StandardCharsets.UTF_8), false, 80);
        return new SoakReporter(
                Samples.run(), Optional.empty(), directory, screen, CLOCK, stops::incrementAndGet, uniqueMax);
    }

    private static JsonNode json(Path file) throws IOException {
        return JSON.readTree(Files.readString(file));
    }

    private static Stream<String> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.map(Path::toString).toList().stream();
        }
    }
}
