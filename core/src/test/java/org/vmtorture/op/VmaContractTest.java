package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Pipes;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Vmas;
import org.vmtorture.strategy.StrategyId;

/** What every strategy owes under mprotect, madvise, fixed mappings, fault handlers and pipes. */
class VmaContractTest {
    private static final int A = 0;
    private static final int B = 1;
    private static final int PAGES = 6;
    private static final int MM = 0;
    private static final MachineSize SIZE = new MachineSize(256, 2, 8, 256, 32, 16, 8, Shootdown.BROADCAST, 2);

    private static Bench mapped(StrategyId strategy, long vmOps) {
        var bench = new Bench(new HardwareMemory(), SIZE, strategy, GupMode.FAST);
        assertThat(bench.newMm()).isEqualTo(MM);
        assertThat(bench.create(A, PAGES, AreaKind.VMALLOC, vmOps | VmOps.COUNTED))
                .isZero();
        assertThat(bench.mmap(MM, A)).isZero();
        return bench;
    }

    private static Bench mapped(StrategyId strategy) {
        return mapped(strategy, VmOps.REMAP_VMALLOC_RANGE);
    }

    private static void finish(Bench bench) {
        bench.exit(MM);
        bench.vfree(A);
        bench.assertCleanAndAllGivenBack();
    }

