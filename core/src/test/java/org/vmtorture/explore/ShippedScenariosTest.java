package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Races;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.scenario.Window;
import org.vmtorture.strategy.StrategyId;

/**
 * Every shipped scenario and every race of the catalogue under every strategy, in every interleaving: what it expects
 * is found, and nothing else. Where
 * the JVM has no continuations only the first interleavings are tried, which can surprise but not prove.
 */
class ShippedScenariosTest {
    private static final boolean FAST = FiberKind.CONTINUATION.available();
    private static final long EXECUTIONS_MAX = FAST ? Long.MAX_VALUE : 200;

    static Stream<Scenario> all() {
        return Stream.concat(
                Scenarios.names().stream().map(Scenarios::load),
                Races.all().stream().map(Race::scenario));
    }

    private static Verdict explore(Scenario scenario, StrategyId strategy) {
        try (Explorer explorer = Explorer.of(scenario.on(strategy))) {
            return explorer.executions(EXECUTIONS_MAX)
                    .collect(true)
                    .coverage(true)
                    .explore(scenario.weakenings().isEmpty() ? Search.storedStates() : Search.sourceDpor());
        }
    }

    private static Set<FindingKind> kinds(Verdict verdict) {
        return verdict.violations().stream()
                .map(violation -> violation.violated().kind())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FindingKind.class)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void expectationsAreMet(Scenario scenario) {
        for (StrategyId strategy : StrategyId.values()) {
            Verdict verdict = explore(scenario, strategy);
            Set<FindingKind> found = kinds(verdict);
            assertThat(scenario.expectation().of(strategy))
                    .as("expected of " + strategy.id())
                    .containsAll(found);
            if (FAST) {
                assertThat(scenario.expectation().isMetBy(strategy, found))
                        .as("met by " + strategy.id() + " with " + found)
                        .isTrue();
                assertThat(scenario.windows())
                        .as("windows under " + strategy.id())
                        .allMatch(window -> meet(verdict, window));
                boolean bounded = verdict.outcome() == Verdict.Outcome.BOUNDED;
                assertThat(bounded).as("bounded").isEqualTo(scenario.search().bounded());
            }
        }
    }

    /** Whether each of the two operations made an access after one of the other's that it conflicts with. */
    private static boolean meet(Verdict verdict, Window window) {
        return inOrder(verdict, window.actor(), window.operation(), window.other(), window.otherOperation())
                && inOrder(verdict, window.other(), window.otherOperation(), window.actor(), window.operation());
    }

    private static boolean inOrder(Verdict verdict, int first, int firstOperation, int second, int secondOperation) {
        return verdict.coverage().stream()
                .anyMatch(pair -> pair.firstActor() == first
                        && pair.firstOperation() == firstOperation
                        && pair.secondActor() == second
                        && pair.secondOperation() == secondOperation);
    }

    /** The control: an expectation that is turned round is not met. */
    @Test
    void aWrongExpectationIsSeen() {
        String text = Scenarios.load("access-vs-vfree").text();
        Scenario turned = Scenario.parse(
                text.replaceAll("(?m)^expect .*", "expect { default = use-after-free, untracked = clean }"), "turned");
        for (StrategyId strategy : List.of(StrategyId.TODAY, StrategyId.UNTRACKED)) {
            Set<FindingKind> found = kinds(explore(turned, strategy));
            assertThat(turned.expectation().isMetBy(strategy, found)).isFalse();
        }
    }
}
