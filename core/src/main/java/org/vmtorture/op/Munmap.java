package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/** munmap, whole or in part: split at the borders, detach, zap, flush, put, free page tables, close. */
public final class Munmap {
    private final Machine machine;
    private final Oracle oracle;
    private final Strategy strategy;
    private final DriverRegions regions;
    private final Zap zap;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Munmap(Oracle oracle, Strategy strategy, DriverRegions regions, Zap zap) {
        this.oracle = oracle;
        this.machine = oracle.machine();
        this.strategy = strategy;
        this.regions = regions;
        this.zap = zap;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
        this.mmapLocks = machine.mmapLocks();
    }

    /**
     * Unmaps whatever is mapped from {@code start} to {@code end} (exclusive). 0, or -ENOMEM if a split finds no VMA
     * slot.
     */
    public int munmap(Cpu cpu, int mm, int start, int end) {
        cpu.recorder().record(Op.MUNMAP, mm, start);
        mmapLocks.lock(mm);
        int error = splitAtBorders(cpu, mm, start, end);
        if (error != 0) {
            mmapLocks.unlock(mm);
            return error;
        }
        int detached = detach(cpu, mm, start, end);
        mmapLocks.downgrade(mm); // from here on only lookups may run beside us, and they do not find the range
        if (detached > 0) {
            tearDown(cpu, mm, start, end);
        }
        mmapLocks.unlockRead(mm);
        return 0;
    }

    /**
     * Unmaps a range to make room for another mapping, as MAP_FIXED and MREMAP_FIXED do; under the write lock
     * throughout. As {@link #munmap}.
     */
    int makeRoom(Cpu cpu, int mm, int start, int end) {
        int error = splitAtBorders(cpu, mm, start, end);
        if (error == 0 && detach(cpu, mm, start, end) > 0) {
            tearDown(cpu, mm, start, end);
        }
        return error;
    }

    private int splitAtBorders(Cpu cpu, int mm, int start, int end) {
        int error = split(cpu, mm, start, true);
        return error != 0 ? error : split(cpu, mm, end, true);
    }

    /** exit_mmap: the whole address space, which nobody else uses any more. */
    void exit(Cpu cpu, int mm) {
        cpu.recorder().record(Op.EXIT, mm, 0);
        mmapLocks.lock(mm);
        int end = tables.pagesPerMm();
        if (detach(cpu, mm, 0, end) > 0) {
            tearDown(cpu, mm, 0, end);
        }
        mmapLocks.unlock(mm);
    }

    /**
     * Splits the VMA that spans a border, if one does; open() is called before the old one shrinks. Under the write
     * lock. 0, -EINVAL if the driver forbids it, or -ENOMEM.
     *
     * @param newBelow whether the new VMA, for which open() is called, is the part below the border
     */
    int split(Cpu cpu, int mm, int border, boolean newBelow) {
        int slot = vmas.find(mm, border);
        if (slot == Vmas.NONE || Vmas.start(vmas.range(mm, slot)) == border) {
            return 0;
        }
        long range = vmas.range(mm, slot);
        if ((range & Vmas.NOSPLIT) != 0) {
            return -Errno.EINVAL;
        }
        if (vmas.free(mm) == 0) {
            return -Errno.ENOMEM;
        }
        int start = Vmas.start(range);
        int end = Vmas.end(range);
        int newStart = newBelow ? start : border;
        int newEnd = newBelow ? border : end;
        open(cpu, mm, slot, newStart, newEnd);
        int pgoff = vmas.pgoff(mm, slot) + newStart - start;
        int object = vmas.object(mm, slot);
        int region = vmas.region(mm, slot);
        int life = vmas.regionLife(mm, slot);
        vmas.resize(mm, slot, newBelow ? border : start, newBelow ? end : border);
        vmas.insert(mm, newStart, newEnd, Vmas.flags(range), region, life, pgoff, object);
        return 0;
    }

