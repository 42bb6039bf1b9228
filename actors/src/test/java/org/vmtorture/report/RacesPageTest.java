package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Races;

/** docs/RACES.md is what the tool prints. */
class RacesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "RACES.md");

    @Test
    void theDocumentIsUpToDate() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("./vmtorture list races --markdown > docs/RACES.md")
                .isEqualTo(RacesPage.of(Races.all()));
    }

    @Test
    void eachRaceStandsInTheTableAndHasItsStory() {
        String page = RacesPage.of(Races.all());
        assertThat(Races.all())
                .hasSizeGreaterThanOrEqualTo(32)
                .allSatisfy(
                        race -> assertThat(page).contains("| [" + race.id() + "]", "### " + race.id(), race.story()));
    }

    /** The control: with other races it is another page, and what is true of none is not said. */
    @Test
    void observationsFollowFromTheRaces() {
        List<Race> one = List.of(Races.find("c1").orElseThrow());
        assertThat(RacesPage.of(one))
                .contains("Any count prevents these", "(1 of 1): cve-2024-0582.")
                .doesNotContain("No option prevents these");
        List<Race> other = List.of(Races.find("c6").orElseThrow());
        assertThat(RacesPage.of(other)).contains("No option prevents these").doesNotContain("Any count prevents");
    }
}
