package org.vmtorture.cli;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmtorture.report.RunDirectory;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.soak.SoakResult;

/** A run that was stopped is gone on with, as it was asked for; what is no such run is refused in one line. */
class ResumeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final OracleProof ALIVE = new OracleProof(List.of("leak"), List.of());
    private static final Finding FINDING = Samples.finding();
    private static final LegResult ENDED =
            Samples.clean(ALIVE, false, "").legs().get(0);
    private static final String BEGUN = "soak --run-dir run --strategy untracked --for 20s --noise 0.001 --frames 4096";

    @TempDir
    Path home;

    private Sandbox sandbox;

    /** A run whose first leg ended, and whose second had found something when it was stopped. */
    @BeforeEach
    void stop() throws IOException {
        sandbox = new Sandbox(home);
        sandbox.soaks((options, listener) -> {
            listener.started(List.of(), ALIVE);
            listener.legEnded(ENDED);
            listener.progress(Samples.progress());
            listener.found(FINDING);
            listener.counted(FINDING.id(), 17);
            return stopped();
        });
        assertThat(sandbox.run(BEGUN)).isEqualTo(1);
        assertThat(sandbox.out()).contains("To go on: ./vmtorture soak --resume " + home.resolve("run"));
        assertThat(json("run.json").get("resume").asText()).endsWith("/run");
        sandbox.soaks(ResumeTest::finished); // what is run from now on
    }

    private static SoakResult stopped() {
        return new SoakResult(List.of(ENDED), List.of(FINDING), ALIVE, true, "");
    }

    @Test
    void goesOnAfterTheLegsThatEnded() throws IOException {
        SoakOptions before = sandbox.asked();
        assertThat(sandbox.run("soak --resume run")).isEqualTo(1);
        assertThat(sandbox.asked()).isEqualTo(before);
        assertThat(sandbox.past().legs()).containsExactly(ENDED);
        assertThat(sandbox.past().findings()).containsExactly(FINDING);
        assertThat(sandbox.past().counts()).containsEntry(FINDING.id(), 17L);
        assertThat(sandbox.out())
                .contains("segment 2 of this run: 1 of 2 legs are kept, and 1 finding; leg 2 starts anew")
                .contains("Segments: 2 (");

        JsonNode run = json("run.json");
        assertThat(run.get("state").asText()).isEqualTo("finished");
        assertThat(run.get("segments")).hasSize(2);
        assertThat(run.get("segments").get(0).get("state").asText()).isEqualTo("interrupted");
        assertThat(run.get("findings")).hasSize(1);
        assertThat(run.get("findings").get(0).get("count").asLong()).isEqualTo(20);
        assertThat(run.get("command").asText()).isEqualTo("vmtorture " + BEGUN);
        assertThat(run.has("resume")).isFalse();
        JsonNode finding = json("findings/" + FINDING.id() + "/finding.json");
        assertThat(finding.get("segment").asInt()).isOne();
        assertThat(finding.get("count").asLong()).isEqualTo(20);
    }

    /** The second leg, run anew, finds the same again, three times. */
    private static SoakResult finished(SoakOptions options, SoakListener listener) {
        listener.started(List.of(), ALIVE);
        listener.counted(FINDING.id(), 20);
        return new SoakResult(List.of(ENDED), List.of(FINDING), ALIVE, false, "");
    }

    @Test
    void aLegThatWasCutRunsAnew() throws IOException {
        rewrite("\"cut\" : false", "\"cut\" : true");
        assertThat(sandbox.run("soak --resume run")).isEqualTo(1);
        assertThat(sandbox.past().legs()).isEmpty();
    }

    @Test
    void tornLogsAreCutAndSaidSo() throws IOException {
        rewrite("\"state\" : \"interrupted\"", "\"state\" : \"running\"");
        String metrics = Files.readString(file("metrics.jsonl"));
        Files.writeString(file("metrics.jsonl"), "{\"t\":1,\"op", APPEND);
        Files.writeString(file("counts.log"), "00:00:09 " + FINDING.id() + " 9999999\n00:0", APPEND);
        Files.createDirectory(file("findings/.0123456789ab.tmp"));
        assertThat(sandbox.run("soak --resume run")).isEqualTo(1);
        assertThat(Files.readString(file("metrics.jsonl"))).startsWith(metrics).doesNotContain("\"op{");
        assertThat(sandbox.out())
                .contains("metrics.jsonl: dropped 1 partial record, 10 bytes")
                .contains("counts.log: dropped 1 partial record, 4 bytes");
        assertThat(sandbox.past().counts()).containsEntry(FINDING.id(), 9_999_999L);
    }

    @Test
    void refusesAFinishedRun() throws IOException {
        sandbox.run("soak --resume run");
        refused("soak --resume run", 64, "is finished (exit 1): nothing is left to resume");
    }

    @Test
    void refusesWhatCannotBeRead() throws IOException {
        String good = Files.readString(file("run.json"));
        for (String bad : new String[] {"", "{", "[]", "{}", good.replace("\"strategies\"", "\"x\"")}) {
            Files.writeString(file("run.json"), bad);
            refused("soak --resume run", 64, "");
            assertThat(file("run.json")).hasContent(bad);
        }
        Files.delete(file("run.json"));
        refused("soak --resume run", 64, "holds no run.json: its run never began");
    }

    @Test
    void refusesAnotherVersionUnlessToldTo() throws IOException {
        rewrite("\"version\" : \"", "\"version\" : \"0.0.9-");
        refused("soak --resume run", 64, "vmtorture 0.0.9-");
        assertThat(sandbox.run("soak --resume run --accept-new-version")).isEqualTo(1);
        JsonNode segments = json("run.json").get("segments");
        assertThat(segments.get(0).get("version").asText()).startsWith("0.0.9-");
        assertThat(segments.get(1).get("version").asText()).doesNotStartWith("0.0.9-");
    }

    @Test
    void refusesADirectoryInUse() throws IOException {
        try (RunDirectory running = RunDirectory.resume(file(""))) {
            assertThat(running.path()).isNotNull();
            refused("soak --resume run", 3, "is in use by another run");
        }
        assertThat(sandbox.run("soak --resume run")).isEqualTo(1); // a lock ends with whoever holds it
    }

    private void refused(String words, int status, String why) throws IOException {
        String before = Files.exists(file("run.json")) ? Files.readString(file("run.json")) : "";
        assertThat(sandbox.run(words)).isEqualTo(status);
        assertThat(sandbox.err().lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: ")
                .contains("run: ")
                .contains(why);
        assertThat(Files.exists(file("run.json")) ? Files.readString(file("run.json")) : "")
                .isEqualTo(before);
    }

    private void rewrite(String from, String to) throws IOException {
        String text = Files.readString(file("run.json"));
        assertThat(text).contains(from);
        Files.writeString(file("run.json"), text.replace(from, to));
    }

    private Path file(String name) {
        return home.resolve("run").resolve(name);
    }

    private JsonNode json(String name) throws IOException {
        return JSON.readTree(Files.readString(file(name)));
    }
}
