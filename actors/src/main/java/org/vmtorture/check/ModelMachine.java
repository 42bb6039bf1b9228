package org.vmtorture.check;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.Truth;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** A machine with one driver's area on it, as it was when the kernel was measured. One thread plays all CPUs. */
final class ModelMachine {
    static final int REGION = 0;

    final Kernel kernel;
    /** The driver's; the processes have the others. */
    final Cpu driver;

    private final List<String> violations = new ArrayList<>();
    private long[] pages = {}; // the area's, in PTE form

    ModelMachine(MachineSize size, StrategyId strategy, GupMode gup, Defect defect) {
        this.kernel = Kernel.boot(
                new HardwareMemory(),
                size,
                1,
                strategy,
                gup,
                defect,
                (cpu, kind, op, pfn, object, granted, actual, value) ->
                        violations.add(kind.id() + " in " + op.function()));
        this.driver = kernel.cpu(0);
    }

    /** The driver allocates its memory. */
    void create(AreaKind kind, int count, long vmOps) {
        int error = kernel.regions().create(driver, REGION, count, kind, vmOps);
        if (error != 0) {
            throw new IllegalStateException("area: pages=" + count + " errno=" + -error);
        }
        VmStructs areas = kernel.machine().vmStructs();
        int area = areas.find(0);
        pages = new long[count];
        for (int i = 0; i < count; i++) {
            pages[i] = areas.page(area, i);
        }
    }

    /** Who runs a process: each has a CPU to itself, whose ledger is its io_uring. */
    Cpu cpu(int process) {
        return kernel.cpu(1 + process);
    }

    int refcount(int page) {
        return Refcounts.references(counts(page));
    }

    int mapcount(int page) {
        return Refcounts.mapcount(counts(page));
    }

    private long counts(int page) {
        return kernel.strategy().counts(Pte.pfn(pages[page]));
    }

    boolean isFreed(int page) {
        long truth = kernel.machine().frames().truth(Pte.pfn(pages[page]));
        return Truth.generation(truth) != Pte.generation(pages[page]);
    }

    /** As the kernel's table has it: {@code 3/2}, or {@code freed}. */
    String cell(int page) {
        return isFreed(page) ? "freed" : refcount(page) + "/" + mapcount(page);
    }

    /** What the oracles have found since the last call, and forgets it. */
    List<String> takeViolations() {
        List<String> taken = List.copyOf(violations);
        violations.clear();
        return taken;
    }

    void audit() {
        kernel.audit(driver, new Census(kernel.machine()));
    }

    /** Kworkers do all that was left to them. */
    void work() {
        while (kernel.work(driver)) {}
    }
}