    @ParameterizedTest
    @EnumSource
    void mprotectTakesRightsAwayAtOnceAndGivesThemBack(StrategyId strategy) {
        Bench bench = mapped(strategy);
        assertThat(bench.load(MM, 2)).isTrue(); // the TLB knows the page
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 2, 4, 0)).isZero();
        assertThat(bench.load(MM, 2)).isFalse();
        assertThat(bench.load(MM, 1)).isTrue();
        assertThat(bench.pin(MM, 3)).isEqualTo(-Errno.EFAULT);
        assertThat(bench.mapped(MM)).as("still mapped").isEqualTo(PAGES);
        bench.assertClean();
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 0, PAGES, Vmas.READ))
                .isZero();
        assertThat(bench.load(MM, 2)).isTrue();
        assertThat(bench.kernel.userAccess().store(bench.cpu1, MM, 2, 7)).isFalse();
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 0, PAGES, Vmas.PROTECTION))
                .isZero();
        assertThat(bench.kernel.userAccess().store(bench.cpu1, MM, 2, 7)).isTrue();
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void mprotectOfAHoleChangesWhatLiesBefore(StrategyId strategy) {
        Bench bench = mapped(strategy);
        bench.munmap(MM, 3, 1);
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 1, PAGES, 0))
                .isEqualTo(-Errno.ENOMEM);
        assertThat(bench.load(MM, 2)).isFalse();
        assertThat(bench.load(MM, 4)).isTrue();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void aFixedMappingReplacesWhatWasThere(StrategyId strategy) {
        Bench bench = mapped(strategy);
        assertThat(bench.create(B, 2, false, true)).isZero();
        assertThat(bench.kernel.mmap().mmapFixed(bench.cpu0, MM, B, 0, 2, 2, Vmas.READ))
                .isEqualTo(2);
        assertThat(bench.mapped(MM)).isEqualTo(PAGES);
        assertThat(bench.kernel.userAccess().store(bench.cpu1, MM, 2, 1)).isFalse();
        bench.assertClean();
        assertThat(bench.kernel.mmap().mmapFixed(bench.cpu0, MM, B, 0, 2, SIZE.pagesPerMm() - 1, Vmas.READ))
                .as("beyond the address space")
                .isEqualTo(-Errno.ENOMEM);
        assertThat(bench.kernel.mremap().mremapFixed(bench.cpu0, MM, 2, 2, 5)).isEqualTo(5); // over A's last page
        assertThat(bench.kernel.mremap().mremapFixed(bench.cpu0, MM, 5, 2, 6))
                .as("overlapping itself")
                .isEqualTo(-Errno.EINVAL);
        assertThat(bench.mapped(MM)).isEqualTo(PAGES - 1);
        bench.assertClean();
        bench.vfree(B);
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void severalVmasMoveTogetherWithTheHolesBetweenThem(StrategyId strategy) {
        Bench bench = mapped(strategy);
        bench.munmap(MM, 2, 1);
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 4, 5, Vmas.READ))
                .isZero();
        assertThat(bench.kernel.mremap().mremapFixed(bench.cpu0, MM, 0, PAGES, 40))
                .isEqualTo(-Errno.EFAULT);
        assertThat(bench.kernel.mremap().mremapSeveral(bench.cpu0, MM, 0, PAGES, 40))
                .isEqualTo(40);
        assertThat(bench.mapped(MM)).isEqualTo(PAGES - 1);
        assertThat(bench.load(MM, 41)).isTrue();
        assertThat(bench.load(MM, 42)).as("the hole").isFalse();
        assertThat(bench.kernel.userAccess().store(bench.cpu1, MM, 44, 1)).isFalse();
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void dontNeedDropsPagesForGood(StrategyId strategy) {
        Bench bench = mapped(strategy);
        int error = bench.kernel.madvise().dontNeed(bench.cpu0, MM, 4, PAGES);
        boolean pfnmap = strategy == StrategyId.UNTRACKED;
        assertThat(error).isEqualTo(pfnmap ? -Errno.EINVAL : 0);
        assertThat(bench.kernel.madvise().cold(bench.cpu0, MM, 0)).isEqualTo(pfnmap ? -Errno.EINVAL : 0);
        assertThat(bench.kernel.userAccess().touch(bench.cpu1, MM, 5)).isEqualTo(pfnmap ? 0 : Fault.SIGBUS);
        assertThat(bench.kernel.userAccess().touch(bench.cpu1, MM, PAGES)).isEqualTo(Fault.SIGSEGV);
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void forkLeavesOutWhatIsMarked(StrategyId strategy) {
        Bench bench = mapped(strategy);
        assertThat(bench.kernel.madvise().fork(bench.cpu0, MM, 1, 3, false)).isZero();
        assertThat(bench.kernel.madvise().fork(bench.cpu0, MM, 2, 3, true)).isZero();
        int child = bench.fork(MM);
        assertThat(bench.mapped(child)).isEqualTo(PAGES - 1);
        assertThat(bench.load(child, 1)).isFalse();
        bench.assertClean();
        bench.exit(child);
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void aFaultHandlerMapsWhatIsTouchedAndForkCopiesNothing(StrategyId strategy) {
        Bench bench = mapped(strategy, VmOps.FAULT_HANDLER);
        assertThat(bench.mapped(MM)).isZero();
        assertThat(bench.kernel.userAccess().touch(bench.cpu1, MM, 3)).isZero();
        assertThat(bench.mapped(MM)).isEqualTo(1);
        int child = bench.fork(MM);
        assertThat(bench.mapped(child)).isZero();
        assertThat(bench.kernel.userAccess().touch(bench.cpu1, child, 3, 9)).isZero();
        bench.assertClean();
        bench.exit(child);
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void aSplicedPageOutlivesItsMapping(StrategyId strategy) {
        Bench bench = mapped(strategy);
        Splice splice = bench.kernel.splice();
        if (strategy == StrategyId.UNTRACKED) {
            assertThat(splice.vmsplice(bench.cpu0, MM, 0, 0)).isEqualTo(-Errno.EFAULT);
            finish(bench);
            return;
        }
        for (int i = 0; i < 3; i++) {
            assertThat(splice.vmsplice(bench.cpu0, MM, i, 0)).isZero();
        }
        assertThat(splice.tee(bench.cpu0, 0, 1)).isEqualTo(3);
        bench.exit(MM);
        bench.vfree(A);
        bench.assertClean();
        assertThat(splice.read(bench.cpu0, 0)).isTrue();
        splice.close(bench.cpu0, 0);
        bench.assertClean();
        splice.close(bench.cpu0, 1);
        assertThat(splice.read(bench.cpu0, 1)).isFalse();
        bench.assertCleanAndAllGivenBack();
    }

    @Test
    void aFullPipeTakesNoMore() {
        Bench bench = mapped(StrategyId.TODAY);
        Splice splice = bench.kernel.splice();
        for (int i = 0; i < Pipes.BUFFERS_MAX; i++) {
            assertThat(splice.vmsplice(bench.cpu0, MM, 0, 0)).isZero();
        }
        assertThat(splice.vmsplice(bench.cpu0, MM, 0, 0)).isEqualTo(-Errno.EAGAIN);
        bench.assertClean();
        splice.close(bench.cpu0, 0);
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void aDriverThatForbidsSplitsRefusesThem(StrategyId strategy) {
        Bench bench = mapped(strategy, VmOps.REMAP_VMALLOC_RANGE | Vmas.NOSPLIT);
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 1, 2, 0)).isEqualTo(-Errno.EINVAL);
        assertThat(bench.kernel.munmap().munmap(bench.cpu0, MM, 1, 2)).isEqualTo(-Errno.EINVAL);
        assertThat(bench.kernel.mremap().mremap(bench.cpu0, MM, 1, 1, 20)).isEqualTo(-Errno.EINVAL);
        assertThat(bench.kernel.mremap().mremap(bench.cpu0, MM, 0, PAGES, 20)).isEqualTo(20);
        bench.assertClean();
        finish(bench);
    }

    @ParameterizedTest
    @EnumSource
    void aPageMappedTwiceIsFreedOnce(StrategyId strategy) {
        var bench = new Bench(new HardwareMemory(), SIZE, strategy, GupMode.FAST);
        assertThat(bench.newMm()).isEqualTo(MM);
        assertThat(bench.create(A, 4, AreaKind.TWICE, VmOps.REMAP_VMALLOC_RANGE | VmOps.COUNTED))
                .isZero();
        int frames = bench.allocatedFrames();
        assertThat(frames).isEqualTo(2);
        assertThat(bench.mmap(MM, A)).isZero();
        long first = bench.kernel.machine().pageTables().pte(MM, 0);
        long second = bench.kernel.machine().pageTables().pte(MM, 2);
        assertThat(Pte.pfn(first)).isEqualTo(Pte.pfn(second));
        bench.assertClean();
        bench.munmap(MM, 1, 2);
        bench.assertClean();
        finish(bench);
    }

    /** The driver's own count of pages in open() and close() goes wrong at a split: pages are lost for ever. */
    @Test
    void aDriverThatCountsPagesInOpenLeaksAtASplit() {
        var bench = new Bench(new HardwareMemory(), SIZE, StrategyId.TODAY, GupMode.FAST);
        assertThat(bench.newMm()).isEqualTo(MM);
        long vmOps = VmOps.REMAP_PFN_RANGE | VmOps.COUNTED | Vmas.PAGE_REFS;
        assertThat(bench.create(A, 4, AreaKind.VMALLOC, vmOps)).isZero();
        assertThat(bench.mmap(MM, A)).isZero();
        assertThat(bench.kernel.mprotect().mprotect(bench.cpu0, MM, 1, 2, 0)).isZero();
        bench.exit(MM);
        bench.vfree(A);
        assertThat(bench.allocatedFrames())
                .as("leaked: all but the middle page")
                .isEqualTo(3);
    }
}
