package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.scenario.Scenario;

/** From a finding to a file and back to the finding. */
class ReplayFileTest {
    private static final int ROWS_MAX = 12;

    @TempDir
    Path home;

    static Stream<String> all() {
        return Stream.concat(Defects.scenarios().stream(), Defects.weakened().stream());
    }

    @ParameterizedTest
    @MethodSource("all")
    void aFindingIsShortAndIsShownAHundredTimesFromItsFile(String name) throws IOException {
        ReplayFile written = Defects.file(name);
        assertThat(Trace.rows(Defects.minimised(name).violation().steps())).isLessThanOrEqualTo(ROWS_MAX);
        Path path = Files.writeString(home.resolve("replay.conf"), written.text());
        ReplayFile read = ReplayFile.read(path);
        assertThat(read).isEqualTo(written);
        for (FiberKind kind :
                Arrays.stream(FiberKind.values()).filter(FiberKind::available).toList()) {
            try (var explorer = Explorer.of(read.program(), kind).races(read.races())) {
                for (int i = 0; i < 100; i++) {
                    Replay replay = explorer.replay(read.schedule());
                    assertThat(replay.divergence()).as(kind.text()).isEmpty();
                    assertThat(replay.violation())
                            .map(violation -> Title.of(violation.violated()))
                            .contains(read.title());
                }
            }
        }
    }

    @Test
    void anEditedScheduleDivergesWhereItWasEdited() {
        ReplayFile file = Defects.file("defect-put-before-flush");
        List<Schedule.Choice> choices = new ArrayList<>(file.schedule().choices());
        // nobody is done after seven steps: an enabled set without P is not what the program has
        choices.set(7, new Schedule.Choice(0, 1));
        try (var explorer = Explorer.of(file.program())) {
            Replay replay = explorer.replay(new Schedule(choices));
            assertThat(replay.divergence()).contains(new Divergence(7, 1, 3));
            assertThat(replay.violation()).isEmpty();
            assertThat(ReplayFile.names(file.program(), 3)).isEqualTo("t P");
        }
    }

    @Test
    void anotherProgramDiverges() {
        ReplayFile file = Defects.file("defect-put-before-flush");
        String mended = file.scenario().text().replace("defect = put-before-flush", "defect = none");
        assertThat(mended).isNotEqualTo(file.scenario().text());
        try (var explorer = Explorer.of(Scenario.parse(mended, "mended").on(file.strategy()))) {
            Replay replay = explorer.replay(file.schedule());
            assertThat(replay.divergence()).isPresent();
            assertThat(replay.violation()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            format = 1 | format = 2 | FILE:2: format = 2; this vmtorture reads format 1
            format = 1                  |                             | FILE:1: not a replay file: key format is missing
            format = 1                  | format = one                | FILE:2: format is no whole number
            strategy = today            | strategy = tomorrow         | FILE:5: unknown strategy tomorrow
            races = false               | races = perhaps             | FILE:7: races is neither true nor false
            races = false               |                             | FILE:1: key races is missing; the file is edited
            races = false               | races = false, extra = 1    | FILE:7: unknown key extra; known: format
            races = false               | races = ${HOME}             | FILE:1: a replay file substitutes nothing
            races = false               | include "/etc/passwd"       | FILE:1: a replay file includes nothing
            title =                     | title = "\\u001b[2J" # title | FILE:4: title is longer than 400 characters
            munmap A]                   | munmap A, fly]              | FILE: its scenario is wrong: FILE (scenario):
            "t 2 of t"                  | "t 3 of t"                  | FILE:29: steps = 62, but the schedule has 63
            "t 2 of t" | "t 2 of P" | FILE:33: t 2 of P: t makes a step that it cannot make
            "t 2 of t"                  | "u 2 of t"                  | FILE:33: the scenario has no actor
            "t 2 of t"                  | "t -2 of t"                 | FILE:33: t -2 of t is no part of a schedule
            "t 2 of t"                  | "t 9999999 of t"            | FILE:33: more than 1048576 steps
            "t 2 of t"                  | [t]                         | FILE:33:
            "t 2 of t"                  | "t 2 of t                   | FILE:
            schedule =                  | a = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ | FILE:30: brackets nest too deep
            """)
    void aMistakeIsOneLineThatNamesItsPlace(String right, String wrong, String complaint) {
        String text = Defects.file("defect-put-before-flush").text();
        assertThat(text).contains(right);
        String edited = text.replace(right, wrong == null ? "" : wrong);
        assertThatThrownBy(() -> ReplayFile.parse(edited, "FILE"))
                .isInstanceOf(BadReplay.class)
                .message()
                .startsWith(complaint)
                .doesNotContain("\n", "\u001b");
    }

    @Test
    void aFileThatIsCutOffIsRefused() {
        String text = Defects.file("defect-put-before-flush").text();
        int refused = 0;
        for (int length = 0; length < text.length() - 2; length += 7) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> ReplayFile.parse(cut, "FILE"))
                    .as("cut off after " + length)
                    .isInstanceOf(BadReplay.class)
                    .message()
                    .startsWith("FILE");
            refused++;
        }
        assertThat(refused).isPositive();
        assertThat(ReplayFile.parse(text, "FILE").text()).as("the control").isEqualTo(text);
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        assertThatThrownBy(() -> ReplayFile.read(home)).hasMessageContaining("not a file");
        assertThatThrownBy(() -> ReplayFile.read(home.resolve("none"))).hasMessageContaining("no such file");
        Path large = Files.writeString(home.resolve("large"), "#".repeat(ReplayFile.TEXT_MAX + 1));
        assertThatThrownBy(() -> ReplayFile.read(large)).hasMessageContaining("at most");
        Path binary = Files.write(home.resolve("binary"), new byte[] {(byte) 0xff, 0, 7});
        assertThatThrownBy(() -> ReplayFile.read(binary)).isInstanceOf(BadReplay.class);
    }
}
