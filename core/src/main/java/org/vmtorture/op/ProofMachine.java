package org.vmtorture.op;

import java.util.EnumSet;
import java.util.Set;
import org.vmtorture.memory.AccessHook;
import org.vmtorture.memory.InterposedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** A small machine on which one thread plays all CPUs, and can put one CPU's operation into the middle of another's. */
final class ProofMachine {
    private static final int CPUS = 2;
    private static final int REGIONS = 4;

    final Kernel kernel;
    /** Runs the driver, and the process that unmaps. */
    final Cpu cpu0;
    /** Runs whoever meets the first in the middle of something: a thread of the process, a GUP caller, a kworker. */
    final Cpu cpu1;

    private final InterposedMemory memory = new InterposedMemory();
    private final Set<FindingKind> findings = EnumSet.noneOf(FindingKind.class);

    ProofMachine(StrategyId strategy, Defect defect) {
        this.kernel = Kernel.boot(
                memory,
                MachineSize.small(CPUS),
                REGIONS,
                strategy,
                GupMode.FAST,
                defect,
                (cpu, kind, op, pfn, object, granted, actual, value) -> found(kind));
        this.cpu0 = kernel.cpu(0);
        this.cpu1 = kernel.cpu(1);
    }

    void found(FindingKind kind) {
        findings.add(kind);
    }

    Set<FindingKind> findings() {
        return findings;
    }

    void audit() {
        kernel.audit(cpu0, new Census(kernel.machine()));
    }

    /**
     * Runs an operation, and just before its first write to a row, which may be a read-modify-write, another.
     *
     * @throws IllegalStateException if there was no such write: then the window was not entered
     */
    void interleave(Runnable operation, String row, Runnable other) {
        var armed = new boolean[] {true};
        memory.hook((name, index, kind) -> {
            if (armed[0] && kind != AccessHook.Kind.LOAD && name.equals(row)) {
                armed[0] = false;
                other.run();
            }
        });
        operation.run();
        if (armed[0]) {
            throw new IllegalStateException("window not entered: row=" + row);
        }
    }

    /** Once more: just before the next write to a row from now on, another operation. */
    void then(String row, Runnable other) {
        var armed = new boolean[] {true};
        memory.hook((name, index, kind) -> {
            if (armed[0] && kind != AccessHook.Kind.LOAD && name.equals(row)) {
                armed[0] = false;
                other.run();
            }
        });
    }

    /** The driver frees, unless it has no region any more. */
    void tryVfree(int region) {
        kernel.regions().destroy(cpu0, region);
    }

    int newMm() {
        return kernel.addressSpaces().create();
    }

    /** A region of so many pages whose driver frees it while it is mapped. */
    void vmalloc(int region, int pages) {
        succeed("vmalloc", kernel.regions().create(cpu0, region, pages, false, false));
    }

    /** A region whose driver counts VMAs and waits for the last to close. */
    void vmallocCounted(int region, int pages) {
        succeed("vmalloc", kernel.regions().create(cpu0, region, pages, false, true));
    }

    void vfree(int region) {
        succeed("vfree", kernel.regions().destroy(cpu0, region));
    }

    /** Maps a whole region; returns the first user page. */
    int mmap(int mm, int region) {
        return succeed("mmap", kernel.mmap().mmap(cpu0, mm, region, 0, 0, 0, Mmap.NO_FAILURE));
    }

    void munmap(int mm, int start, int pages) {
        succeed("munmap", kernel.munmap().munmap(cpu0, mm, start, start + pages));
    }

    void exit(int mm) {
        kernel.addressSpaces().put(cpu0, mm);
    }

    /** A load by CPU 1, which must not fault. */
    void load(int mm, int page) {
        if (!kernel.userAccess().load(cpu1, mm, page)) {
            throw new IllegalStateException("load faults: mm=" + mm + " page=" + page);
        }
    }

    /** CPU 1 pins a page, or is refused. */
    void tryPin(int mm, int page) {
        kernel.gup().pin(cpu1, mm, page, true, false);
    }

    private static int succeed(String operation, int result) {
        if (result < 0) {
            throw new IllegalStateException(operation + " failed: errno=" + -result);
        }
        return result;
    }
}
