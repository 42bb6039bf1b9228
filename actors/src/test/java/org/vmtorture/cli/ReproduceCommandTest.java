package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vmtorture.scenario.Races;

/** Races of the catalogue from the command line to the screen, the disk and the exit status. */
class ReproduceCommandTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void sandbox() {
        sandbox = new Sandbox(home);
    }

    @Test
    void aRaceIsToldAndReplayed() throws IOException {
        assertThat(sandbox.run("reproduce io-uring-pbuf-ring --strategy today,untracked"))
                .isZero();
        assertThat(sandbox.out())
                .contains("reproduce on", "race       cve-2024-0582: io_uring", "reference  CVE-2024-0582")
                .contains("IORING_UNREGISTER_PBUF_RING", "BUG: VMTORTURE: use-after-free write", "Trace: ")
                .containsPattern("today +clean +clean\n +untracked +use-after-free +use-after-free\n")
                .contains("2 explored, 1 finding, all as expected\nExit 0: ");
        assertThat(sandbox.out().indexOf("IORING_")).isLessThan(sandbox.out().indexOf("BUG: "));
        assertThat(sandbox.err()).isEmpty();
        String command = sandbox.out()
                .lines()
                .filter(line -> line.startsWith("./vmtorture replay "))
                .findFirst()
                .orElseThrow();
        assertThat(command).contains("-reproduce/findings/");
        assertThat(sandbox.run(command.substring("./vmtorture ".length()))).isEqualTo(1);
        assertThat(sandbox.out()).contains("Reproduced 1/1");
    }

    @Test
    void aStrategyThatPreventsItShowsNoTrace() {
        assertThat(sandbox.run("reproduce c1 --strategy vm-struct")).isZero();
        assertThat(sandbox.out()).doesNotContain("BUG: ").containsPattern("vm-struct +clean +clean");
    }

    @Test
    void programsReadTheStoryToo() throws IOException {
        assertThat(sandbox.run("reproduce c10 --strategy untracked --json --run-dir run"))
                .isZero();
        JsonNode run = new ObjectMapper().readTree(sandbox.out());
        assertThat(run.get("mode").asText()).isEqualTo("reproduce");
        assertThat(run.get("race").get("id").asText()).isEqualTo("cve-2026-43497");
        assertThat(run.get("explorations").get(0).get("outcome").asText()).isEqualTo("violated");
        assertThat(home.resolve("run/run.json")).isRegularFile();
        assertThat(Files.readString(home.resolve("run/table.txt"))).contains("udlfb");
    }

    @Test
    void theyAreListed() {
        assertThat(sandbox.run("list races")).isZero();
        assertThat(Races.all()).allSatisfy(race -> {
            assertThat(sandbox.out()).containsPattern("(?m)^" + race.id() + " ");
            assertThat(race.aliases())
                    .allSatisfy(alias -> assertThat(sandbox.out()).contains(alias));
        });
        assertThat(sandbox.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            reproduce                     | reproduce: say which race: an id of list races
            reproduce cve-2024-0583       | cve-2024-0583: unknown race; did you mean cve-2024-0582? list races names
            reproduce rxe-map             | rxe-map: unknown race; did you mean rxe-mmap? list races names them all
            reproduce c1 --strategy tody  | --strategy tody: unknown strategy; did you mean today?
            reproduce c1 --budget 30      | --budget 30: must be a time such as
            reproduce c1 c9               | c9: vmtorture reproduce takes no such argument
            list defects --markdown       | --markdown: only races have a page
            reproduce c1 --search dfs     | --search: unknown option
            """)
    void isToldInOneLine(String words, String complaint) {
        assertThat(sandbox.run(words)).isEqualTo(64);
        assertThat(sandbox.err().lines()).singleElement().asString().startsWith("vmtorture: " + complaint);
        assertThat(home.resolve("vmtorture-runs")).doesNotExist();
    }
}
