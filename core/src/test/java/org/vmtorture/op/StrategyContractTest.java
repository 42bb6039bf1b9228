package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** What every strategy owes its callers, whatever it counts. */
class StrategyContractTest {
    private static final int A = 0;
    private static final int B = 1;

    static Stream<StrategyId> keeping() {
        return Stream.of(StrategyId.values())
                .filter(id -> new Bench(id, GupMode.FAST).kernel.strategy().keepsMappedPages());
    }

    @ParameterizedTest
    @EnumSource
    void aRegionsLifeGivesEveryFrameBack(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 5);
        int page = bench.mmap(mm, A);
        for (int i = 0; i < 5; i++) {
            assertThat(bench.load(mm, page + i)).isTrue();
        }
        bench.assertClean();
        bench.munmap(mm, page, 5);
        assertThat(bench.load(mm, page)).as("load of an unmapped page").isFalse();
        bench.vfree(A);
        bench.exit(mm);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void pagesOutliveVfreeWhileTheyAreMapped(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        assertThat(bench.kernel.strategy().keepsMappedPages()).isTrue();
        int mm = bench.newMm();
        bench.vmalloc(A, 2);
        int page = bench.mmap(mm, A);
        bench.vfree(A);
        bench.vmalloc(B, 2);
        assertThat(bench.load(mm, page)).isTrue();
        assertThat(bench.load(mm, page + 1)).isTrue();
        bench.assertClean();
        bench.exit(mm);
        bench.vfree(B);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource(names = "UNTRACKED")
    void untrackedPagesDieAtVfree(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 1);
        int page = bench.mmap(mm, A);
        bench.vfree(A);
        bench.load(mm, page);
        assertThat(bench.findings).containsExactly(FindingKind.USE_AFTER_FREE);
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aPinOutlivesTheMappingAndVfree(StrategyId strategy) {
        for (GupMode mode : List.of(GupMode.SLOW, GupMode.FAST)) {
            var bench = new Bench(strategy, mode);
            int mm = bench.newMm();
            bench.vmalloc(A, 3);
            int page = bench.mmap(mm, A);
            assertThat(bench.pin(mm, page + 1)).as("pin with gup=" + mode).isZero();
            bench.exit(mm);
            bench.vfree(A);
            bench.vmalloc(B, 3);
            bench.kernel.pins().store(bench.cpu1, 0, 42);
            assertThat(bench.kernel.pins().load(bench.cpu1, 0)).isEqualTo(42);
            bench.assertClean();
            bench.unpin();
            bench.vfree(B);
            bench.assertCleanAndAllGivenBack();
        }
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aLongTermPinIsReleasedAsItWasTaken(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 1);
        int page = bench.mmap(mm, A);
        assertThat(bench.kernel.gup().pin(bench.cpu1, mm, page, true, true)).isZero();
        bench.assertClean();
        bench.vfree(A);
        bench.exit(mm);
        assertThat(bench.allocatedFrames()).as("frames that the pin keeps").isEqualTo(1);
        bench.unpin();
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aPinIsHandedOnToAnotherCpu(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 1);
        bench.pin(mm, bench.mmap(mm, A));
        long grant = bench.cpu1.ledger().pinPte(0);
        long hold = bench.cpu1.ledger().pinHold(0);
        bench.kernel.pins().handOn(bench.cpu1, 0);
        assertThat(bench.kernel.pins().receive(bench.cpu0, grant, hold)).isTrue();
        bench.assertClean();
        bench.exit(mm);
        bench.vfree(A);
        bench.kernel.pins().unpin(bench.cpu0, 0);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aLastPutInAtomicContextNeverSleeps(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 2);
        bench.pin(mm, bench.mmap(mm, A));
        bench.exit(mm);
        bench.vfree(A);
        bench.kernel.pins().unpinAtomic(bench.cpu1, 0);
        assertThat(bench.cpu1.atomic()).as("interrupts off afterwards").isFalse();
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void gupRefusesWhereTheSwitchOrTheStrategySaysSo(StrategyId strategy) {
        for (GupMode mode : GupMode.values()) {
            var bench = new Bench(strategy, mode);
            int mm = bench.newMm();
            bench.vmalloc(A, 1);
            int page = bench.mmap(mm, A);
            boolean refuses = mode == GupMode.REFUSE || strategy == StrategyId.UNTRACKED;
            assertThat(bench.pin(mm, page)).isEqualTo(refuses ? -Errno.EFAULT : 0);
            assertThat(bench.kernel.gup().fast(bench.cpu1, mm, page, true, false))
                    .as("gup_fast with gup=" + mode)
                    .isEqualTo(!untracked(strategy) && mode != GupMode.SLOW);
            assertThat(bench.pin(mm, page + 100)).as("pin of an unmapped page").isEqualTo(-Errno.EFAULT);
            bench.assertClean();
            while (bench.cpu1.ledger().pins() > 0) {
                bench.unpin();
            }
            bench.vfree(A);
            if (!untracked(strategy)) {
                bench.exit(mm);
                bench.assertCleanAndAllGivenBack();
            }
        }
    }

    private static boolean untracked(StrategyId strategy) {
        return strategy == StrategyId.UNTRACKED;
    }

    @ParameterizedTest
    @EnumSource
    void blocksFromAllocPagesLiveLikeAreas(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        assertThat(bench.create(A, 8, true, true)).isZero();
        int page = bench.mmap(mm, A);
        assertThat(bench.mapped(mm)).isEqualTo(8);
        bench.load(mm, page + 3);
        bench.pin(mm, page + 5); // a tail page: its head's reference, or the area's
        bench.munmap(mm, page + 1, 3);
        bench.vfree(A);
        bench.assertClean();
        bench.exit(mm);
        if (bench.cpu1.ledger().pins() > 0) {
            bench.kernel.pins().load(bench.cpu1, 0);
            bench.unpin();
        }
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void aSecondDestroyIsRefused(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        bench.vmalloc(A, 1);
        bench.vfree(A);
        assertThat(bench.kernel.regions().destroy(bench.cpu0, A)).isEqualTo(-Errno.EINVAL);
        assertThat(bench.mmap(bench.newMm(), A)).as("mmap of a freed region").isEqualTo(-Errno.EINVAL);
        bench.assertClean();
    }

    @ParameterizedTest
    @EnumSource
    void aDriverThatCountsWaitsForItsLastVma(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        assertThat(bench.create(A, 4, false, true)).isZero();
        int page = bench.mmap(mm, A);
        bench.munmap(mm, page + 1, 1); // splits: two VMAs from now on
        bench.vfree(A);
        assertThat(bench.create(A, 1, false, true)).as("a new life too early").isEqualTo(-Errno.EBUSY);
        bench.munmap(mm, page, 1);
        assertThat(bench.load(mm, page + 3)).isTrue();
        assertThat(bench.kernel.regions().isFree(A)).isFalse();
        bench.assertClean();
        bench.munmap(mm, page + 2, 2);
        assertThat(bench.kernel.regions().isFree(A)).isTrue();
        bench.exit(mm);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void aDriverThatDoesNotCountIsFreeAtOnce(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 1);
        bench.mmap(mm, A);
        bench.vfree(A);
        assertThat(bench.kernel.regions().isFree(A)).isTrue();
        bench.exit(mm);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void destroyInAtomicContextLeavesTheFreeToAWorker(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        bench.vmalloc(A, 3);
        assertThat(bench.kernel.regions().destroyAtomic(bench.cpu0, A)).isZero();
        assertThat(bench.kernel.regions().isFree(A))
                .as("freed before the worker ran")
                .isFalse();
        assertThat(bench.kernel.work(bench.cpu1)).isTrue();
        assertThat(bench.kernel.regions().isFree(A)).isTrue();
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void aWalkerReadsMapCountsWhereThereAreSome(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        assertThat(bench.create(A, 3, false, true)).isZero();
        int page = bench.mmap(mm, A);
        boolean counts = keepsMapCounts(bench, mm, page);
        int child = bench.fork(mm);
        assertThat(bench.kernel.walk().walk(bench.cpu1, mm, 0)).isEqualTo(counts ? 6 : 0);
        bench.exit(child);
        assertThat(bench.kernel.walk().walk(bench.cpu1, mm, 0)).isEqualTo(counts ? 3 : 0);
        bench.exit(mm);
        bench.vfree(A);
        bench.assertCleanAndAllGivenBack();
    }

    private static boolean keepsMapCounts(Bench bench, int mm, int page) {
        int pfn = Pte.pfn(bench.kernel.machine().pageTables().pte(mm, page));
        return bench.kernel.strategy().isFolio(pfn);
    }

    @ParameterizedTest
    @EnumSource(names = {"TODAY", "PAGE_MEMDESC"})
    void mapCountsAreKept(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int mm = bench.newMm();
        bench.vmalloc(A, 1);
        assertThat(keepsMapCounts(bench, mm, bench.mmap(mm, A))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anAddressRestsBeforeItIsReused(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        int purged = 0;
        int first = -1;
        for (int round = 0; round < 64; round++) {
            bench.vmalloc(A, 1);
            int address = bench.kernel.regions().address(A);
            first = round == 0 ? address : first;
            purged += round > 0 && address == first ? 1 : 0;
            assertThat(round == 1 && address == first)
                    .as("address reused at once")
                    .isFalse();
            bench.vfree(A);
            bench.kernel.work(bench.cpu0);
        }
        assertThat(purged).as("times that the first address came back").isPositive();
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void aNeighbourTakesTheFrameThatWasFreedLast(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        bench.vmalloc(A, 1);
        bench.vfree(A);
        bench.kernel.work(bench.cpu0);
        assertThat(bench.kernel.neighbour().allocate(bench.cpu0, FrameOwner.SLAB))
                .isTrue();
        int pfn = (int) (bench.cpu0.ledger().neighbour(0) & 0xFF_FFFF);
        long truth = bench.kernel.machine().frames().truth(pfn);
        assertThat(Truth.owner(truth)).isEqualTo(FrameOwner.SLAB);
        assertThat(Truth.generation(truth)).as("the frame's second life").isEqualTo(3);
        bench.kernel.neighbour().free(bench.cpu0, 0);
        bench.assertCleanAndAllGivenBack();
    }
}
