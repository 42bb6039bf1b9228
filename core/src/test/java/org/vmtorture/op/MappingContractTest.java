package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Op;
import org.vmtorture.strategy.StrategyId;

/**
 * What every strategy owes when mappings are copied, cut, moved, or fail half-way. The driver counts its VMAs
 * throughout.
 */
class MappingContractTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int PAGES = 6;

    /** One region mapped once. */
    private static Bench mapped(StrategyId strategy) {
        var bench = new Bench(strategy, GupMode.FAST);
        assertThat(bench.newMm()).isZero();
        assertThat(bench.create(A, PAGES, false, true)).isZero();
        assertThat(bench.mmap(0, A)).isZero();
        return bench;
    }

    private static void finish(Bench bench) {
        bench.exit(0);
        bench.vfree(A);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void aChildHasItsParentsPagesUntilItExits(StrategyId strategy) {
        Bench bench = mapped(strategy);
        int child = bench.fork(0);
        assertThat(bench.mapped(child)).isEqualTo(PAGES);
        bench.assertClean();
        bench.exit(0);
        bench.vfree(A);
        assertThat(bench.load(child, 2)).isTrue();
        bench.assertClean();
        bench.exit(child);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void aForkThatFailsAtAnyPageLeavesNothingBehind(StrategyId strategy) {
        Bench bench = mapped(strategy);
        int frames = bench.allocatedFrames();
        for (int failAt = 0; failAt < PAGES; failAt++) {
            assertThat(bench.kernel.fork().fork(bench.cpu0, 0, failAt)).isEqualTo(-Errno.ENOMEM);
            assertThat(bench.allocatedFrames())
                    .as("frames after failAt=" + failAt)
                    .isEqualTo(frames);
            bench.assertClean();
        }
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void anMmapThatFailsAtAnyPageLeavesNothingBehind(StrategyId strategy) {
        Bench bench = mapped(strategy);
        int frames = bench.allocatedFrames();
        int other = bench.newMm();
        for (int mm : new int[] {0, other}) {
            for (int failAt = 0; failAt < PAGES; failAt++) {
                assertThat(bench.mmap(mm, A, failAt)).isEqualTo(-Errno.EFAULT);
                assertThat(bench.allocatedFrames())
                        .as("frames after failAt=" + failAt)
                        .isEqualTo(frames);
                bench.assertClean();
            }
        }
        bench.exit(other);
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void mmapKeepsToTheRegionsBounds(StrategyId strategy) {
        Bench bench = mapped(strategy);
        var mmap = bench.kernel.mmap();
        int[][] outside = {{0, PAGES + 1}, {PAGES, 0}, {PAGES - 1, 2}, {-1, 1}, {Integer.MAX_VALUE, 2}};
        for (int[] range : outside) {
            assertThat(mmap.mmap(bench.cpu0, 0, A, range[0], range[1], 0, Mmap.NO_FAILURE))
                    .as("pgoff=" + range[0] + " pages=" + range[1])
                    .isEqualTo(-Errno.EINVAL);
        }
        assertThat(mmap.mmap(bench.cpu0, 0, A, PAGES - 1, 1, 0, Mmap.NO_FAILURE))
                .isEqualTo(PAGES);
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void munmapTakesHeadMiddleAndTail(StrategyId strategy) {
        for (int start = 0; start < PAGES; start++) {
            for (int pages = 1; pages <= PAGES - start; pages++) {
                Bench bench = mapped(strategy);
                for (int page = 0; page < PAGES; page++) {
                    bench.load(0, page);
                }
                bench.munmap(0, start, pages);
                for (int page = 0; page < PAGES; page++) {
                    boolean gone = page >= start && page < start + pages;
                    assertThat(bench.load(0, page)).as("page=" + page).isEqualTo(!gone);
                }
                bench.assertClean();
                finish(bench);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void munmapSpansSeveralVmas(StrategyId strategy) {
        Bench bench = mapped(strategy);
        assertThat(bench.create(B, PAGES, false, true)).isZero();
        assertThat(bench.mmap(0, B)).isEqualTo(PAGES);
        assertThat(bench.mmap(0, A)).isEqualTo(2 * PAGES);
        bench.munmap(0, 1, 3 * PAGES - 2);
        assertThat(bench.mapped(0)).isEqualTo(2);
        bench.vfree(B);
        assertThat(bench.kernel.regions().isFree(B)).isTrue();
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void mremapMovesAnyPart(StrategyId strategy) {
        for (int start = 0; start < PAGES; start++) {
            for (int pages = 1; pages <= PAGES - start; pages++) {
                Bench bench = mapped(strategy);
                int frames = bench.allocatedFrames();
                bench.load(0, start);
                int to = bench.kernel.mremap().mremap(bench.cpu0, 0, start, pages, 100); // behind another table
                assertThat(to).isEqualTo(100);
                assertThat(bench.load(0, start)).as("load at the old address").isFalse();
                assertThat(bench.load(0, to)).isTrue();
                assertThat(bench.mapped(0)).isEqualTo(PAGES);
                int tables = pages == PAGES ? 0 : 1; // the old one went if nobody needs it
                assertThat(bench.allocatedFrames()).isEqualTo(frames + tables);
                bench.assertClean();
                finish(bench);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void mremapRefusesWhatNoSingleVmaCovers(StrategyId strategy) {
        Bench bench = mapped(strategy);
        var mremap = bench.kernel.mremap();
        assertThat(mremap.mremap(bench.cpu0, 0, 3, PAGES, 100)).isEqualTo(-Errno.EFAULT);
        assertThat(mremap.mremap(bench.cpu0, 0, 50, 1, 100)).isEqualTo(-Errno.EFAULT);
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void runningOutOfVmaSlotsChangesNothing(StrategyId strategy) {
        Bench bench = mapped(strategy);
        int slots = bench.kernel.machine().size().vmasPerMm();
        for (int i = 1; i < slots; i++) {
            assertThat(bench.mmap(0, A)).isEqualTo(i * PAGES);
        }
        assertThat(bench.mmap(0, A)).isEqualTo(-Errno.ENOMEM);
        assertThat(bench.kernel.munmap().munmap(bench.cpu0, 0, 1, 2)).isEqualTo(-Errno.ENOMEM);
        assertThat(bench.kernel.mremap().mremap(bench.cpu0, 0, 1, 2, 100)).isEqualTo(-Errno.ENOMEM);
        assertThat(bench.mapped(0)).isEqualTo(slots * PAGES);
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void memoryUsedUpFailsCleanly(StrategyId strategy) {
        Bench bench = mapped(strategy);
        int region = B;
        while (region < Bench.REGIONS && bench.create(region, 8, false, true) == 0) {
            region++;
        }
        int hogged = 0;
        while (bench.kernel.machine().allocator().alloc(bench.cpu1, FrameOwner.ANON, Op.SLAB) >= 0) {
            hogged++;
        }
        assertThat(hogged).isPositive();
        assertThat(bench.kernel.regions().isLive(A)).isTrue();
        int mm = bench.newMm();
        while (bench.kernel.neighbour().allocate(bench.cpu0, FrameOwner.SLAB)) {}
        assertThat(bench.mmap(mm, A)).as("no frame for a page table").isEqualTo(-Errno.ENOMEM);
        assertThat(bench.fork(0)).as("no frame for the child's").isEqualTo(-Errno.ENOMEM);
        bench.assertClean();
    }

    @ParameterizedTest
    @EnumSource
    void aProcessMayExitWithPins(StrategyId strategy) {
        Bench bench = mapped(strategy);
        boolean pinned = bench.pin(0, 1) == 0;
        assertThat(pinned).isEqualTo(strategy != StrategyId.UNTRACKED);
        bench.kernel.gup().pin(bench.cpu1, 0, 2, false, true);
        bench.exit(0);
        bench.vfree(A);
        bench.assertClean();
        while (bench.cpu1.ledger().pins() > 0) {
            bench.kernel.pins().load(bench.cpu1, 0);
            bench.unpin();
        }
        bench.assertCleanAndAllGivenBack();
    }
}
