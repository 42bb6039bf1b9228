package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.Strategy;

/** mmap of a driver's region: the driver's mmap hook, which calls remap_vmalloc_range_partial, and its error path. */
public class Mmap {
    public static final int NO_FAILURE = -1;

    final Strategy strategy;
    private final VmStructs areas;
    private final PageTables tables;
    private final Vmas vmas;
    private final Locks mmapLocks;
    private final DriverRegions regions;
    private final Zap zap;
    private final Munmap munmap;

    Mmap(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
        this.strategy = strategy;
        this.regions = regions;
        this.zap = zap;
        this.munmap = munmap;
        this.areas = machine.vmStructs();
        this.tables = machine.pageTables();
        this.vmas = machine.vmas();
        this.mmapLocks = machine.mmapLocks();
    }

    static Mmap of(Defect defect, Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
        return defect == Defect.DOUBLE_PUT_ON_ERROR
                ? new PutsTwice(machine, strategy, regions, zap, munmap)
                : new Mmap(machine, strategy, regions, zap, munmap);
    }

    /**
     * Maps pages of a region into an address space that the caller holds.
     *
     * @param pgoff first page of the region
     * @param pages how many; 0 for all from {@code pgoff}
     * @param hint where to look for free addresses first
     * @param failAt the page at which inserting fails, counted from 0, or {@link #NO_FAILURE}
     * @return the first user page, or a negative errno
     */
    public final int mmap(Cpu cpu, int mm, int region, int pgoff, int pages, int hint, int failAt) {
        cpu.recorder().record(Op.MMAP, region, pgoff);
        long state = regions.lookup(cpu, region);
        if (state == 0) {
            return -Errno.EINVAL;
        }
        int count = pages == 0 ? DriverRegions.pages(state) - pgoff : pages;
        if (pgoff < 0 || count < 1 || (long) pgoff + count > DriverRegions.pages(state)) {
            regions.endLookup(cpu, region);
            return -Errno.EINVAL;
        }
        mmapLocks.lock(mm);
        int result = mapLocked(cpu, mm, region, state, pgoff, count, hint, failAt);
        mmapLocks.unlock(mm);
        if (result < 0 || !DriverRegions.counted(state)) {
            regions.endLookup(cpu, region); // else the VMA keeps the lookup's reference as its own
        }
        return result;
    }

    private int mapLocked(Cpu cpu, int mm, int region, long state, int pgoff, int pages, int hint, int failAt) {
        int start = vmas.unmappedArea(mm, pages, hint);
        if (start == Vmas.NONE || vmas.free(mm) == 0 || !munmap.allocateTables(cpu, mm, start, start + pages)) {
            return -Errno.ENOMEM;
        }
        int address = regions.address(region);
        int area = areas.find(address);
        if (area == VmStructs.NONE) {
            munmap.freeTables(cpu, mm, start, start + pages);
            return -Errno.EINVAL;
        }
        int object = strategy.openVma(cpu, area); // before the first PTE
        int mapped = remapVmallocRange(cpu, mm, start, address, pgoff, pages, failAt);
        if (mapped < pages) {
            undo(cpu, mm, start, start + mapped, address, pgoff);
            strategy.closeVma(cpu, object);
            munmap.freeTables(cpu, mm, start, start + pages);
            return -Errno.EFAULT;
        }
        long flags = Vmas.WRITE | (DriverRegions.counted(state) ? Vmas.COUNTED : 0);
        if (Pte.special(tables.pte(mm, start))) {
            flags |= Vmas.PFNMAP;
        }
        vmas.insert(mm, start, start + pages, flags, region, DriverRegions.life(state), pgoff, object);
        return start;
    }

    /** remap_vmalloc_range_partial: page by page through the kernel's page table. Returns how many pages it mapped. */
    private int remapVmallocRange(Cpu cpu, int mm, int start, int address, int pgoff, int pages, int failAt) {
        for (int i = 0; i < pages; i++) {
            long kernelPte = areas.kernelPte(address, pgoff + i); // vmalloc_to_page
            if (!Pte.present(kernelPte) || i == failAt || !insertPage(cpu, mm, start + i, kernelPte)) {
                return i;
            }
        }
        return pages;
    }

    /** vm_insert_page: counts, then publishes, under the PTE lock. */
    private boolean insertPage(Cpu cpu, int mm, int page, long kernelPte) {
        int table = tables.table(mm, page);
        tables.lock(table);
        boolean inserted = false;
        if (!Pte.present(tables.pte(mm, page))) {
            long flags = strategy.insert(cpu, Pte.pfn(kernelPte));
            if (flags != Strategy.REFUSED) {
                tables.set(mm, page, kernelPte | flags);
                inserted = true;
            }
        }
        tables.unlock(table);
        return inserted;
    }

    /** The core's error path: zaps what was mapped, as munmap would; the driver's reference is dropped after. */
    void undo(Cpu cpu, int mm, int start, int end, int address, int pgoff) {
        zap.clear(cpu, mm, start, end);
        zap.finish(cpu, mm, start, end);
    }

    final int objectAt(int address, int page) {
        return strategy.objectOf(Pte.pfn(areas.kernelPte(address, page)));
    }

    /** The driver's error path puts the pages that it mapped, and the core's zap has put them already. */
    private static final class PutsTwice extends Mmap {
        PutsTwice(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
            super(machine, strategy, regions, zap, munmap);
        }

        @Override
        void undo(Cpu cpu, int mm, int start, int end, int address, int pgoff) {
            super.undo(cpu, mm, start, end, address, pgoff);
            for (int i = 0; i < end - start; i++) {
                int object = objectAt(address, pgoff + i);
                if (object != Strategy.NONE) {
                    strategy.put(cpu, object, 1);
                }
            }
        }
    }
}
