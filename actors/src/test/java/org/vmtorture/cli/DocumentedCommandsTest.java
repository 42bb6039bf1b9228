package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.scenario.Races;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.soak.Soak;

/**
 * No command is printed in README or docs that nobody runs: this test runs each of them with its time shortened, or
 * {@link #ELSEWHERE} says where it is run.
 */
class DocumentedCommandsTest {
    private static final String SCENARIO = "defect-put-before-flush";
    private static final String CI = ".ci/run";

    /** What words in capitals stand for. */
    private static final Map<String, String> STAND_INS = Map.of(
            "ID", "vm-struct",
            "NEW", "vm-struct",
            "NAME", "put-before-flush",
            "D", "put-before-flush",
            "SCENARIO", SCENARIO,
            "RACE", "cve-2024-0582",
            "DIR", "run");

    /**
     * Where a command is run that is not run here.
     *
     * @param file of the repository
     * @param says what stands in it: the command, or a shorter one of its kind
     */
    private record Place(String file, String says) {}

    private static final Map<String, Place> ELSEWHERE = elsewhere();

    private static Map<String, Place> elsewhere() {
        Map<String, Place> all = new LinkedHashMap<>();
        // the build
        all.put("mvn -B verify", new Place(CI, "mvn -B verify"));
        all.put("mvn verify", new Place(CI, "mvn -B verify"));
        all.put("mvn -B -pl core,actors test", new Place(CI, "mvn -B verify"));
        all.put("mvn spotless:apply", new Place(CI, "mvn -B spotless:apply"));
        for (String one : List.of(
                "mvn -B spotless:apply",
                "mvn -B -pl core test -Dtest=RefcountsTest",
                "mvn -B -pl core,actors test -Dtest=ResumeTest -Dsurefire.failIfNoSpecifiedTests=false",
                "mvn -B -DskipTests -pl core,jcstress-tests package")) {
            all.put(one, new Place(CI, "printed 0 " + one));
        }
        for (String which : List.of("", "-Dbench.main=org.vmtorture.bench.ExplorerFigures ")) {
            all.put(
                    "mvn -B -q -Pbench -DskipTests " + which + "verify",
                    new Place(
                            CI,
                            "printed 0 mvn -B -q -Pbench -DskipTests"
                                    + " -Dbench.main=org.vmtorture.bench.LargestMachine"));
        }
        // what takes minutes, a JVM of its own, or the jar of the jcstress tests
        for (String from : List.of("", "--from vmtorture-runs/TIME-soak ", "--from soak explored ")) {
            all.put(
                    "./vmtorture compare --quick " + from + "--out table",
                    new Place(CI, "printed 0 ./vmtorture compare --quick --from \"$scratch/soak\" --out"));
        }
        all.put("./vmtorture jcstress", new Place(CI, "mvn -B verify")); // the gate is the brief mode of all tests
        for (String how : List.of("RefcountStress", "'mm.(Refcount|List)' --time 45s")) {
            all.put(
                    "./vmtorture jcstress -t " + how,
                    new Place(CI, "printed 0 ./vmtorture jcstress -t RefcountStress --time"));
        }
        for (String how : List.of("quick -t RefcountStress", "quick -t GupVsReuse", "default --run-dir results")) {
            all.put("./vmtorture jcstress -m " + how, new Place(CI, "printed 0 ./vmtorture jcstress -m sanity"));
        }
        all.put(
                "VMTORTURE_JAVA_OPTS=-XX:StartFlightRecording=filename=soak.jfr ./vmtorture soak --for 30s",
                new Place(CI, "VMTORTURE_JAVA_OPTS=-XX:StartFlightRecording"));
        all.put(
                "VMTORTURE_JAVA_OPTS=-Xmx1g ./vmtorture soak --frames 16777216 --careless 0 --for 28s",
                new Place(CI, "VMTORTURE_JAVA_OPTS=-Xmx1g"));
        all.put(
                "jcmd PID JFR.start",
                new Place("actors/src/test/java/org/vmtorture/soak/FlightRecordingTest.java", "new Recording()"));
        all.put(
                "strace -f -ttt -y -o FILE PROGRAM",
                new Place(
                        "actors/src/test/java/org/vmtorture/trace/RecordedTracesTest.java",
                        "Four logs of real programs"));
        all.put(
                "./vmtorture soak --resume DIR",
                new Place("actors/src/test/java/org/vmtorture/cli/ResumedProcessTest.java", "\"--resume\""));
        return all;
    }

    @TempDir
    Path home;

