package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** A small machine for a test in one thread, with the kernel's paths in short form and what was found. */
final class Bench {
    static final int REGIONS = 8;

    final Kernel kernel;
    final Cpu cpu0;
    final Cpu cpu1;
    final List<FindingKind> findings = new ArrayList<>();

    Bench(StrategyId strategy, GupMode gup) {
        this(new HardwareMemory(), strategy, gup);
    }

    Bench(SharedMemory memory, StrategyId strategy, GupMode gup) {
        this(memory, MachineSize.small(2), strategy, gup);
    }

    Bench(SharedMemory memory, MachineSize size, StrategyId strategy, GupMode gup) {
        this.kernel = Kernel.boot(
                memory,
                size,
                REGIONS,
                strategy,
                gup,
                Defect.NONE,
                (cpu, kind, op, pfn, object, granted, actual, value) -> findings.add(kind));
        this.cpu0 = kernel.cpu(0);
        this.cpu1 = kernel.cpu(1);
    }

    int newMm() {
        return kernel.addressSpaces().create();
    }

    void vmalloc(int region, int pages) {
        assertThat(create(region, pages, false, false)).as("vmalloc").isZero();
    }

    int create(int region, int pages, boolean blocks, boolean counted) {
        return kernel.regions().create(cpu0, region, pages, blocks, counted);
    }

    int create(int region, int pages, AreaKind kind, long vmOps) {
        return kernel.regions().create(cpu0, region, pages, kind, vmOps);
    }

    void vfree(int region) {
        assertThat(kernel.regions().destroy(cpu0, region)).as("vfree").isZero();
    }

    int mmap(int mm, int region) {
        return mmap(mm, region, Mmap.NO_FAILURE);
    }

    int mmap(int mm, int region, int failAt) {
        return kernel.mmap().mmap(cpu0, mm, region, 0, 0, 0, failAt);
    }

    void munmap(int mm, int start, int pages) {
        assertThat(kernel.munmap().munmap(cpu0, mm, start, start + pages))
                .as("munmap")
                .isZero();
    }

    int fork(int mm) {
        return kernel.fork().fork(cpu0, mm, Fork.NO_FAILURE);
    }

    void exit(int mm) {
        assertThat(kernel.addressSpaces().put(cpu0, mm)).as("last user").isTrue();
    }

    boolean load(int mm, int page) {
        return kernel.userAccess().load(cpu1, mm, page);
    }

    int pin(int mm, int page) {
        return kernel.gup().pin(cpu1, mm, page, true, false);
    }

    void unpin() {
        kernel.pins().unpin(cpu1, 0);
    }

    int mapped(int mm) {
        int mapped = 0;
        for (int page = 0; page < kernel.machine().size().pagesPerMm(); page++) {
            if (Pte.present(kernel.machine().pageTables().pte(mm, page))) {
                mapped++;
            }
        }
        return mapped;
    }

    int allocatedFrames() {
        while (kernel.work(cpu0)) {}
        return AtRest.allocatedFrames(kernel.machine());
    }

    void assertClean() {
        kernel.audit(cpu0, new Census(kernel.machine()));
        assertThat(findings).isEmpty();
    }

    /** The last assertion of a test that has let go of everything. */
    void assertCleanAndAllGivenBack() {
        assertClean();
        AtRest.assertAllGivenBack(kernel);
    }
}
