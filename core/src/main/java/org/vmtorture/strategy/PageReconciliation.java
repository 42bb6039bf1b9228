package org.vmtorture.strategy;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.Census;

/** The audit of a strategy that counts by page or block: refcount = owner + PTEs + pins, mapcount = PTEs, for each. */
final class PageReconciliation {
    private final Counted strategy;
    private final Census census;

    PageReconciliation(Counted strategy, Census census) {
        this.strategy = strategy;
        this.census = census;
    }

    void run(Cpu auditor) {
        FrameAllocator allocator = strategy.allocator;
        for (int pfn = 0; pfn < strategy.frames.count(); pfn++) {
            long truth = strategy.frames.truth(pfn);
            FrameOwner owner = Truth.owner(truth);
            boolean unit = !allocator.inBlockZone(pfn) || allocator.isBlockHead(pfn);
            if (unit && (owner == FrameOwner.VMALLOC || owner == FrameOwner.DRIVER)) {
                check(auditor, pfn);
            }
        }
    }

    private void check(Cpu auditor, int pfn) {
        int object = strategy.objectOf(pfn);
        if (object == Strategy.NONE) {
            strategy.oracle.retained(auditor, pfn, object); // allocated, and its word says nothing of us
            return;
        }
        int pages = strategy.allocator.inBlockZone(pfn) ? FrameAllocator.BLOCK_PAGES : 1;
        int ptes = 0;
        for (int p = pfn; p < pfn + pages; p++) {
            ptes += census.ptes(p);
        }
        long snapshot = strategy.refs.snapshot(object);
        int owner = census.isOwnedPage(pfn) ? strategy.steps.firstReferences() : 0;
        long expected = (long) owner + ptes + census.pinReferences(object);
        if (Refcounts.saturated(snapshot)) {
            return; // leaked on purpose, and reported when it saturated
        }
        if (expected == 0 && Refcounts.references(snapshot) == 0) {
            strategy.oracle.retained(auditor, pfn, object);
        } else if (Refcounts.references(snapshot) != expected) {
            strategy.oracle.miscounted(auditor, pfn, object, expected, Refcounts.references(snapshot));
        } else if (strategy.countsMaps()) {
            checkMapcounts(auditor, pfn, pages, object, ptes);
        }
    }

    private void checkMapcounts(Cpu auditor, int pfn, int pages, int object, int ptes) {
        if (strategy.mapcountOf(pfn, object) == object && strategy.mapcountOf(pfn + pages - 1, object) == object) {
            expectMapcount(auditor, pfn, object, ptes);
            return;
        }
        for (int p = pfn; p < pfn + pages; p++) {
            expectMapcount(auditor, p, strategy.mapcountOf(p, object), census.ptes(p));
        }
    }

    private void expectMapcount(Cpu auditor, int pfn, int object, int ptes) {
        int mapcount = Refcounts.mapcount(strategy.refs.snapshot(object));
        if (mapcount != ptes) {
            strategy.oracle.miscounted(auditor, pfn, object, ptes, mapcount);
        }
    }
}
