package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.mm.Vmas;
import org.vmtorture.strategy.Strategy;

/** mmap of a driver's region: the driver's mmap hook, which calls remap_vmalloc_range_partial, and its error path. */
public class Mmap {
    public static final int NO_FAILURE = -1;

    /** In the flight recorder, in place of the user page: inserting failed, after so many pages as are recorded. */
    public static final int FAILED_HALF_WAY = 0x3F_FFFF;

    private static final int ANYWHERE = -1;

    final Strategy strategy;
    final VmStructs areas;
    final PageTables tables;
    final Vmas vmas;
    private final Locks mmapLocks;
    final DriverRegions regions;
    private final Zap zap;
    final Munmap munmap;

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

    /**
     * Maps pages of a region into an address space that the caller holds, readable and writable.
     *
     * @param pgoff first page of the region
     * @param pages how many; 0 for all from {@code pgoff}
     * @param hint where to look for free addresses first
     * @param failAt the page at which inserting fails, counted from 0, or {@link #NO_FAILURE}
     * @return the first user page, or a negative errno
     */
    public final int mmap(Cpu cpu, int mm, int region, int pgoff, int pages, int hint, int failAt) {
        return map(cpu, mm, region, pgoff, pages, hint, ANYWHERE, Vmas.PROTECTION, failAt);
    }

    /**
     * mmap with MAP_FIXED: what was mapped there is unmapped first.
     *
     * @param start first user page; all pages must lie in the address space
     * @param protection of {@link Vmas#PROTECTION}, 0 for PROT_NONE
     * @return {@code start}, or a negative errno
     */
    public final int mmapFixed(Cpu cpu, int mm, int region, int pgoff, int pages, int start, long protection) {
        if (start < 0 || pages < 0 || start > tables.pagesPerMm() - pages) {
            return -Errno.ENOMEM;
        }
        return map(cpu, mm, region, pgoff, pages, 0, start, protection, NO_FAILURE);
    }

    private int map(
            Cpu cpu, int mm, int region, int pgoff, int pages, int hint, int fixed, long protection, int failAt) {
        cpu.recorder().record(Op.MMAP, region, pgoff);
        long state = regions.lookup(cpu, region);
        if (state == 0) {
            return -Errno.EINVAL;
        }
        int count = pages == 0 ? DriverRegions.pages(state) - pgoff : pages;
        if (!isWithin(pgoff, count, DriverRegions.pages(state))) {
            regions.endLookup(cpu, region);
            return -Errno.EINVAL;
        }
        mmapLocks.lock(mm);
        int start = fixed == ANYWHERE ? vmas.unmappedArea(mm, count, hint) : fixed;
        int error = fixed == ANYWHERE ? 0 : munmap.makeRoom(cpu, mm, fixed, fixed + count);
        int result = error != 0 ? error : mapLocked(cpu, mm, region, state, pgoff, count, start, protection, failAt);
        mmapLocks.unlock(mm);
        if (result < 0) {
            endFailed(cpu, region, result);
        } else if (!DriverRegions.counted(state)) {
            regions.endLookup(cpu, region);
        } else {
            regions.keepLookup(cpu, region);
        }
        return result;
    }

    /** The overflow checks of remap_vmalloc_range_partial. */
    boolean isWithin(int pgoff, int pages, int pagesOfRegion) {
        return pgoff >= 0 && pages >= 1 && (long) pgoff + pages <= pagesOfRegion;
    }

    void endFailed(Cpu cpu, int region, int error) {
        regions.endFailedLookup(cpu, region);
    }

    private int mapLocked(
            Cpu cpu, int mm, int region, long state, int pgoff, int pages, int start, long protection, int failAt) {
        if (start == Vmas.NONE || vmas.free(mm) == 0) {
            return -Errno.ENOMEM;
        }
        cpu.recorder().detail(FlightRecorder.place(mm, start, pages));
        int address = regions.address(region);
        int area = areas.find(address);
        long ops = regions.vmOps(region);
        if (area == VmStructs.NONE || (ops & VmOps.EXCLUSIVE) != 0 && regions.isMapped(region)) {
            return -Errno.EINVAL;
        }
        if (!munmap.allocateTables(cpu, mm, start, start + pages)) {
            return -Errno.ENOMEM;
        }
        long flags = VmOps.vmaFlags(ops) | protection;
        boolean counts = (flags & Vmas.PFNMAP) == 0; // else nobody but the driver knows of this VMA
        int object = counts ? strategy.openVma(cpu, area) : Strategy.NONE; // before the first PTE
        if ((flags & Vmas.FAULT) == 0) {
            int mapped = remapVmallocRange(cpu, mm, start, address, pgoff, pages, flags, failAt);
            if (mapped < pages) {
                cpu.recorder().detail(FlightRecorder.place(mm, FAILED_HALF_WAY, mapped));
                undo(cpu, mm, start, start + mapped, region, pgoff);
                strategy.closeVma(cpu, object);
                munmap.freeTables(cpu, mm, start, start + pages);
                return -Errno.EFAULT;
            }
            if (Pte.special(tables.pte(mm, start))) {
                flags |= Vmas.PFNMAP;
            }
        }
        if ((flags & Vmas.PAGE_REFS) != 0) {
            regions.getPages(cpu, region, pgoff, pages);
        }
        vmas.insert(
                mm, start, start + pages, flags, regions.countedOn(region), DriverRegions.life(state), pgoff, object);
        return start;
    }