    /** vm_ops->open and the strategy's own: a second VMA of these pages of this one's mapping is about to exist. */
    void open(Cpu cpu, int mm, int slot, int start, int end) {
        long range = vmas.range(mm, slot);
        int pgoff = vmas.pgoff(mm, slot) + start - Vmas.start(range);
        regions.open(cpu, vmas.region(mm, slot), Vmas.flags(range), pgoff, end - start);
        strategy.copyVma(cpu, vmas.object(mm, slot));
    }

    private int detach(Cpu cpu, int mm, int start, int end) {
        int detached = 0;
        for (int slot = 0; slot < vmas.slots(); slot++) {
            long range = vmas.range(mm, slot);
            if (range != 0 && Vmas.start(range) >= start && Vmas.end(range) <= end) {
                if (detached == 0) {
                    cpu.recorder()
                            .detail(FlightRecorder.place(vmas.region(mm, slot), vmas.pgoff(mm, slot), end - start));
                }
                vmas.detach(mm, slot);
                detached++;
            }
        }
        return detached;
    }

    /** Takes down what was detached: clear, page tables out of the tree, flush, put, free page tables, close. */
    private void tearDown(Cpu cpu, int mm, int start, int end) {
        int from = end;
        int to = start;
        for (int slot = 0; slot < vmas.slots(); slot++) {
            long range = vmas.detached(mm, slot);
            if (range != 0) {
                zap.clear(cpu, mm, Vmas.start(range), Vmas.end(range));
                from = Math.min(from, Vmas.start(range));
                to = Math.max(to, Vmas.end(range));
            }
        }
        boolean anyTable = detachTables(mm, from, to);
        zap.finish(cpu, mm, from, to);
        if (anyTable) {
            freeDetachedTables(cpu, mm, from, to);
        }
        for (int slot = 0; slot < vmas.slots(); slot++) {
            if (vmas.detached(mm, slot) != 0) {
                close(cpu, mm, slot, vmas.detached(mm, slot));
            }
        }
    }

    /** vm_ops->close, after the flush: the VMA's references go, and its slot. */
    void close(Cpu cpu, int mm, int slot, long range) {
        int object = vmas.object(mm, slot);
        int region = vmas.region(mm, slot);
        int pgoff = vmas.pgoff(mm, slot);
        vmas.remove(mm, slot);
        strategy.closeVma(cpu, object);
        regions.close(cpu, region, Vmas.flags(range), pgoff, Vmas.pages(range));
    }

    /** Makes sure that page-table pages stand behind a range; if memory is used up, false and none are left over. */
    boolean allocateTables(Cpu cpu, int mm, int start, int end) {
        for (int page = start; page < end; page = nextTable(page)) {
            if (!machine.allocateTable(cpu, mm, page)) {
                freeTables(cpu, mm, start, end);
                return false;
            }
        }
        return true;
    }

    /**
     * free_pgtables for a range that no PTE maps any more: frees those tables that no VMA needs. Under the write lock.
     */
    void freeTables(Cpu cpu, int mm, int start, int end) {
        if (detachTables(mm, start, end)) {
            freeDetachedTables(cpu, mm, start, end);
        }
    }

    private boolean detachTables(int mm, int start, int end) {
        boolean any = false;
        for (int page = start; page < end; page = nextTable(page)) {
            int first = page - page % MachineSize.PTRS_PER_TABLE;
            if (vmas.overlapping(mm, first, nextTable(page)) == Vmas.NONE) {
                any |= tables.detach(tables.table(mm, page));
            }
        }
        return any;
    }

    private void freeDetachedTables(Cpu cpu, int mm, int start, int end) {
        machine.syncTables(cpu, mm);
        for (int page = start; page < end; page = nextTable(page)) {
            if (!machine.freeTable(cpu, tables.table(mm, page))) {
                oracle.freedTwice(cpu, tables.table(mm, page));
            }
        }
    }

    private static int nextTable(int page) {
        return (page / MachineSize.PTRS_PER_TABLE + 1) * MachineSize.PTRS_PER_TABLE;
    }
}