    static Stream<String> run() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String command : Documented.commands().keySet()) {
            boolean known =
                    ELSEWHERE.containsKey(command) || (reproduces(command) && !command.endsWith(" cve-2024-0582"));
            if (!known) {
                commands.addAll(alternatives(command));
            }
        }
        return commands.stream().distinct();
    }

    private static boolean reproduces(String command) {
        return command.startsWith("./vmtorture reproduce ");
    }

    /** {@code a|b} is two commands. */
    private static List<String> alternatives(String command) {
        String last = command.substring(command.lastIndexOf(' ') + 1);
        String before = command.substring(0, command.length() - last.length());
        return Stream.of(last.split("\\|"))
                .map(one -> (before + one).replaceFirst(" --run-dir \\S+", "")) // where it goes changes nothing
                .toList();
    }

    @ParameterizedTest
    @MethodSource("run")
    void isRun(String command) throws IOException {
        assertThat(command).as("what this test can run").matches("(\\./)?vmtorture .*");
        var sandbox = new Sandbox(home);
        sandbox.soaks((options, listener) -> new Soak(options, listener).run());
        String words = shortened(command.replaceFirst("^(\\./)?vmtorture ", ""));
        words = words.replace("FILE", file(words, sandbox)).replace("vmtorture-runs/TIME-soak", soak(words, sandbox));
        int status = sandbox.run(words);
        assertThat(status).as(words + "\n" + sandbox.err()).isIn(0, 1, 2);
        assertThat(sandbox.err()).as("complaints").doesNotContain("vmtorture: ");
        assertThat(sandbox.out()).isNotEmpty();
    }

    private static String shortened(String words) {
        String all = " " + words + " ";
        for (Map.Entry<String, String> word : STAND_INS.entrySet()) {
            all = all.replace(" " + word.getKey() + " ", " " + word.getValue() + " ");
        }
        all = all.replace(" actors/src/", " " + Documented.ROOT.resolve("actors/src") + "/");
        all = all.replace(" explore all ", " explore all --schedules 1 ");
        if (all.startsWith(" soak ")) {
            all = all.replaceFirst(" --for \\S+", "") + "--for 1s ";
        }
        return all.strip();
    }

    /** A golden trace, or the replay of a finding. */
    private String file(String words, Sandbox sandbox) throws IOException {
        if (words.startsWith("check ")) {
            Path golden = home.resolve("golden.jsonl");
            try (var trace = Main.class.getResourceAsStream("/measured/golden/6.18-bpf-seed1.jsonl")) {
                Files.copy(trace, golden);
            }
            return golden.toString();
        }
        if (!words.startsWith("replay ")) {
            return "";
        }
        sandbox.run("explore " + SCENARIO + " --strategy today --run-dir found");
        try (Stream<Path> all = Files.walk(home.resolve("found"))) {
            return all.filter(one -> one.endsWith("replay.conf"))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    private String soak(String words, Sandbox sandbox) {
        if (words.startsWith("report ")) {
            sandbox.run("soak --strategy today --for 1s --run-dir soak");
        }
        return "soak";
    }

    @Test
    void everyRaceThatIsPrintedIsOfTheCatalogueWhichAnotherTestExplores() throws IOException {
        List<String> races = Documented.commands().keySet().stream()
                .filter(DocumentedCommandsTest::reproduces)
                .map(command -> command.substring(command.lastIndexOf(' ') + 1))
                .filter(race -> !STAND_INS.containsKey(race))
                .toList();
        assertThat(races)
                .hasSizeGreaterThan(1)
                .allSatisfy(race -> assertThat(Races.find(race)).isPresent());
        assertThat(text("core/src/test/java/org/vmtorture/explore/ShippedScenariosTest.java"))
                .contains("Races.");
    }

    @Test
    void whatIsRunElsewhereIsRunThere() throws IOException {
        for (Map.Entry<String, Place> one : ELSEWHERE.entrySet()) {
            assertThat(text(one.getValue().file()))
                    .as(one.getKey())
                    .contains(one.getValue().says());
        }
    }

    @Test
    void noPlaceIsGivenForACommandThatNobodyPrints() throws IOException {
        var idle = new TreeSet<>(ELSEWHERE.keySet());
        idle.removeAll(Documented.commands().keySet());
        assertThat(idle).isEmpty();
    }

    private static String text(String file) throws IOException {
        return Files.readString(Documented.ROOT.resolve(file));
    }

    @Test
    void commandsAreFoundInBlocksAndInSentences() {
        assertThat(Documented.in("""
            Say `./vmtorture soak` or, over a line, `vmtorture replay
            FILE`; `vmtorture-runs/x` is none.

                $ ./vmtorture list races    # all
                VAR=1 ./vmtorture check
                today  careful  clean
            """))
                .containsExactly(
                        "./vmtorture list races",
                        "VAR=1 ./vmtorture check",
                        "./vmtorture soak",
                        "vmtorture replay FILE");
        assertThat(Scenarios.names()).contains(SCENARIO);
    }
}
