package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.Finding;
import org.vmtorture.strategy.StrategyId;

/** Which findings of a flood are told to be like each other. */
class LikenessTest {
    private static final Finding LOADED =
            finding("000000000001", FindingKind.USE_AFTER_FREE, Op.LOAD, "driver-0, vfree");
    private static final Finding STORED =
            finding("000000000002", FindingKind.USE_AFTER_FREE, Op.STORE, "driver-1, vfree");
    private static final Finding PINNED =
            finding("000000000003", FindingKind.USE_AFTER_FREE, Op.PIN_LOAD, "proc-1, munmap");
    private static final Finding LEAKED = finding("000000000004", FindingKind.LEAK, Op.LOAD, "driver-0, vfree");
    private static final List<Finding> ALL = List.of(LOADED, STORED, PINNED, LEAKED);

    private static Finding finding(String id, FindingKind kind, Op op, String freed) {
        return new Finding(
                id,
                kind.id() + " in " + op.function(),
                kind,
                StrategyId.TODAY,
                false,
                "none",
                op,
                "proc-3",
                5,
                -1,
                0,
                "",
                freed,
                "",
                List.of(),
                List.of(),
                0);
    }

    @Test
    void theSameKindByTheSameFunctionIsAlike() {
        assertThat(Likeness.of(LOADED, ALL)).as("freed by vfree too").containsExactly(STORED.id());
        assertThat(Likeness.of(PINNED, ALL))
                .as("the control: another way to free")
                .isEmpty();
        assertThat(Likeness.of(LEAKED, ALL)).as("the control: another kind").isEmpty();
    }

    @Test
    void whatWasNotTriedNamesOneThatCameDown() {
        var down = new Repro("yes, 4 steps, from the recorded operations", 4, "./vmtorture replay x");
        var late = new Repro("not tried: the soak was over first", 0, "");
        assertThat(Likeness.with(late, List.of(STORED.id()), Map.of(STORED.id(), down))
                        .how())
                .isEqualTo("not tried: the soak was over first; 000000000002, which is like it, was: yes, 4 steps, from"
                        + " the recorded operations");
        assertThat(Likeness.with(late, List.of(STORED.id()), Map.of(STORED.id(), late)))
                .as("the control: neither did")
                .isEqualTo(late);
        assertThat(Likeness.with(down, List.of(STORED.id()), Map.of(STORED.id(), down)))
                .as("the control: it did itself")
                .isEqualTo(down);
    }
}
