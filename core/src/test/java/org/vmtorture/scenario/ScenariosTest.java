package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped scenarios. */
class ScenariosTest {
    static List<String> names() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedScenarioIsReadAndPrintsItself(String name) {
        Scenario scenario = Scenarios.load(name);
        assertThat(scenario.name()).isEqualTo(name);
        assertThat(Scenario.parse(scenario.text(), "again")).isEqualTo(scenario);
    }
}
