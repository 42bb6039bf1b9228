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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed: what was promised of the run directory must be on disk. */
@Timeout(120)
class KilledProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private Process process;
    private BufferedReader output;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void whatWasPrintedSurvivesAKill() throws Exception {
        start("--strategy", "untracked", "--careless", "1");
        String path = await("/report.txt").replaceFirst(".*, ", "").strip();
        process.destroyForcibly().waitFor();
        Path report = home.resolve(path);
        assertThat(report).content().startsWith("=====").contains("BUG: VMTORTURE: ");
        JsonNode finding = JSON.readTree(Files.readString(report.resolveSibling("finding.json")));
        assertThat(report.getParent()).hasFileName(finding.get("id").asText());
        assertThat(run().get("state").asText()).isEqualTo("running");
        assertThat(Files.readAllLines(home.resolve("run/metrics.jsonl")))
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).get("t").isNumber()).isTrue());
    }

    @Test
    void sigtermEndsTheRunInOrder() throws Exception {
        start("--strategy", "vm-struct", "--careless", "0");
        await("soak 00:");
        process.toHandle().destroy(); // as process.destroy(), but our end of its output stays open
        await("Exit 143: ");
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(run().get("state").asText()).isEqualTo("interrupted");
        assertThat(run().get("exit").asInt()).isEqualTo(143);
        assertThat(home.resolve("run/table.txt")).content().contains("vm-struct");
    }

    @Test
    void sigtermDoesNotHideFindings() throws Exception {
        start("--strategy", "untracked", "--careless", "1");
        await("BUG: VMTORTURE: ");
        process.toHandle().destroy(); // as process.destroy(), but our end of its output stays open
        await("Exit 1: ");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(run().get("verdict").asText()).isEqualTo("violated");
    }

    @Test
    void sigtermEndsAnExplorationWithWhatItHas() throws Exception {
        launch("explore", "gup-vs-munmap", "--strategy", "today", "--search", "random", "--budget", "1h");
        await("canary     found in ");
        process.toHandle().destroy();
        await("Exit 143: ");
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(run().get("state").asText()).isEqualTo("interrupted");
        assertThat(run().get("explorations"))
                .allSatisfy(pair -> assertThat(pair.get("outcome").asText()).isEqualTo("bounded"));
    }

    private void start(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("soak", "--for", "10s"));
        words.addAll(List.of(options));
        launch(words.toArray(new String[0]));
    }

    private void launch(String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        words.addAll(List.of(command));
        words.addAll(List.of("--run-dir", "run"));
        process = new ProcessBuilder(words)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next line that has the text in it. */
    private String await(String text) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("the process ended without \"" + text + "\" in " + seen);
    }

    private JsonNode run() throws IOException {
        return JSON.readTree(Files.readString(home.resolve("run/run.json")));
    }
}
