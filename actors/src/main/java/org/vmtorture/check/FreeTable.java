package org.vmtorture.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.VmOps;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/**
 * An owner that frees its area while it is mapped, as it was measured: who survives by which reference, and that the
 * use after free that the kernel showed is one for our oracles as well.
 */
final class FreeTable {
    private static final int START = 0;
    private static final int PIPE = 0;
    private static final int PRESSURE = 100; // pages that others allocate after the free
    private static final MachineSize SIZE = new MachineSize(1024, 2, 2, 64, 8, 4, 4, Shootdown.BROADCAST, 1);

    /**
     * A way to map and to count.
     *
     * @param waits whether the free comes only after the last VMA is closed
     * @param useAfterFree whether user space then reads freed memory
     */
    record Owner(String column, int pages, long vmOps, boolean waits, boolean useAfterFree) {
        private static final long PAGE_COUNTING = VmOps.REMAP_PFN_RANGE | Vmas.PAGE_REFS | VmOps.COUNTED;

        static List<Owner> all() {
            long file = VmOps.COUNTED;
            return List.of(
                    new Owner("6.1/vmodfree:0", 4, VmOps.REMAP_VMALLOC_RANGE | file, false, false),
                    new Owner("6.1/vmodfree:1", 4, VmOps.FAULT_HANDLER | file, false, false),
                    new Owner("6.1/vmodfree:2", 4, VmOps.REMAP_PFN_RANGE | file, false, true),
                    new Owner("6.1/vmodfree:3", 4, PAGE_COUNTING, false, false),
                    new Owner("6.1/vmodfree:4", 4, VmOps.REMAP_PFN_RANGE | file, true, false),
                    new Owner("6.1/vmodfree:5", 4, PAGE_COUNTING | Vmas.NOSPLIT, false, false),
                    new Owner("6.18/uring_pbuf_free_while_mapped", 1, VmOps.INSERT_PAGES | file, false, false));
        }

        boolean isRing() {
            return column.contains("pbuf");
        }
    }

    private final Owner owner;
    private final Map<String, String> expected;
    private final ModelMachine machine;
    private final Kernel kernel;
    private final Cpu cpu;
    private final List<String> done = new ArrayList<>();
    private int cells;
    private Difference difference;

    private FreeTable(Owner owner, Map<String, String> expected, Defect defect) {
        this.owner = owner;
        this.expected = new LinkedHashMap<>(expected);
        this.machine = new ModelMachine(SIZE, StrategyId.TODAY, GupMode.SLOW, defect);
        this.kernel = machine.kernel;
        this.cpu = machine.cpu(0);
    }

    static Comparison run(Owner owner, Map<String, String> expected, Defect defect) {
        FreeTable table = new FreeTable(owner, expected, defect);
        int mm = table.kernel.addressSpaces().create();
        table.machine.create(AreaKind.VMALLOC, owner.pages(), owner.vmOps());
        if (owner.isRing()) {
            table.providedBufferRing(mm);
        } else {
            table.testDriver(mm);
        }
        return new Comparison(table.cells, Optional.ofNullable(table.difference));
    }

    private void testDriver(int mm) {
        step("01 vmalloc_user, never mapped");
        mmap(mm);
        step("02 mmap");
        for (int page = 0; page < 3; page++) {
            kernel.userAccess().touch(cpu, mm, START + page, page);
        }
        step("03 user wrote pages 0-2");
        kernel.splice().vmsplice(cpu, mm, START, PIPE);
        step("04 vmsplice page 0");
        free();
        step("05 owner vfree'd, still mapped");
        pressure();
        step("06 after allocator pressure");
        look(mm);
        munmap(mm);
        step("07 munmap");
        kernel.splice().close(cpu, PIPE);
        step("08 pipe closed");
        machine.work();
        step("09 fd closed");
    }

    private void providedBufferRing(int mm) {
        mmap(mm);
        step("01 mapped, ring registered");
        free();
        step("02 owner freed, still mapped");
        pressure();
        look(mm);
        kernel.splice().vmsplice(cpu, mm, START, PIPE);
        step("03 vmsplice of owner-freed page");
        munmap(mm);
        step("04 munmap");
        kernel.splice().close(cpu, PIPE);
        step("05 pipe closed");
    }

    private void mmap(int mm) {
        kernel.mmap().mmapFixed(cpu, mm, ModelMachine.REGION, 0, owner.pages(), START, Vmas.READ | Vmas.WRITE);
    }

    private void munmap(int mm) {
        kernel.munmap().munmap(cpu, mm, START, START + owner.pages());
    }

    private void free() {
        if (owner.waits()) {
            kernel.regions().destroy(machine.driver, ModelMachine.REGION);
        } else {
            kernel.regions().freeWhileMapped(machine.driver, ModelMachine.REGION);
        }
    }

    private void pressure() {
        for (int i = 0; i < PRESSURE; i++) {
            kernel.neighbour().allocate(machine.driver, FrameOwner.PAGE_TABLE);
        }
    }

    /** User space reads its first page: the oracle must see what the kernel's user saw, and no more. */
    private void look(int mm) {
        kernel.userAccess().touch(cpu, mm, START);
        boolean found = machine.takeViolations().stream()
                .anyMatch(violation -> violation.startsWith(FindingKind.USE_AFTER_FREE.id()));
        if (difference == null && found != owner.useAfterFree()) {
            differ(
                    "user reads after the free",
                    owner.useAfterFree() ? "use-after-free" : "own-data",
                    found ? "use-after-free" : "own-data");
        }
    }

    private void step(String step) {
        if (difference != null) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (int page = 0; page < owner.pages(); page++) {
            text.append(page == 0 ? "" : " ").append(machine.cell(page));
        }
        cells += owner.pages();
        String modelCells = text.toString();
        String kernelCells = expected.getOrDefault(step, "no cell");
        if (!kernelCells.equals(modelCells) || !machine.takeViolations().isEmpty()) {
            differ(step, kernelCells, modelCells);
        }
        done.add(step + "  " + modelCells);
    }

    private void differ(String step, String kernelCells, String modelCells) {
        difference = new Difference(
                owner.column() + ", " + step,
                "counts",
                List.of(kernelCells.split(" ")),
                List.of(modelCells.split(" ")),
                List.copyOf(done));
    }
}
