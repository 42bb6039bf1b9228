package org.vmtorture.strategy;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Oracle;

/**
 * What vm_insert_page does now: a refcount and a mapcount in every struct page. The object is the page; of a compound
 * block it is the head, while mapcounts stay with each page. A put frees one page, in any context.
 */
final class Today extends Counted {
    /** GUP_PIN_COUNTING_BIAS: what a pin that may last adds to a page's refcount. */
    static final int PIN_BIAS = 1024;

    Today(Oracle oracle, CountingSteps steps) {
        super(oracle, steps, "page.refcount", oracle.machine().frames().count());
    }

    @Override
    public StrategyId id() {
        return StrategyId.TODAY;
    }

    /* struct page is never freed, so every frame has a count; one that nobody counts (free, slab, page table) has it
     * at 0 */
    @Override
    int objectOf(int pfn, long memdesc) {
        return Memdesc.type(memdesc) == Memdesc.TAIL ? Memdesc.id(memdesc) : pfn;
    }

    @Override
    int memdescType() {
        return Memdesc.MISC;
    }

    @Override
    boolean countsMaps() {
        return true;
    }

    @Override
    int mapcountOf(int pfn, int object) {
        return pfn;
    }

    @Override
    public boolean allocate(Cpu cpu, int area) {
        AreaKind kind = areas.kind(area);
        int count = areas.pageCount(area);
        int head = NONE;
        for (int i = 0; i < count; i++) {
            int pfn = Pte.pfn(areas.page(area, i));
            if (kind.isUnit(i, count)) {
                head = pfn;
                refs.set(pfn, steps.firstReferences());
            } else if (kind == AreaKind.BLOCKS) {
                frames.memdesc(pfn, Memdesc.of(Memdesc.TAIL, head));
            }
        }
        return true;
    }

    @Override
    public void freeOwner(Cpu cpu, int area) {
        AreaKind kind = areas.kind(area);
        int count = areas.pageCount(area);
        for (int i = 0; i < count; i++) {
            if (kind.isUnit(i, count)) {
                put(cpu, Pte.pfn(areas.page(area, i)), steps.firstReferences());
            }
        }
        areas.free(area);
    }

    @Override
    void release(Cpu cpu, int object) {
        freePages(cpu, object);
    }

    @Override
    public int pinReferences(int pfn, boolean longTerm) {
        return longTerm && !allocator.inBlockZone(pfn) ? PIN_BIAS : 1; // a large folio counts its pins elsewhere
    }

    @Override
    public boolean isFolio(int pfn) {
        return true;
    }

    @Override
    public int mapcount(Cpu cpu, int pfn) {
        return Refcounts.mapcount(refs.snapshot(pfn));
    }

    @Override
    public void reconcile(Cpu auditor, Census census) {
        new PageReconciliation(this, census).run(auditor);
    }

    @Override
    public long counts(int pfn) {
        return refs.snapshot(pfn); // of a compound page's tail its own mapcount; the references are its head's
    }
}
