package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.memory.Access;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Weakening;
import org.vmtorture.strategy.StrategyId;

/** The real model under the explorer: gup-fast, munmap and vfree meet on a page. */
class ModelRaceTest {
    @ParameterizedTest
    @EnumSource
    void noStrategyLosesAPage(StrategyId strategy) {
        try (var explorer = Explorer.of(new ModelRace(strategy, Defect.NONE, false))) {
            Verdict verdict = explorer.races(true).explore(Search.sourceDpor());
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.EXHAUSTED);
            assertThat(verdict.distinct()).isGreaterThan(10);
            assertThat(verdict.redundant()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "TODAY, PUT_BEFORE_FLUSH, true, STALE_TLB",
        "TODAY, NO_PTE_RECHECK, false, WRONG_OBJECT",
        "VM_STRUCT, UNCONDITIONAL_GET, false, RESURRECTION"
    })
    void aDefectIsFoundAndMinimised(StrategyId strategy, Defect defect, boolean toucher, FindingKind kind) {
        try (var explorer = Explorer.of(new ModelRace(strategy, defect, toucher))) {
            Violation found = explorer.explore(Search.sourceDpor()).violation().orElseThrow();
            assertThat(found.violated().kind()).isEqualTo(kind);
            Minimal minimal = explorer.minimise(kind, 2).orElseThrow();
            assertThat(minimal.fewestPreemptions()).isTrue();
            assertThat(minimal.violation().schedule().preemptions()).isEqualTo(1);
            assertThat(explorer.replay(minimal.violation().schedule()).violation())
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPutThatOrdersTooLittleRacesWithTheLastUse(Weakening.Side side) {
        try (var explorer = Explorer.of(new ModelRace(StrategyId.TODAY, Defect.NONE, false))) {
            Verdict verdict = explorer.races(true)
                    .weaken(new Weakening("page.refcount", side))
                    .explore(Search.sourceDpor());
            Violation race = verdict.violation().orElseThrow();
            assertThat(race.violated().kind()).isEqualTo(FindingKind.DATA_RACE);
            Step put = race.steps().get(race.steps().size() - 1);
            assertThat(put.row()).isEqualTo("page.refcount");
            assertThat(put.access()).isEqualTo(Access.ADD);
        }
    }

    /** Stored states and source-DPOR agree on the states at rest. */
    @Test
    void bothReductionsReachTheSameStates() {
        var program = new ModelRace(StrategyId.TODAY, Defect.NONE, true);
        Seen traces = Seen.by(new SourceSets(), program);
        Seen states = Seen.by(new ByState(true), program);
        assertThat(traces.covered && states.covered).isTrue();
        assertThat(states.restStates).isEqualTo(traces.restStates).isNotEmpty();
    }
}
