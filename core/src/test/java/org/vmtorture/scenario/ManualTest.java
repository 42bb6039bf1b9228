package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;

/** docs/SCENARIOS.md says everything that can be written, and its example can be. */
class ManualTest {
    private static String manual() throws IOException {
        return Files.readString(Path.of("..", "docs", "SCENARIOS.md"));
    }

    @Test
    void everyVerbStandsInTheManual() throws IOException {
        String manual = manual();
        for (Form form : Form.values()) {
            assertThat(manual).contains("| `" + form.usage() + "` |");
        }
    }

    @Test
    void theManualHasNoOtherVerbs() throws IOException {
        List<String> listed = manual().lines()
                .dropWhile(line -> !line.equals("## Verbs"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(listed)
                .isEqualTo(Arrays.stream(Form.values()).map(Form::usage).toList());
    }

    @Test
    void everyKeyAndSettingStandsInTheManual() throws IOException {
        String manual = manual();
        for (String key : ScenarioReader.KEYS) {
            assertThat(manual).contains("| `" + key + "` |");
        }
        assertThat(ScenarioReader.AREA_KEYS).allMatch(key -> manual.contains("`" + key + "`"));
        assertThat(ScenarioReader.MEMORIES).allMatch(memory -> manual.contains("`" + memory + "`"));
        assertThat(ScenarioReader.MAPPINGS).allMatch(mapping -> manual.contains("`" + mapping + "`"));
        assertThat(RaceReader.KEYS).allMatch(manual::contains);
        assertThat(ScenarioReader.DRIVERS).allMatch(driver -> manual.contains("`" + driver + "`"));
        assertThat(Settings.ids(GupMode.values())).allMatch(mode -> manual.contains("`" + mode + "`"));
        assertThat(Settings.ids(Shootdown.values())).allMatch(way -> manual.contains("`" + way + "`"));
        assertThat(Arrays.stream(Search.Kind.values()).map(Search.Kind::id))
                .allMatch(kind -> manual.contains("`" + kind));
    }

    @Test
    void theManualsExampleIsReadAndPrintsItself() throws IOException {
        String example = manual().lines()
                .dropWhile(line -> !line.startsWith("    name"))
                .takeWhile(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));
        Scenario scenario = Scenario.parse(example, "SCENARIOS.md");
        assertThat(scenario.actors()).isEqualTo(3);
        assertThat(Scenario.parse(scenario.text(), "again")).isEqualTo(scenario);
    }
}
