package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.Strategy;

/** dup_mmap and copy_page_range: per VMA open() first, then its PTEs, each counted before it is published. */
public class Fork {
    public static final int NO_FAILURE = -1;

    final Strategy strategy;
    private final Machine machine;
    private final DriverRegions regions;
    private final AddressSpaces addressSpaces;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Fork(Machine machine, Strategy strategy, DriverRegions regions, AddressSpaces addressSpaces) {
        this.machine = machine;
        this.strategy = strategy;
        this.regions = regions;
        this.addressSpaces = addressSpaces;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
        this.mmapLocks = machine.mmapLocks();
    }

    static Fork of(
            Defect defect, Machine machine, Strategy strategy, DriverRegions regions, AddressSpaces addressSpaces) {
        return switch (defect) {
            case FORK_WITHOUT_GET -> new CopiesUncounted(machine, strategy, regions, addressSpaces);
            case OPEN_AFTER_COPY -> new OpensLate(machine, strategy, regions, addressSpaces);
            default -> new Fork(machine, strategy, regions, addressSpaces);
        };
    }

    /**
     * Copies an address space that the caller uses.
     *
     * @param failAt the page, counted over the whole copy, at which copying fails, or {@link #NO_FAILURE}
     * @return the child with the caller as its user, or -ENOMEM or -EAGAIN with everything undone
     */
    public final int fork(Cpu cpu, int mm, int failAt) {
        cpu.recorder().record(Op.FORK, mm, 0);
        int child = addressSpaces.create();
        if (child == AddressSpaces.NONE) {
            return -Errno.EAGAIN;
        }
        cpu.recorder().detail(FlightRecorder.place(child, failAt == NO_FAILURE ? 0 : failAt + 1, 0));
        mmapLocks.lock(mm);
        mmapLocks.lock(child); // nested, as the kernel's: nobody else knows the child
        boolean copied = copyVmas(cpu, mm, child, failAt);
        mmapLocks.unlock(child);
        mmapLocks.unlock(mm);
        if (!copied) {
            addressSpaces.put(cpu, child); // unmaps and closes exactly what was opened
            return -Errno.ENOMEM;
        }
        return child;
    }

    private boolean copyVmas(Cpu cpu, int mm, int child, int failAt) {
        int left = failAt == NO_FAILURE ? Integer.MAX_VALUE : failAt;
        for (int slot = 0; slot < vmas.slots(); slot++) {
            long range = vmas.range(mm, slot);
            if (range == 0 || (range & Vmas.DONTCOPY) != 0) {
                continue;
            }
            int region = vmas.region(mm, slot);
            int object = vmas.object(mm, slot);
            beforePtes(cpu, mm, slot, range);
            int start = Vmas.start(range);
            int end = Vmas.end(range);
            vmas.insert(
                    child,
                    start,
                    end,
                    Vmas.flags(range),
                    region,
                    vmas.regionLife(mm, slot),
                    vmas.pgoff(mm, slot),
                    object);
            boolean copiesPtes = (range & (Vmas.MIXEDMAP | Vmas.PFNMAP)) != 0; // else the child faults them in
            for (int page = start; page < end; page++) {
                if (left-- == 0 || !machine.allocateTable(cpu, child, page)) {
                    return false;
                }
                if (copiesPtes) {
                    copyPte(cpu, mm, child, page);
                }
            }
            afterPtes(cpu, mm, slot, range);
        }
        return true;
    }

    void beforePtes(Cpu cpu, int mm, int slot, long range) {
        open(cpu, mm, slot, range);
    }

    void afterPtes(Cpu cpu, int mm, int slot, long range) {}

    /** vm_ops->open and the strategy's own. */
    final void open(Cpu cpu, int mm, int slot, long range) {
        int region = vmas.region(mm, slot);
        regions.open(cpu, region, Vmas.flags(range), vmas.pgoff(mm, slot), Vmas.pages(range));
        strategy.copyVma(cpu, vmas.object(mm, slot));
    }

    private void copyPte(Cpu cpu, int mm, int child, int page) {
        int from = tables.table(mm, page);
        int to = tables.table(child, page);
        tables.lock(from);
        tables.lock(to); // nested: nobody else takes the child's
        long pte = tables.pte(mm, page);
        if (Pte.present(pte)) {
            if (!Pte.special(pte)) {
                count(cpu, pte);
            }
            tables.set(child, page, pte);
        }
        tables.unlock(to);
        tables.unlock(from);
    }

    void count(Cpu cpu, long pte) {
        strategy.duplicate(cpu, pte);
    }

    private static final class CopiesUncounted extends Fork {
        CopiesUncounted(Machine machine, Strategy strategy, DriverRegions regions, AddressSpaces addressSpaces) {
            super(machine, strategy, regions, addressSpaces);
        }

        @Override
        void count(Cpu cpu, long pte) {}
    }

    /** If a copy fails, the child is taken down with a VMA that was never opened. */
    private static final class OpensLate extends Fork {
        OpensLate(Machine machine, Strategy strategy, DriverRegions regions, AddressSpaces addressSpaces) {
            super(machine, strategy, regions, addressSpaces);
        }

        @Override
        void beforePtes(Cpu cpu, int mm, int slot, long range) {}

        @Override
        void afterPtes(Cpu cpu, int mm, int slot, long range) {
            open(cpu, mm, slot, range);
        }
    }
}
