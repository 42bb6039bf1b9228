package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.strategy.Strategy;

/** mremap(MREMAP_MAYMOVE) of a mapping or a part of it to new addresses, the size unchanged: no count changes. */
public final class Mremap {
    private final Machine machine;
    private final Strategy strategy;
    private final DriverRegions regions;
    private final Munmap munmap;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Mremap(Machine machine, Strategy strategy, DriverRegions regions, Munmap munmap) {
        this.machine = machine;
        this.strategy = strategy;
        this.regions = regions;
        this.munmap = munmap;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
        this.mmapLocks = machine.mmapLocks();
    }

    /**
     * Moves pages that lie in one VMA.
     *
     * @return the new first page, or -EFAULT if no single VMA covers the range, -ENOMEM
     */
    public int mremap(Cpu cpu, int mm, int start, int pages, int hint) {
        cpu.recorder().record(Op.MREMAP, mm, start);
        mmapLocks.lock(mm);
        int result = moveLocked(cpu, mm, start, pages, hint);
        mmapLocks.unlock(mm);
        return result;
    }

    private int moveLocked(Cpu cpu, int mm, int start, int pages, int hint) {
        int slot = vmas.find(mm, start);
        if (slot == Vmas.NONE || start + pages > Vmas.end(vmas.range(mm, slot))) {
            return -Errno.EFAULT;
        }
        int to = vmas.unmappedArea(mm, pages, hint);
        if (to == Vmas.NONE || vmas.free(mm) < 3 || !munmap.allocateTables(cpu, mm, to, to + pages)) {
            return -Errno.ENOMEM;
        }
        munmap.split(cpu, mm, start);
        munmap.split(cpu, mm, start + pages);
        slot = vmas.find(mm, start);
        long range = vmas.range(mm, slot);
        int region = vmas.region(mm, slot);
        int object = vmas.object(mm, slot);
        munmap.open(cpu, mm, slot); // two VMAs own the mapping for a while
        vmas.insert(
                mm, to, to + pages, Vmas.flags(range), region, vmas.regionLife(mm, slot), vmas.pgoff(mm, slot), object);
        for (int i = 0; i < pages; i++) {
            movePte(cpu, mm, start + i, to + i);
        }
        vmas.remove(mm, slot);
        munmap.freeTables(cpu, mm, start, start + pages);
        strategy.closeVma(cpu, object);
        if ((range & Vmas.COUNTED) != 0) {
            regions.put(cpu, region);
        }
        return to;
    }

    /**
     * move_ptes: both PTE locks, and the flush before either drops, or another's zap of the new address frees under
     * the old.
     */
    private void movePte(Cpu cpu, int mm, int from, int to) {
        int low = Math.min(tables.table(mm, from), tables.table(mm, to));
        int high = Math.max(tables.table(mm, from), tables.table(mm, to));
        tables.lock(low);
        if (high != low) {
            tables.lock(high);
        }
        long pte = tables.getAndClear(mm, from);
        if (Pte.present(pte)) {
            tables.set(mm, to, pte);
            machine.flushTlb(cpu, mm, from, 1);
        }
        if (high != low) {
            tables.unlock(high);
        }
        tables.unlock(low);
    }
}
