package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.memory.CountingMemory;
import org.vmtorture.memory.CountingMemory.Counts;
import org.vmtorture.strategy.StrategyId;

/** What a pin costs, in accesses: golden numbers, free of noise. A change of one of them is a change of the model. */
class CostTest {
    private static final int A = 0;
    private static final int MM = 0; // the first address space, whose first page is mapped
    private static final int PAGE = 0;

    private final CountingMemory memory = new CountingMemory();

    private Counts cost(Runnable operation) {
        memory.reset();
        operation.run();
        return memory.counts();
    }

    private Bench boot(StrategyId strategy) {
        var bench = new Bench(memory, strategy, GupMode.FAST);
        bench.newMm();
        bench.vmalloc(A, 1);
        bench.mmap(MM, A);
        return bench;
    }

    /* 11 loads: cpumask, interrupts, PMD, PTE, memdesc, count, memdesc again, PTE again, PMD again, and interrupts; one
     * memdesc more for the oracle. 1 store: interrupts on. 2 RMWs: interrupts off, and the get. An unpin is a put, and
     * the oracle's memdesc. */
    @Test
    void aPinAndAnUnpinOfVmStruct() {
        Bench bench = boot(StrategyId.VM_STRUCT);
        bench.pin(MM, PAGE); // from now on the CPU stands in the address space's cpumask
        bench.unpin();
        assertThat(cost(() -> bench.pin(MM, PAGE))).isEqualTo(new Counts(11, 1, 2));
        assertThat(cost(bench::unpin)).isEqualTo(new Counts(1, 0, 1));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNTRACKED")
    void everyStrategyPinsAndUnpinsWithOneRmwOnItsCount(StrategyId strategy) {
        Bench bench = boot(strategy);
        bench.pin(MM, PAGE);
        bench.unpin();
        assertThat(cost(() -> bench.pin(MM, PAGE)).rmws())
                .as("and one for interrupts")
                .isEqualTo(2);
        assertThat(cost(bench::unpin).rmws()).isEqualTo(1);
    }

    @Test
    void aPinThatIsRefusedChangesNoCount() {
        Bench bench = boot(StrategyId.UNTRACKED);
        bench.kernel.gup().fast(bench.cpu1, MM, PAGE, true, false);
        assertThat(cost(() -> bench.kernel.gup().fast(bench.cpu1, MM, PAGE, true, false))
                        .rmws())
                .as("interrupts alone")
                .isEqualTo(1);
    }

    /* A hit: tag and entry; the instruction begins with an RMW and ends with a store. A miss: tag, cpumask, PMD and
     * PTE; the CPU enters the cpumask, and the TLB keeps tag and entry. */
    @Test
    void aUserLoadThatHitsTheTlbWalksNoPageTable() {
        Bench bench = boot(StrategyId.VM_STRUCT);
        assertThat(cost(() -> bench.load(MM, PAGE))).as("miss").isEqualTo(new Counts(4, 3, 2));
        assertThat(cost(() -> bench.load(MM, PAGE))).as("hit").isEqualTo(new Counts(2, 1, 1));
    }
}
