package org.vmtorture.op;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violations;
import org.vmtorture.strategy.StrategyId;

/**
 * The smallest kernel on which all paths run: a process has mapped region A, of one page, and beside it region B, which
 * keeps the page-table page that both share. Two CPUs race; the second has the page in its TLB.
 */
class KernelState {
    static final int A = 0;
    static final int B = 1;
    static final String CLEAN = "clean";

    private static final MachineSize SIZE = new MachineSize(8, 2, 2, 64, 2, 4, 1, Shootdown.BROADCAST);
    private static final int REGIONS = 2;

    final Kernel kernel;
    final Cpu cpu0;
    final Cpu cpu1;
    final int mm;
    final int page;
    final long pte;

    private final FindingKind[] found = new FindingKind[2];
    private final boolean[] warnedOfAddress = new boolean[2];

    KernelState(StrategyId id, Defect defect, SharedMemory memory) {
        kernel = Kernel.boot(memory, SIZE, REGIONS, id, GupMode.FAST, defect, this::found);
        cpu0 = kernel.cpu(0);
        cpu1 = kernel.cpu(1);
        mm = kernel.addressSpaces().create();
        vmalloc(B);
        mmap(B);
        vmalloc(A);
        page = mmap(A);
        pte = kernel.machine().pageTables().pte(mm, page);
        boolean loaded = kernel.userAccess().load(cpu1, mm, page);
        assert loaded : "a mapped page faults";
    }

    private void found(Cpu cpu, FindingKind kind, Op op, int frame, int object, long granted, long actual, long value) {
        warnedOfAddress[cpu.id()] |= kind == FindingKind.DOUBLE_FREE && frame == Violations.NO_PFN;
        if (found[cpu.id()] == null) {
            found[cpu.id()] = kind;
        }
    }

    final void vmalloc(int region) {
        int error = kernel.regions().create(cpu0, region, 1, AreaKind.VMALLOC, VmOps.REMAP_VMALLOC_RANGE);
        assert error == 0 : "vmalloc failed: errno=" + -error;
    }

    final int mmap(int region) {
        int start = kernel.mmap().mmap(cpu0, mm, region, 0, 0, 0, Mmap.NO_FAILURE);
        assert start >= 0 : "mmap failed: errno=" + -start;
        return start;
    }

    final void munmap(Cpu cpu) {
        kernel.munmap().munmap(cpu, mm, page, page + 1);
    }

    /** The driver frees its area, whoever maps it. */
    final void vfree(Cpu cpu) {
        kernel.regions().destroy(cpu, A);
    }

    final void work(Cpu cpu) {
        while (kernel.work(cpu)) {
            // a deferred free may defer another
        }
    }

    final boolean pin() {
        return kernel.gup().pinFast(cpu1, mm, page, true, false) == 0;
    }

    /** The first that was found, as findings are titled, or {@link #CLEAN}. */
    final String verdict() {
        FindingKind kind = found[0] != null ? found[0] : found[1];
        return kind == null ? CLEAN : kind.id();
    }

    /** Whether a vfree on this CPU found no area at its address. */
    final boolean warnedOfAddress(Cpu cpu) {
        return warnedOfAddress[cpu.id()];
    }

    /** Whether the page's life is over, whoever has the frame by now. */
    final boolean gone() {
        return Truth.generation(kernel.machine().frames().truth(Pte.pfn(pte))) != Pte.generation(pte);
    }

    /** The device uses what was pinned, and lets go. */
    final void finishPins() {
        while (cpu1.ledger().pins() > 0) {
            kernel.pins().load(cpu1, 0);
            kernel.pins().unpin(cpu1, 0);
        }
    }

    /** After all have let go of the page but {@code mm}'s other mappings: what was found, or whether it still lives. */
    final String settle() {
        finishPins();
        work(cpu0);
        return verdict().equals(CLEAN) && !gone() ? "leak" : verdict();
    }
}
