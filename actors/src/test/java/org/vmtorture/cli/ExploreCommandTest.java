package org.vmtorture.cli;

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
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.scenario.Scenarios;
import picocli.CommandLine;

/** Explorations from the command line to the exit status, and their findings from disk back to the screen. */
class ExploreCommandTest {
    private static final String VFREE = "access-vs-vfree";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void files() throws IOException {
        sandbox = new Sandbox(home);
        String text = Scenarios.load(VFREE).text();
        expecting("missed.conf", text, "{ default = clean, today = double-free }");
        expecting("unexpected.conf", text, "{ default = clean }");
        Files.writeString(home.resolve("bad.conf"), """
                name = bad
                why = x
                actors { P = [fly A] }
                expect { default = clean }
                """);
        Files.writeString(home.resolve("alone.conf"), """
                name = alone
                why = "Two loads that share no word that one of them writes: the window is never entered."
                areas { A = 1, B = 1 }
                actors { one = [kernel-load A/0], two = [kernel-load B/0] }
                windows = [one kernel-load A/0 meets two kernel-load B/0]
                expect { default = clean }
                """);
    }

    private void expecting(String file, String text, String expectation) throws IOException {
        Files.writeString(home.resolve(file), text.replaceAll("(?m)^expect .*", "expect " + expectation));
    }

    private String runDirectory() throws IOException {
        try (Stream<Path> runs = Files.list(home.resolve("vmtorture-runs"))) {
            return runs.findFirst().orElseThrow().getFileName().toString();
        }
    }

    @Test
    void whatIsExhaustedAndCleanIsNoFinding() throws IOException {
        assertThat(sandbox.run("explore " + VFREE + " --strategy today")).isZero();
        assertThat(sandbox.out())
                .contains("explore on", "fibers     ", "search     as the scenario declares", "canary     found in ")
                .containsPattern("today +exhausted .* clean")
                .contains("1 explored, 0 findings, all as expected\nExit 0: ");
        assertThat(sandbox.err()).isEmpty();
        assertThat(runDirectory()).endsWith("-explore");
    }

