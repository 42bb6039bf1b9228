package org.vmtorture.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.runners.TestList;
import org.vmtorture.strategy.StrategyId;

class GateTest {
    private static final Seen FINE = new Seen(Map.of("fine", 1_000L), false, List.of());

    @Test
    void aRunOfEveryTestWithNothingForbiddenPasses() {
        assertThat(Gate.complaints(List.of("A", "B"), List.of(), Map.of("A", FINE, "B", FINE), 0))
                .isEmpty();
    }

    @Test
    void aTestThatDidNotRunFails() {
        assertThat(Gate.complaints(List.of("A", "B"), List.of(), Map.of("A", FINE), 0))
                .containsExactly("B did not run");
    }

    @Test
    void aTestWithoutOneSampleDidNotRun() {
        var idle = Seen.NOTHING;
        assertThat(Gate.complaints(List.of("A"), List.of(), Map.of("A", idle), 0))
                .containsExactly("A did not run");
    }

    @Test
    void noTestAtAllFails() {
        assertThat(Gate.complaints(List.of(), List.of(), Map.of(), 0)).containsExactly("no test matches");
    }

    @Test
    void aForbiddenOutcomeInAnyRunOfATestFailsAndIsSaidOnce() {
        var bad = Seen.failed("Observed forbidden state: true, true");
        assertThat(Gate.complaints(
                        List.of("A"), List.of(), Map.of("A", FINE.plus(bad).plus(bad)), 0))
                .containsExactly("A: Observed forbidden state: true, true");
    }

    @Test
    void aFailureThatLeftNoResultStillFails() {
        assertThat(Gate.complaints(List.of("A"), List.of(), Map.of("A", FINE), 3))
                .containsExactly("jcstress exit=3");
    }

    @Test
    void aControlThatShowedNothingFails() {
        assertThat(Gate.complaints(List.of("A", "B"), List.of("B"), Map.of("A", FINE, "B", FINE), 0))
                .containsExactly("control B showed nothing in 1000 samples");
    }

    @Test
    void aControlPassesThatShowedItsOutcomeInAnyOfItsRuns() {
        var shown = new Seen(Map.of("shown", 10L), true, List.of());
        assertThat(Gate.complaints(List.of("B"), List.of("B"), Map.of("B", FINE.plus(shown)), 0))
                .isEmpty();
    }

    @Test
    void aControlThatDidNotRunIsSaidOnce() {
        assertThat(Gate.complaints(List.of("B"), List.of("B"), Map.of(), 0)).containsExactly("B did not run");
    }

    /** Without an interesting outcome a control could show nothing, and there would be nothing to require. */
    @Test
    void everyControlHasAnOutcomeToShow() {
        List<String> controls =
                TestList.tests().stream().filter(Gate::isControl).toList();
        assertThat(controls)
                .isNotEmpty()
                .allSatisfy(control -> assertThat(TestList.getInfo(control).cases())
                        .anyMatch(outcome -> outcome.expect() == Expect.ACCEPTABLE_INTERESTING));
    }

    @Test
    void aSelectionNarrowsWhatMustRun() {
        assertThat(Gate.selected(List.of("x.A", "x.B"), "-m", "quick", "-t", "B$"))
                .containsExactly("x.B");
        assertThat(Gate.selected(List.of("x.A", "x.B"), "-m", "quick")).containsExactly("x.A", "x.B");
    }

    /** What a processor left out would not be missed by the gate, which asks for what is listed. */
    @ParameterizedTest
    @EnumSource(StrategyId.class)
    void everyStrategyHasTests(StrategyId strategy) {
        String name = strategy.id().replace("-", "");
        assertThat(TestList.tests())
                .filteredOn(test -> test.toLowerCase(Locale.ROOT).endsWith("on" + name))
                .as(name)
                .hasSizeGreaterThanOrEqualTo(5);
    }

    /** What is neither acceptable nor to be shown by a control is forbidden, and every outcome is explained. */
    @Test
    void everyTestForbidsWhatItDoesNotExpectAndExplainsTheRest() {
        for (String test : TestList.tests()) {
            var info = TestList.getInfo(test);
            assertThat(Seen.grade(info, "an outcome that nobody thought of").expect())
                    .as(test)
                    .isIn(Expect.FORBIDDEN, Expect.UNKNOWN);
            assertThat(info.cases())
                    .as(test)
                    .allSatisfy(outcome -> assertThat(outcome.description()).hasSizeGreaterThan(10));
        }
    }

    /** With no annotation processor the jar would hold no test, and jcstress would be content. */
    @Test
    void theProcessorListedOurTests() {
        assertThat(TestList.tests()).isNotEmpty().allMatch(name -> name.startsWith("org.vmtorture."));
    }
}
