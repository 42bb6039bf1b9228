package org.vmtorture.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.strategy.StrategyId;

/** The part of the decision table that is exact: the same in every run, and different where strategies differ. */
class ExactCostTest {
    @ParameterizedTest
    @EnumSource
    void twoRunsSayTheSame(StrategyId strategy) {
        assertThat(DecisionTable.exact(strategy)).isEqualTo(DecisionTable.exact(strategy));
    }

    @Test
    void countingPerPteCostsAnAtomicForEachPageAndCountingPerVmaDoesNot() {
        assertThat(more(StrategyId.VM_STRUCT, "map") - more(StrategyId.VM_STRUCT_VMA, "map"))
                .isEqualTo(1.0);
        assertThat(more(StrategyId.VM_STRUCT, "fork") - more(StrategyId.VM_STRUCT_VMA, "fork"))
                .isEqualTo(1.0);
    }

    private static double more(StrategyId strategy, String operation) {
        return ExactCost.of(strategy).get(operation).more().rmws();
    }

    @Test
    void whatUntrackedCannotDoIsSeenByTrying() {
        Map<String, String> untracked = Semantics.of(StrategyId.UNTRACKED);
        assertThat(untracked).containsEntry("gup-fast", Semantics.REFUSED).containsEntry("gup-slow", Semantics.REFUSED);
        assertThat(untracked).containsEntry("vfree while mapped", Semantics.LOST);
        assertThat(Semantics.of(StrategyId.TODAY))
                .containsEntry("gup-fast", Semantics.SUPPORTED)
                .containsEntry("vfree while mapped", Semantics.SUPPORTED)
                .containsEntry("walker: mapcount", Semantics.SUPPORTED);
        assertThat(Semantics.of(StrategyId.VM_STRUCT)).containsEntry("walker: mapcount", Semantics.LOST);
    }

    @Test
    void aPinHoldsAWholeAreaOnlyWhereTheAreaIsCounted() {
        assertThat(Retention.of(StrategyId.TODAY).peak()).isZero();
        assertThat(Retention.of(StrategyId.VM_STRUCT).peak()).isGreaterThanOrEqualTo(63);
        assertThat(Retention.of(StrategyId.UNTRACKED).pinned()).isFalse();
    }

    @Test
    void memoryOfA64MiBAreaIsThatOfItsObjects() {
        long pages = 16384;
        assertThat(Memory.kernelBytes(StrategyId.TODAY, pages)).isEqualTo(pages * 64);
        assertThat(Memory.kernelBytes(StrategyId.KMEM_MEMDESC, pages)).isEqualTo(pages * 16);
        assertThat(Memory.kernelBytes(StrategyId.UNTRACKED, pages)).isZero();
        assertThat(Memory.kernelBytes(StrategyId.VM_STRUCT, pages)).isEqualTo(8);
    }
}
