package org.vmtorture.strategy;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Oracle;

/**
 * Option 1: a descriptor of its own for each page, found through the page's memdesc word; for a block from
 * alloc_pages one descriptor serves all its pages. With a map count ({@code page-memdesc}) or the refcount alone
 * ({@code kmem-memdesc}).
 */
final class PageDescriptors extends Counted {
    private final StrategyId id;
    private final boolean maps;
    private final Descriptors descriptors;

    /** With the refcount alone. */
    PageDescriptors(Oracle oracle, CountingSteps steps) {
        this(oracle, steps, StrategyId.KMEM_MEMDESC);
    }

    /** With a map count too. */
    static PageDescriptors mapped(Oracle oracle, CountingSteps steps) {
        return new PageDescriptors(oracle, steps, StrategyId.PAGE_MEMDESC);
    }

    private PageDescriptors(Oracle oracle, CountingSteps steps, StrategyId id) {
        super(oracle, steps, "memdesc.refcount", oracle.machine().frames().count());
        this.id = id;
        this.maps = id == StrategyId.PAGE_MEMDESC;
        this.descriptors = new Descriptors(machine, "memdesc", frames.count());
    }

    @Override
    public StrategyId id() {
        return id;
    }

    @Override
    int objectOf(int pfn, long memdesc) {
        return Memdesc.type(memdesc) == Memdesc.MANAGED ? Memdesc.id(memdesc) : NONE;
    }

    @Override
    int memdescType() {
        return Memdesc.MANAGED;
    }

    @Override
    boolean countsMaps() {
        return maps;
    }

    @Override
    public boolean allocate(Cpu cpu, int area) {
        AreaKind kind = areas.kind(area);
        int count = areas.pageCount(area);
        int descriptor = NONE;
        for (int i = 0; i < count; i++) {
            int pfn = Pte.pfn(areas.page(area, i));
            if (kind.isUnit(i, count)) {
                descriptor = descriptors.take(pfn);
                assert descriptor != NONE : "as many descriptors as frames, yet none left";
                refs.set(descriptor, steps.firstReferences()); // before the word that names it is published
            }
            if (kind != AreaKind.TWICE || kind.isUnit(i, count)) {
                frames.memdesc(pfn, Memdesc.of(Memdesc.MANAGED, descriptor));
            }
        }
        return true;
    }

    @Override
    public void freeOwner(Cpu cpu, int area) {
        AreaKind kind = areas.kind(area);
        int count = areas.pageCount(area);
        for (int i = 0; i < count; i++) {
            int object = kind.isUnit(i, count) ? namedBy(cpu, Pte.pfn(areas.page(area, i))) : NONE;
            if (object != NONE) {
                put(cpu, object, steps.firstReferences());
            }
        }
        areas.free(area);
    }

    /**
     * Words first, pages next, the descriptor last: a looker that still has its id finds a count of zero, or another
     * page.
     */
    @Override
    void release(Cpu cpu, int object) {
        int head = descriptors.page(object);
        int pages = allocator.inBlockZone(head) ? FrameAllocator.BLOCK_PAGES : 1;
        if (steps.clearsWordsFirst()) {
            clearWords(head, pages);
            freePages(cpu, head);
        } else {
            freePages(cpu, head);
            clearWords(head, pages);
        }
        descriptors.give(object);
    }

    private void clearWords(int head, int pages) {
        for (int pfn = head; pfn < head + pages; pfn++) {
            frames.memdesc(pfn, Memdesc.of(Memdesc.MISC, 0));
        }
    }

    @Override
    public int pinReferences(int pfn, boolean longTerm) {
        return longTerm && maps && !allocator.inBlockZone(pfn) ? Today.PIN_BIAS : 1;
    }

    @Override
    public boolean isFolio(int pfn) {
        return maps && Memdesc.type(frames.memdesc(pfn)) == Memdesc.MANAGED;
    }

    @Override
    public int mapcount(Cpu cpu, int pfn) {
        int object = objectOf(pfn);
        return maps && object != NONE ? Refcounts.mapcount(refs.snapshot(object)) : super.mapcount(cpu, pfn);
    }

    @Override
    public void reconcile(Cpu auditor, Census census) {
        new PageReconciliation(this, census).run(auditor);
    }
}
