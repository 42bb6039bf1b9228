package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.strategy.StrategyId;

/** The catalogue: every race says what it is, is found by each of its names, and shows under some strategy. */
class RacesTest {
    private static final int ORDERS_MAX = 100;

    static List<Race> races() {
        return Races.all();
    }

    @ParameterizedTest
    @MethodSource("races")
    void aRaceIsFoundByEachOfItsNames(Race race) {
        assertThat(race.names()).allSatisfy(name -> {
            assertThat(Races.find(name)).hasValue(race);
            assertThat(Races.find(name.toUpperCase(java.util.Locale.ROOT))).hasValue(race);
        });
    }

    @ParameterizedTest
    @MethodSource("races")
    void aRacesScenarioPrintsItself(Race race) {
        assertThat(Scenario.parse(race.scenario().text(), "again")).isEqualTo(race.scenario());
    }

    /** A race that no strategy shows would be none. */
    @ParameterizedTest
    @MethodSource("races")
    void someStrategyShowsIt(Race race) {
        assertThat(Stream.of(StrategyId.values()))
                .anySatisfy(strategy ->
                        assertThat(race.scenario().expectation().of(strategy)).isNotEmpty());
        assertThat(race.story()).hasSizeGreaterThan(100);
        assertThat(race.scenario().actors()).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("races")
    void noOrderOfWholeOperationsSurprises(Race race) {
        for (StrategyId strategy : StrategyId.values()) {
            Orders.Outcome every = Orders.every(race.scenario().on(strategy), ORDERS_MAX);
            assertThat(race.scenario().expectation().of(strategy))
                    .as("expected of " + strategy.id())
                    .containsAll(every.found());
        }
    }

    @Test
    void noNameStandsForTwo() {
        assertThat(races().stream().flatMap(race -> race.names().stream()).toList())
                .doesNotHaveDuplicates();
        assertThat(races()).extracting(Race::title).doesNotHaveDuplicates();
    }

    @Test
    void whatNobodyKnowsIsNotFound() {
        assertThat(Races.find("cve-1999-0001")).isEmpty();
    }

    @Test
    void aScenarioThatIsNoRaceIsRefused() {
        String text = Scenarios.load("access-vs-vfree").text();
        assertThat(catchThrowable(() -> ScenarioReader.parseRace(text, "plain.conf")))
                .isInstanceOf(BadScenario.class)
                .hasMessageStartingWith("plain.conf:1: key race is missing");
    }
}
