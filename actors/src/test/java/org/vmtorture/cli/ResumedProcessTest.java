package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One soak, killed by SIGKILL wherever it may be and resumed each time: in the end nothing is lost or double. */
@Timeout(240)
class ResumedProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FOUND = Pattern.compile(" {2}id ([0-9a-f]{12}), .*");
    private static final int LEGS = 4;

    @TempDir
    Path home;

    private final Set<String> printed = new LinkedHashSet<>(); // ids of findings that somebody was told of
    private final Map<String, Long> counted = new LinkedHashMap<>(); // what was on disk when a process was killed
    private Process process;
    private BufferedReader output;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void aRunThatIsKilledAgainAndAgainIsWhole() throws Exception {
        start("--run-dir", "run", "--strategy", "untracked,vm-struct", "--careless", "0.5", "--for", "6s");
        killAt("directory "); // before the oracles are proved
        resume();
        killAt(" leg=1/4");
        resume();
        killAt("report.txt"); // the first finding is on disk when its line is read
        Set<String> early = Set.copyOf(printed);
        assertThat(early).isNotEmpty();
        resume();
        killAt(" leg=3/4");
        int kept = run().get("legs").size();
        assertThat(kept).isBetween(1, 2); // the kill may come before the second leg's end is on disk, or after
        resume();
        await("Exit 1: ");
        assertThat(process.waitFor()).isEqualTo(1);

        JsonNode run = run();
        assertThat(run.get("state").asText()).isEqualTo("finished");
        assertThat(run.get("segments")).hasSize(5);
        assertThat(run.get("legs")).hasSize(LEGS);
        for (int leg = 0; leg < LEGS; leg++) {
            assertThat(run.get("legs").get(leg).get("leg").asInt()).isEqualTo(leg);
            assertThat(run.get("legs").get(leg).get("operations").asLong()).isPositive();
        }
        assertThat(run.get("legs").get(1).get("verdict").asText()).isEqualTo("violated");
        Map<String, Long> counts = new LinkedHashMap<>();
        for (JsonNode finding : run.get("findings")) {
            assertThat(counts.put(
                            finding.get("id").asText(), finding.get("count").asLong()))
                    .as("listed twice")
                    .isNull();
        }
        assertThat(counts.keySet()).containsAll(printed);
        counted.forEach((id, count) -> assertThat(counts.get(id)).isGreaterThanOrEqualTo(count));
        long inTable = 0;
        for (JsonNode leg : run.get("legs")) {
            for (JsonNode count : leg.get("findings")) {
                inTable += count.asLong();
            }
        }
        assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(inTable);
        assertThat(Files.readAllLines(home.resolve("run/metrics.jsonl")))
                .allSatisfy(line -> assertThat(JSON.readTree(line).isObject()).isTrue());
        resume();
        await("is finished (exit 1)");
        assertThat(process.waitFor()).isEqualTo(64);
    }

    private void resume() throws IOException {
        start("--resume", "run");
    }

    private void start(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "soak"));
        words.addAll(List.of(options));
        process = new ProcessBuilder(words)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    private void killAt(String text) throws IOException, InterruptedException {
        await(text);
        process.toHandle().destroyForcibly(); // as process.destroyForcibly(), but our end of its output stays open
        process.waitFor();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            note(line); // what it said before it died, it said
        }
        Path log = home.resolve("run/counts.log");
        if (Files.exists(log)) {
            for (String line : Files.readAllLines(log)) {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[2].matches("\\d+")) {
                    counted.put(words[1], Long.parseLong(words[2]));
                }
            }
        }
    }

    private void await(String text) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            note(line);
            seen.add(line);
            if (line.contains(text)) {
                return;
            }
        }
        throw new AssertionError("the process ended without \"" + text + "\" in " + seen);
    }

    private void note(String line) {
        Matcher found = FOUND.matcher(line);
        if (found.matches()) {
            printed.add(found.group(1));
        }
    }

    private JsonNode run() throws IOException {
        return JSON.readTree(Files.readString(home.resolve("run/run.json")));
    }
}
