package org.vmtorture.compare;

import java.util.EnumSet;
import java.util.Set;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Truth;
import org.vmtorture.op.Fork;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** A small machine for one measurement, with the kernel's paths in short form and what the oracles said. */
final class Bench {
    static final int FRAMES = 1024;
    static final int AREAS = 32;
    static final int PAGES_MAX = 64;
    private static final int MMS = 16;

    final Kernel kernel;
    final Cpu cpu;
    final Set<FindingKind> findings = EnumSet.noneOf(FindingKind.class);

    Bench(SharedMemory memory, StrategyId strategy, int cpus) {
        MachineSize size = new MachineSize(FRAMES, cpus + 1, MMS, 256, 16, AREAS, PAGES_MAX, Shootdown.BROADCAST);
        this.kernel = Kernel.boot(
                memory,
                size,
                8,
                strategy,
                GupMode.FAST,
                Defect.NONE,
                (who, kind, op, pfn, object, granted, actual, value) -> findings.add(kind));
        this.cpu = kernel.cpu(0);
    }

    int newMm() {
        return kernel.addressSpaces().create();
    }

    /** By a driver that counts no VMAs: what keeps the pages is the strategy's work. */
    void vmalloc(int region, int pages) {
        done(kernel.regions().create(cpu, region, pages, false, false));
    }

    /** By a driver that counts its VMAs and waits for the last. */
    void vmallocCounted(int region, int pages) {
        done(kernel.regions().create(cpu, region, pages, false, true));
    }

    /** With all that it leaves to a worker. */
    void vfree(int region) {
        done(kernel.regions().destroy(cpu, region));
        work();
    }

    void work() {
        while (kernel.work(cpu)) {
            Thread.onSpinWait();
        }
    }

    int mmap(int mm, int region) {
        int page = kernel.mmap().mmap(cpu, mm, region, 0, 0, 0, Mmap.NO_FAILURE);
        done(Math.min(0, page));
        return page;
    }

    void munmap(int mm, int start, int pages) {
        done(kernel.munmap().munmap(cpu, mm, start, start + pages));
    }

    int fork(int mm) {
        int child = kernel.fork().fork(cpu, mm, Fork.NO_FAILURE);
        done(Math.min(0, child));
        return child;
    }

    boolean pin(int mm, int page) {
        return kernel.gup().pin(cpu, mm, page, true, true) == 0;
    }

    void unpin() {
        kernel.pins().unpin(cpu, cpu.ledger().pins() - 1);
    }

    /** Frames that drivers' memory occupies, freed or not. */
    int driverFrames() {
        int count = 0;
        for (int pfn = 0; pfn < kernel.machine().frames().count(); pfn++) {
            FrameOwner owner = Truth.owner(kernel.machine().frames().truth(pfn));
            count += owner == FrameOwner.VMALLOC || owner == FrameOwner.DRIVER ? 1 : 0;
        }
        return count;
    }

    private static void done(int error) {
        if (error != 0) {
            throw new IllegalStateException("errno=" + -error + " on a machine with room");
        }
    }
}