    /** remap_vmalloc_range_partial: page by page through the kernel's page table. Returns how many pages it mapped. */
    private int remapVmallocRange(
            Cpu cpu, int mm, int start, int address, int pgoff, int pages, long vmaFlags, int failAt) {
        for (int i = 0; i < pages; i++) {
            long kernelPte = areas.kernelPte(address, pgoff + i); // vmalloc_to_page
            if (!Pte.present(kernelPte) || i == failAt || !insertPage(cpu, mm, start + i, kernelPte, vmaFlags)) {
                return i;
            }
        }
        return pages;
    }

    /** vm_insert_page, or of a PFNMAP vm_insert_pfn: counts, then publishes, under the PTE lock. */
    boolean insertPage(Cpu cpu, int mm, int page, long kernelPte, long vmaFlags) {
        int table = tables.table(mm, page);
        tables.lock(table);
        boolean inserted = false;
        if (!Pte.present(tables.pte(mm, page))) {
            boolean pfnmap = (vmaFlags & Vmas.PFNMAP) != 0;
            long flags = pfnmap ? Pte.SPECIAL : strategy.insert(cpu, Pte.pfn(kernelPte));
            if (flags != Strategy.REFUSED) {
                tables.set(mm, page, Pte.withProtection(kernelPte | flags, vmaFlags));
                inserted = true;
            }
        }
        tables.unlock(table);
        return inserted;
    }

    /** vm_ops->fault: the region's page, if it still has one, under mmap_lock. False for SIGBUS. */
    final boolean fault(Cpu cpu, int mm, int vma, int page) {
        int region = vmas.region(mm, vma);
        long range = vmas.range(mm, vma);
        int pgoff = vmas.pgoff(mm, vma) + page - Vmas.start(range);
        long state = regions.lookup(cpu, region);
        if (state == 0) {
            return false;
        }
        boolean mapped = false;
        if (DriverRegions.life(state) == vmas.regionLife(mm, vma) && pgoff < DriverRegions.pages(state)) {
            long kernelPte = areas.kernelPte(regions.address(region), pgoff);
            mapped = Pte.present(kernelPte)
                    && (insertPage(cpu, mm, page, kernelPte, range) || Pte.present(tables.pte(mm, page)));
        }
        regions.endLookup(cpu, region);
        return mapped;
    }

    /**
     * vm_insert_page after mmap, as binder inserts a page when a buffer needs it: into the VMA that is there now.
     *
     * @return 0, or -EINVAL if no VMA covers the page, it is another region's, or it is mapped already
     */
    public final int insertLater(Cpu cpu, int mm, int region, int pgoff, int page) {
        cpu.recorder().record(Op.INSERT_PAGE, mm, page);
        mmapLocks.lockRead(mm);
        boolean inserted = insertInto(cpu, mm, region, pgoff, page);
        mmapLocks.unlockRead(mm);
        return inserted ? 0 : -Errno.EINVAL;
    }

    /** Looks the VMA up, under mmap_lock held for read. */
    boolean insertInto(Cpu cpu, int mm, int region, int pgoff, int page) {
        int vma = vmas.find(mm, page);
        return vma != Vmas.NONE && vmas.region(mm, vma) == region && fault(cpu, mm, vma, page);
    }

    /** The core's error path: zaps what was mapped, as munmap would; the driver's reference is dropped after. */
    void undo(Cpu cpu, int mm, int start, int end, int region, int pgoff) {
        zap.clear(cpu, mm, start, end);
        zap.finish(cpu, mm, start, end);
    }

    final int objectAt(int region, int page) {
        return strategy.objectOf(Pte.pfn(areas.kernelPte(regions.address(region), page)));
    }
}
