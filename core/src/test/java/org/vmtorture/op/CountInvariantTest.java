package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** The refcount of a live page is at least 1 + mapcount; and one that is lower is seen. */
class CountInvariantTest {
    private static final int A = 0;
    private static final int SLOT = 0;

    private final Bench bench = new Bench(StrategyId.TODAY, GupMode.FAST);

    private int look() {
        return bench.kernel.countInvariant().look(bench.cpu0, SLOT, 0);
    }

    private int lookAtRest() {
        Census census = new Census(bench.kernel.machine());
        bench.kernel.audit(bench.cpu0, census);
        return bench.kernel.countInvariant().lookAtRest(bench.cpu0, SLOT, census);
    }

    @Test
    void pinsAreSpareAndPtesAreNot() {
        assertThat(look()).isEqualTo(CountInvariant.NOT_LIVE);
        int mm = bench.newMm();
        bench.vmalloc(A, 2);
        assertThat(look()).isZero();
        int page = bench.mmap(mm, A);
        assertThat(look()).isZero();
        assertThat(bench.pin(mm, page)).isZero();
        assertThat(look()).isEqualTo(1);
        assertThat(bench.kernel.gup().pin(bench.cpu1, mm, page, true, true)).isZero();
        assertThat(look()).isEqualTo(1025);
        assertThat(lookAtRest()).as("pins taken off").isZero();
        bench.vfree(A);
        assertThat(look()).as("the owner is gone").isEqualTo(CountInvariant.NOT_LIVE);
        assertThat(bench.findings).isEmpty();
    }

    @Test
    void aCountThatIsTooLowIsReported() {
        int mm = bench.newMm();
        bench.vmalloc(A, 1);
        int page = bench.mmap(mm, A);
        int pfn = Pte.pfn(bench.kernel.machine().pageTables().pte(mm, page));
        bench.kernel.strategy().put(bench.cpu0, pfn, 1); // a put too many
        assertThat(look()).isEqualTo(-1);
        assertThat(bench.findings).containsExactly(FindingKind.UNDERFLOW);
        assertThat(lookAtRest()).isEqualTo(-1);
    }
}
