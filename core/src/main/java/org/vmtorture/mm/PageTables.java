package org.vmtorture.mm;

import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** All address spaces' page tables: two levels, PMD entries that name a page-table page and the PTEs behind them. */
public final class PageTables {
    private final Words ptes;
    private final Words pmds; // in PTE form: the page-table page's frame
    private final Locks ptl; // one per page-table page, as split PTE locks
    private final int pagesPerMm;
    private final int tablesPerMm;

    PageTables(SharedMemory memory, int mms, int pagesPerMm) {
        this.pagesPerMm = pagesPerMm;
        this.tablesPerMm = pagesPerMm / MachineSize.PTRS_PER_TABLE;
        this.ptes = memory.words("pte", mms * pagesPerMm);
        this.pmds = memory.words("pmd", mms * tablesPerMm);
        this.ptl = memory.locks("ptl", mms * tablesPerMm);
    }

    public int pagesPerMm() {
        return pagesPerMm;
    }

    /** The page-table page behind a user page, as an index over all address spaces. */
    public int table(int mm, int page) {
        return mm * tablesPerMm + page / MachineSize.PTRS_PER_TABLE;
    }

    public void lock(int table) {
        ptl.lock(table);
    }

    public void unlock(int table) {
        ptl.unlock(table);
    }

    /** A lockless walker's look: volatile, so that a re-read after taking a reference is not moved before it. */
    public long pmd(int table) {
        return pmds.getVolatile(table);
    }

    /** Enters a page-table page, under mmap_lock held for write. */
    void setPmd(int table, long pmd) {
        pmds.setRelease(table, pmd);
    }

    /** Takes a table out of the tree: no walk that begins now finds it. False if there was none. Under mmap_lock. */
    public boolean detach(int table) {
        return Pte.present(pmds.getAndBitwiseAnd(table, ~Pte.PRESENT));
    }

    /** The PMD entry of a detached table, for freeing; none if the table is in the tree or not there. */
    long takeDetached(int table) {
        long pmd = pmds.getOpaque(table);
        if (pmd == Pte.NONE || Pte.present(pmd)) {
            return Pte.NONE;
        }
        pmds.setRelease(table, Pte.NONE);
        return pmd;
    }

    /** As {@link #pmd}: GUP-fast and the TLB's page walk read without a lock. */
    public long pte(int mm, int page) {
        return ptes.getVolatile(mm * pagesPerMm + page);
    }

    /** set_pte, under the PTE lock; release, so that whoever sees the PTE sees the reference taken for it. */
    public void set(int mm, int page, long pte) {
        ptes.setRelease(mm * pagesPerMm + page, pte);
    }

    /** ptep_get_and_clear, under the PTE lock; a full RMW, as "clear, then look at the count" needs. */
    public long getAndClear(int mm, int page) {
        return ptes.getAndSet(mm * pagesPerMm + page, Pte.NONE);
    }
}
