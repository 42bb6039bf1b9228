package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/** walk_page_range as smaps does it: PTE lock, vm_normal_page, and the map count of those pages that are folios. */
public class Walk {
    /** Pages that one call looks at. */
    public static final int PAGES_MAX = 128;

    private final Oracle oracle;
    private final Strategy strategy;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Walk(Oracle oracle, Strategy strategy) {
        this.oracle = oracle;
        this.strategy = strategy;
        this.vmas = oracle.machine().vmas();
        this.tables = oracle.machine().pageTables();
        this.mmapLocks = oracle.machine().mmapLocks();
    }

    static Walk of(Defect defect, Oracle oracle, Strategy strategy) {
        return defect == Defect.WALK_WITHOUT_TYPE_TEST
                ? new TakesAllForFolios(oracle, strategy)
                : new Walk(oracle, strategy);
    }

    /**
     * Walks the pages of one VMA slot of an address space that the caller uses; returns the sum of the map counts it
     * read.
     */
    public final long walk(Cpu cpu, int mm, int vma) {
        cpu.recorder().record(Op.WALK, mm, vma);
        mmapLocks.lockRead(mm);
        long sum = walkLocked(cpu, mm, vma);
        mmapLocks.unlockRead(mm);
        return sum;
    }

    /** As {@link #walk}, of the VMA that covers a page; 0 if none does. */
    public final long walkAt(Cpu cpu, int mm, int page) {
        cpu.recorder().record(Op.WALK, mm, page);
        mmapLocks.lockRead(mm);
        int vma = vmas.find(mm, page);
        long sum = vma == Vmas.NONE ? 0 : walkLocked(cpu, mm, vma);
        mmapLocks.unlockRead(mm);
        return sum;
    }

    private long walkLocked(Cpu cpu, int mm, int vma) {
        long sum = 0;
        long range = vmas.range(mm, vma);
        if (range == 0) {
            return 0;
        }
        cpu.recorder().detail(FlightRecorder.place(vmas.region(mm, vma), vmas.pgoff(mm, vma), Vmas.pages(range)));
        int end = Math.min(Vmas.end(range), Vmas.start(range) + PAGES_MAX);
        for (int page = Vmas.start(range); page < end; ) {
            int tableEnd = Math.min(end, (page / MachineSize.PTRS_PER_TABLE + 1) * MachineSize.PTRS_PER_TABLE);
            int table = tables.table(mm, page);
            tables.lock(table);
            for (; page < tableEnd; page++) {
                sum += look(cpu, tables.pte(mm, page));
            }
            tables.unlock(table);
        }
        return sum;
    }

    /** Whether vm_normal_page yields a page: then pagemap tells its PFN, mincore says 1 and smaps counts it. */
    public final boolean isNormal(Cpu cpu, int mm, int page) {
        cpu.recorder().record(Op.WALK, mm, page);
        mmapLocks.lockRead(mm);
        int table = tables.table(mm, page);
        tables.lock(table);
        long pte = tables.pte(mm, page);
        tables.unlock(table);
        mmapLocks.unlockRead(mm);
        return Pte.present(pte) && !Pte.special(pte);
    }

    private int look(Cpu cpu, long pte) {
        if (!Pte.present(pte) || Pte.special(pte)) {
            return 0; // vm_normal_page yields none
        }
        int pfn = Pte.pfn(pte);
        int mapcount = mayRead(pfn) ? strategy.mapcount(cpu, pfn) : 0;
        oracle.accessed(cpu, Op.WALK, pte, mapcount);
        return mapcount;
    }

    /** vm_normal_folio fails for a page that is none. */
    boolean mayRead(int pfn) {
        return strategy.isFolio(pfn);
    }

    private static final class TakesAllForFolios extends Walk {
        TakesAllForFolios(Oracle oracle, Strategy strategy) {
            super(oracle, strategy);
        }

        @Override
        boolean mayRead(int pfn) {
            return true;
        }
    }
}
