package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked wrongly: one line, the right status, and nothing left behind. */
class CommandLineTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void files() throws IOException {
        sandbox = new Sandbox(home);
        Files.writeString(home.resolve("empty.strace"), "");
        Files.writeString(home.resolve("prose.txt"), "To be or not to be.\n");
        Files.writeString(home.resolve("idle.strace"), "1234 getpid() = 1234\n1234 +++ exited with 0 +++\n");
        Files.writeString(home.resolve("bad.conf"), "story = x\nactors { gups = many }\n");
        Files.createDirectory(home.resolve("full"));
        Files.writeString(home.resolve("full/file"), "x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                             | 64 | say what to do: soak, explore, reproduce, replay, compare, report
            sok                            | 64 | sok: unknown command; did you mean soak? known: soak, explore
            defragment                     | 64 | defragment: unknown command; known: soak, explore
            soak --nois 1                  | 64 | --nois: unknown option; did you mean --noise? known: --strategy
            soak stray                     | 64 | stray: vmtorture soak takes no such argument
            soak --for                     | 64 | --for: needs a value, as in: --for TIME
            soak --seed 1 --seed 2         | 64 | --seed: given twice
            soak --noise 1.5               | 64 | --noise 1.5: must be from 0 to 1
            soak --noise -0.1              | 64 | --noise -0.1: must be from 0 to 1
            soak --noise NaN               | 64 | --noise NaN: must be a number from 0 to 1
            soak --careless 2              | 64 | --careless 2: must be from 0 to 1
            soak --for 10                  | 64 | --for 10: must be a time such as 10s, 5m, 2h or 1h30m
            soak --for 0s                  | 64 | --for 0s: must be from 1s to 30d
            soak --for 999999999d          | 64 | --for 999999999d: must be from 1s to 30d
            soak --seed dice               | 64 | --seed dice: must be a whole number of 64 bits
            soak --drivers 0               | 64 | --drivers 0: must be a whole number from 1 to 61
            soak --gups 1e3                | 64 | --gups 1e3: must be a whole number from 0 to 61
            soak --drivers 30 --gups 30    | 64 | --drivers 30 --gups 30: drivers+processes+gups
            soak --frames 16777217         | 64 | --frames 16777217: must be a whole number from 1024 to 16777216
            soak --strategy vm-struckt     | 64 | --strategy vm-struckt: unknown strategy; did you mean vm-struct? known
            soak --strategy today,         | 64 | --strategy today,: unknown strategy
            soak --profile mixd            | 64 | --profile mixd: unknown profile; did you mean mixed? known: mixed
            soak --profile no.conf         | 64 | HOME/no.conf: no such file
            soak --profile bad.conf        | 64 | HOME/bad.conf:2: actors.gups=many: must be a whole number
            soak --defect no-pte-rechek    | 64 | --defect no-pte-rechek: unknown defect; did you mean no-pte-recheck?
            soak --gup quick               | 64 | --gup quick: unknown mode; known: refuse, slow, fast
            soak --expect uaf              | 64 | --expect uaf: unknown kind of finding; known: use-after-free
            soak --trace HOME/none         | 64 | HOME/none: no such file
            soak --trace HOME/full         | 64 | HOME/full: is a directory
            soak --trace HOME/empty.strace | 64 | HOME/empty.strace: is empty
            soak --trace HOME/prose.txt    | 64 | HOME/prose.txt: not a strace log
            soak --trace HOME/idle.strace  | 64 | HOME/idle.strace: nothing in it to repeat
            soak --run-dir full            | 3  | HOME/full: holds files that are not a run's
            soak --run-dir prose.txt       | 3  | HOME/prose.txt: is not a directory
            soak --run-dir prose.txt/below | 3  | HOME/prose.txt/below: cannot be written
            check --golden HOME/none       | 64 | --golden HOME/none: cannot be read: NoSuchFileException
            check --golden HOME/full       | 64 | --golden HOME/full: cannot be read
            check --golden HOME/prose.txt  | 64 | --golden HOME/prose.txt:1: not a JSON object, or cut off
            check --golden HOME/empty.strace | 64 | --golden HOME/empty.strace:1: empty: a golden trace begins with
            check --defect zap             | 64 | --defect zap: unknown defect
            check everything               | 64 | everything: vmtorture check takes no such argument
            list                           | 64 | list: say what: strategies, scenarios, races, profiles, defects
            list profile                   | 64 | list profile: unknown list; did you mean profiles? known: strategies
            list defects twice             | 64 | twice: vmtorture list takes no such argument
            """)
    void isToldInOneLine(String words, int status, String complaint) throws IOException {
        long before = entries();
        assertThat(sandbox.run(words.replace("HOME", home.toString()))).isEqualTo(status);
        assertThat(sandbox.err().lines())
                .singleElement()
                .asString()
                .startsWith("vmtorture: " + complaint.replace("HOME", home.toString()));
        assertThat(sandbox.out()).isEmpty();
        assertThat(entries()).as("files left behind").isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            soak --web 0                   | 64 | --web 0: must be a whole number from 1 to 65535
            soak --web 65536 --for 10s     | 64 | --web 65536: must be a whole number from 1 to 65535
            soak --web http                | 64 | --web http: must be a whole number from 1 to 65535
            soak --web --web               | 64 | --web: given twice
            """)
    void aPortIsToldInOneLine(String words, int status, String complaint) throws IOException {
        isToldInOneLine(words, status, complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            soak --resume x                | 64 | HOME/x: no such run directory
            soak --resume full             | 64 | HOME/full: is not a run directory
            soak --resume prose.txt        | 64 | HOME/prose.txt: no such run directory
            soak --resume                  | 64 | --resume: needs a value, as in: --resume DIR
            soak --resume x --noise 0.1    | 64 | --noise: not beside --resume, which runs what the run began with
            soak --accept-new-version      | 64 | --accept-new-version: goes with --resume DIR
            """)
    void soIsWhatCannotBeResumed(String words, int status, String complaint) throws IOException {
        isToldInOneLine(words, status, complaint);
    }

    private long entries() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.count();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "strategies, vm-struct-vma",
        "scenarios, defect-no-pte-recheck",
        "profiles, verbs-churn",
        "defects, no-pte-recheck"
    })
    void listsNameEverything(String what, String name) {
        assertThat(sandbox.run("list " + what)).isZero();
        assertThat(sandbox.out().lines())
                .anyMatch(line -> line.equals(name) || line.startsWith(name + " "))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(sandbox.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--version, vmtorture",
        "--help, Usage: vmtorture",
        "soak --help, Exit status",
        "explore --help, Exit status",
        "replay --help, Exit status"
    })
    void helpIsNoError(String words, String said) {
        assertThat(sandbox.run(words)).isZero();
        assertThat(sandbox.out()).contains(said);
    }

    @Test
    void theNearestNameIsByLetters() {
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("Same", "same")).isZero();
    }
}