    @Test
    void anExpectedFindingIsNoFailureAndIsReplayed() throws IOException {
        assertThat(sandbox.run("explore " + VFREE + " --strategy untracked")).isZero();
        assertThat(sandbox.out()).containsPattern("untracked +violated .* use-after-free, expected");
        assertThat(sandbox.out()).contains("BUG: VMTORTURE: use-after-free", "Trace: ");
        String command = sandbox.out()
                .lines()
                .filter(line -> line.startsWith("./vmtorture replay "))
                .findFirst()
                .orElseThrow();
        String file = command.substring(command.lastIndexOf(' ') + 1);
        Path folder = home.resolve(file).getParent();
        assertThat(Files.readAllLines(folder.resolve("report.txt")))
                .hasSizeLessThanOrEqualTo(60)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100))
                .endsWith(command)
                .filteredOn(line -> line.startsWith("BUG: VMTORTURE: "))
                .hasSize(1);
        JsonNode finding = JSON.readTree(Files.readString(folder.resolve("finding.json")));
        assertThat(folder).hasFileName(finding.get("id").asText());
        assertThat(finding.get("freed").asText()).endsWith(", vfree");

        assertThat(sandbox.run("replay " + file + " --times 3")).isEqualTo(1);
        assertThat(sandbox.out()).contains("Reproduced 3/3", "BUG: VMTORTURE: use-after-free");
        assertThat(sandbox.run("replay " + file + " --json --fibers threads")).isEqualTo(1);
        assertThat(JSON.readTree(sandbox.out()).get("reproduced").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"unexpected.conf, untracked, UNEXPECTED use-after-free", "missed.conf, today, MISSED double-free"})
    void aSurpriseInEitherDirectionFails(String file, String strategy, String said) {
        assertThat(sandbox.run("explore " + file + " --strategy " + strategy)).isEqualTo(1);
        assertThat(sandbox.out()).contains(said, "1 not as expected", "Exit 1: not as the scenarios expect");
        assertThat(sandbox.run("explore " + VFREE + " --strategy " + strategy))
                .as("the control")
                .isZero();
    }

    @Test
    void aRaceIsNoSurpriseWhereAUseAfterFreeIsExpected() {
        assertThat(sandbox.run("explore " + VFREE + " --races --strategy untracked,today"))
                .isZero();
        assertThat(sandbox.out())
                .contains("source-DPOR with sleep sets", "data-race")
                .containsPattern("untracked +violated .* data-race, expected")
                .containsPattern("today +exhausted .* clean");
        assertThat(sandbox.run("explore unexpected.conf --races --strategy untracked"))
                .as("the control")
                .isEqualTo(1);
    }

    @Test
    void aWindowThatNobodyEntersIsUnknown() {
        assertThat(sandbox.run("explore alone.conf --strategy today")).isEqualTo(2);
        assertThat(sandbox.out()).containsPattern("today +unknown").contains("no execution entered the window one");
    }

    @Test
    void aSearchThatIsCutIsNeverClean() {
        assertThat(sandbox.run("explore gup-vs-munmap --strategy today --search dfs --schedules 50"))
                .isEqualTo(2);
        assertThat(sandbox.out())
                .containsPattern("today +unknown")
                .contains("depth-first: cut by its budget")
                .doesNotContain("clean");
        assertThat(sandbox.run("explore gup-vs-munmap --strategy today --schedules 50"))
                .isEqualTo(2);
        assertThat(sandbox.out()).contains("stored states: cut by its budget, fell back to at most 2 preemptions");
        assertThat(sandbox.run("explore gup-vs-munmap --strategy today --search random --schedules 300"))
                .isZero();
        assertThat(sandbox.out())
                .containsPattern("today +bounded")
                .contains("1 bounded, which is no proof")
                .doesNotContain("clean");
    }

    @Test
    void theResultDoesNotDependOnWhoWasFaster() {
        String words = "explore access-vs-vfree munmap-vs-vfree double-vfree-vs-vmalloc --json";
        sandbox.run(words);
        String first = comparable(sandbox.out());
        sandbox.run(words);
        assertThat(comparable(sandbox.out())).isEqualTo(first).contains("\"explorations\"");
    }

    private static String comparable(String json) {
        return json.replaceAll("\"nanos\" : [0-9]+|\"(started|ended)\" : \"[^\"]*\"", "");
    }

    @Test
    void anEditedReplayDivergesOrIsRefused() throws IOException {
        sandbox.run("explore " + VFREE + " --strategy untracked --run-dir run");
        Path file;
        try (Stream<Path> all = Files.walk(home.resolve("run/findings"))) {
            file = all.filter(path -> path.endsWith("replay.conf")).findFirst().orElseThrow();
        }
        String text = Files.readString(file);
        Files.writeString(home.resolve("changed.conf"), text.replaceFirst("strategy = untracked", "strategy = today"));
        assertThat(sandbox.run("replay changed.conf")).isEqualTo(5);
        assertThat(sandbox.out()).contains("Not reproduced: ", "Reproduced 0/1");
        Files.writeString(home.resolve("cut.conf"), text.substring(0, text.length() - 20));
        assertThat(sandbox.run("replay cut.conf")).isEqualTo(64);
        assertThat(sandbox.err().lines()).singleElement().asString().startsWith("vmtorture: " + home + "/cut.conf:");
        Files.writeString(home.resolve("later.conf"), text.replaceFirst("format = 1", "format = 9"));
        assertThat(sandbox.run("replay later.conf")).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            explore                                | 64 | explore: say which scenario: all, a name of list scenarios
            explore gup-vs-munmop | 64 | gup-vs-munmop: unknown scenario; did you mean gup-vs-munmap? list
            explore xyzzy                          | 64 | xyzzy: unknown scenario; list scenarios names them all
            explore none.conf                      | 64 | HOME/none.conf: no such file
            explore bad.conf                       | 64 | HOME/bad.conf:3: unknown verb fly
            explore HOME                           | 64 | HOME: not a file
            explore all --strategy tody            | 64 | --strategy tody: unknown strategy; did you mean today?
            explore all --search dfss              | 64 | --search dfss: unknown search; did you mean dfs?
            explore all --search preemptions       | 64 | --search preemptions: needs a number, as in preemptions:2
            explore all --search preemptions:x     | 64 | --search preemptions:x x: must be a whole number from 0 to 99
            explore all --search dfs:2             | 64 | --search dfs:2: takes no number; --search dfs would be right
            explore all --search pct:0             | 64 | --search pct:0 0: must be a whole number from 1 to 99
            explore weakened-last-put --search states | 64 | weakened-last-put leaves ordering out, for race
            explore all --races --search states | 64 | --races --search states: a stored state knows nothing of clocks
            explore all --budget 30                | 64 | --budget 30: must be a time such as
            explore all --schedules 0              | 64 | --schedules 0: must be a whole number from 1
            explore all --seed dice                | 64 | --seed dice: must be a whole number of 64 bits
            explore all --fibers silk | 64 | --fibers silk: unknown kind; known: continuations, virtual, threads
            explore all --strateg today            | 64 | --strateg: unknown option; did you mean --strategy?
            explore all --run-dir bad.conf         | 3  | HOME/bad.conf: is not a directory
            replay                                 | 64 | replay: say which file: the replay.conf of a finding
            replay none.conf                       | 64 | HOME/none.conf: no such file
            replay HOME                            | 64 | HOME: not a file
            replay bad.conf                        | 64 | HOME/bad.conf:1: not a replay file: key format is missing
            replay bad.conf more                   | 64 | more: vmtorture replay takes no such argument
            replay bad.conf --times 0              | 64 | --times 0: must be a whole number from 1 to 1000000
            """)
    void isToldInOneLine(String words, int status, String complaint) {
        assertThat(sandbox.run(words.replace("HOME", home.toString()))).isEqualTo(status);
        assertThat(sandbox.err().lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: " + complaint.replace("HOME", home.toString()));
        assertThat(sandbox.out()).isEmpty();
        assertThat(home.resolve("vmtorture-runs")).doesNotExist();
    }

    @Test
    void aDeadCanaryEndsIt() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = session(out, err, ExitStatus.CLEAN, OptionalLong.empty(), OptionalLong.of(1), VFREE);
        assertThat(status).isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: the canary is dead: a known race was not found");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("exhausted");
        assertThat(session(out, err, ExitStatus.CLEAN, OptionalLong.of(8), OptionalLong.empty(), VFREE))
                .as("the control, without race detection")
                .isZero();
    }

    @Test
    void aDeadCanaryOfRaceDetectionEndsWhatNeedsIt() {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = session(
                out, err, ExitStatus.CLEAN, OptionalLong.of(8), OptionalLong.empty(), "weakened-pte-publication");
        assertThat(status).isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: the canary of race detection is dead: a last put that acquires nothing");
        assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("violated");
    }

    @Test
    void aReplayNeedsTheCanaryToo() throws IOException {
        assertThat(sandbox.run("explore " + VFREE + " --strategy untracked --run-dir run"))
                .isZero();
        Path folder;
        try (Stream<Path> findings = Files.list(home.resolve("run/findings"))) {
            folder = findings.findFirst().orElseThrow();
        }
        var command = new ReplayCommand(shell(new ByteArrayOutputStream(), new ByteArrayOutputStream()));
        command.file = folder.resolve("replay.conf").toString();
        assertThat(command.call()).as("the control").isEqualTo(1);
        command.canaries =
                new Canaries((fibers, search) -> OptionalLong.empty(), (fibers, search) -> OptionalLong.of(1));
        assertThatThrownBy(command::call)
                .hasMessageStartingWith("the canary is dead")
                .extracting("status")
                .isEqualTo(ExitStatus.TESTER_FAILED);
    }

    @Test
    void whichOperationsMetIsKeptPairByPair() throws IOException {
        assertThat(sandbox.run("explore gup-vs-munmap --strategy today --run-dir all"))
                .isZero();
        JsonNode all = JSON.readTree(Files.readString(home.resolve("all/pairs.jsonl")));
        assertThat(all.get("scenario").asText()).isEqualTo("gup-vs-munmap");
        assertThat(all.get("pairs"))
                .anyMatch(pair -> pair.get("row").asText().equals("pte")
                        && pair.get("both_orders").asBoolean()
                        && pair.get("first").asText().matches("\\w+ \\w+ .*"));
        assertThat(sandbox.run("explore gup-vs-munmap --strategy today --search dfs --schedules 1 --run-dir one"))
                .isEqualTo(2);
        JsonNode one = JSON.readTree(Files.readString(home.resolve("one/pairs.jsonl")));
        assertThat(one.get("pairs"))
                .isNotEmpty()
                .as("the control: one execution has one order")
                .hasSizeLessThan(all.get("pairs").size());
    }

    @Test
    void aSignalThatComesEarlyEndsIt() {
        var out = new ByteArrayOutputStream();
        assertThat(session(out, out, ExitStatus.INTERRUPTED, OptionalLong.of(8), OptionalLong.of(1), VFREE))
                .isEqualTo(130);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("0 of 1 explored", "Exit 130: stopped by SIGINT, nothing unexpected found");
    }

    /** A session whose canaries are as the test says, and which is sent a signal meanwhile, unless that is clean. */
    private int session(
            ByteArrayOutputStream out,
            ByteArrayOutputStream err,
            ExitStatus signal,
            OptionalLong canary,
            OptionalLong ofOrdering,
            String scenario) {
        var shell = shell(out, err);
        var command = new ExploreCommand(shell);
        new CommandLine(command).parseArgs(scenario, "--strategy", "today");
        var session = new ExploreSession[1];
        var canaries = new Canaries(
                (fibers, search) -> {
                    if (signal != ExitStatus.CLEAN) {
                        session[0].stopped(signal);
                    }
                    return canary;
                },
                (fibers, search) -> ofOrdering);
        session[0] = new ExploreSession(shell, new ExploreRequest(shell, command), canaries);
        return session[0].run();
    }

    private Shell shell(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Shell(
                List.of("explore"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                home,
                false,
                false,
                Map.of(),
                Clock.systemUTC(),
                (options, listener, before) -> {
                    throw new AssertionError("nobody soaks");
                });
    }
}
