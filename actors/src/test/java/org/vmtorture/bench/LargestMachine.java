package org.vmtorture.bench;

import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** Boots the largest machine with each strategy in turn, maps, accesses, frees and audits; prints what it takes. */
final class LargestMachine {
    private static final int CPUS = 2; // the last is the auditor's
    private static final int PAGES = 64;
    private static final int PAGES_PER_MM = 512;
    private static final int AREAS = 64;

    private LargestMachine() {}

    public static void main(String[] args) {
        long most = 0;
        for (StrategyId strategy : StrategyId.values()) {
            most = Math.max(most, run(strategy));
        }
        System.out.println(most >> 20);
    }

    /** Bytes in use while the machine stands. */
    private static long run(StrategyId strategy) {
        MachineSize size =
                new MachineSize(MachineSize.FRAMES_MAX, CPUS, 8, PAGES_PER_MM, 32, AREAS, PAGES, Shootdown.BROADCAST);
        Kernel kernel = Kernel.boot(
                new HardwareMemory(),
                size,
                1,
                strategy,
                GupMode.FAST,
                Defect.NONE,
                (cpu, kind, op, pfn, object, granted, actual, value) -> {
                    throw new AssertionError("strategy=" + strategy.id() + " kind=" + kind);
                });
        Cpu cpu = kernel.cpu(0);
        require(kernel.regions().create(cpu, 0, PAGES, false, true) == 0, "no region");
        int mm = kernel.addressSpaces().create();
        int start = kernel.mmap().mmap(cpu, mm, 0, 0, 0, 0, Mmap.NO_FAILURE);
        require(start >= 0, "no mapping");
        for (int page = start; page < start + PAGES; page++) {
            require(kernel.userAccess().store(cpu, mm, page, page), "no store");
            require(kernel.userAccess().load(cpu, mm, page), "no load");
        }
        Census census = new Census(kernel.machine());
        kernel.audit(kernel.cpu(1), census);
        require(census.livePages() == PAGES, "livePages=" + census.livePages());
        Runtime heap = Runtime.getRuntime();
        long used = heap.totalMemory() - heap.freeMemory();
        require(kernel.munmap().munmap(cpu, mm, start, start + PAGES) == 0, "no unmapping");
        kernel.regions().destroy(cpu, 0);
        while (kernel.work(cpu)) {
            require(kernel.machine() != null, "");
        }
        kernel.addressSpaces().put(cpu, mm);
        kernel.audit(kernel.cpu(1), census);
        require(census.livePages() == 0 && census.retainedPages() == 0, "pages left over");
        return used;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }
}
