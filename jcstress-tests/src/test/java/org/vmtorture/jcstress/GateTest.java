package org.vmtorture.jcstress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.runners.TestList;

class GateTest {
    private static final Gate.Seen FINE = new Gate.Seen(1_000, false, List.of());

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
        var idle = new Gate.Seen(0, false, List.of());
        assertThat(Gate.complaints(List.of("A"), List.of(), Map.of("A", idle), 0))
                .containsExactly("A did not run");
    }

    @Test
    void noTestAtAllFails() {
        assertThat(Gate.complaints(List.of(), List.of(), Map.of(), 0)).containsExactly("no test matches");
    }

    @Test
    void aForbiddenOutcomeInAnyRunOfATestFailsAndIsSaidOnce() {
        var bad = new Gate.Seen(1_000, false, List.of("Observed forbidden state: true, true"));
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
        var shown = new Gate.Seen(10, true, List.of());
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

    /** With no annotation processor the jar would hold no test, and jcstress would be content. */
    @Test
    void theProcessorListedOurTests() {
        assertThat(TestList.tests()).isNotEmpty().allMatch(name -> name.startsWith("org.vmtorture."));
    }
}
