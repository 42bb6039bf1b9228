package org.vmtorture.op;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/**
 * What holds of a counted page at every instant while its owner lives: the refcount is at least 1 + mapcount. It was
 * sampled on real kernels, and can be sampled here, since both counts lie in one word. For strategies that keep a map
 * count.
 */
public final class CountInvariant {
    /** Nothing to look at: the address is free, its owner may be freeing it, or its pages are compound. */
    public static final int NOT_LIVE = Integer.MIN_VALUE;

    private final Oracle oracle;
    private final Strategy strategy;
    private final VmStructs areas;

    CountInvariant(Oracle oracle, Strategy strategy) {
        this.oracle = oracle;
        this.strategy = strategy;
        this.areas = oracle.machine().vmStructs();
    }

    /** Addresses to look at. */
    public int slots() {
        return areas.addressSlots();
    }

    /**
     * Looks at a page of the area at an address while everybody goes on: refcount - 1 - mapcount, or {@link #NOT_LIVE}.
     * A negative one is reported.
     *
     * @param dice picks the page
     */
    public int look(Cpu cpu, int slot, int dice) {
        long entry = areas.entryNow(slot);
        int area = VmStructs.area(entry);
        if (area == VmStructs.NONE || areas.kind(area) != AreaKind.VMALLOC) {
            return NOT_LIVE;
        }
        int count = areas.pageCount(area);
        if (count == 0) {
            return NOT_LIVE;
        }
        int pfn = Pte.pfn(areas.page(area, dice % count));
        long counts = strategy.counts(pfn);
        if (areas.entryNow(slot) != entry) {
            return NOT_LIVE; // vfree unlinks before it puts: the owner's reference may be gone
        }
        return spare(cpu, pfn, counts, 0);
    }

    /**
     * The same at rest, less the references that pins hold: 0 for every page of the area, or the first that is not;
     * {@link #NOT_LIVE} if there is none to look at.
     */
    public int lookAtRest(Cpu cpu, int slot, Census census) {
        int area = areas.find(slot);
        if (area == VmStructs.NONE || areas.kind(area) != AreaKind.VMALLOC) {
            return NOT_LIVE;
        }
        for (int i = 0; i < areas.pageCount(area); i++) {
            int pfn = Pte.pfn(areas.page(area, i));
            int object = strategy.objectOf(pfn);
            int spare = spare(cpu, pfn, strategy.counts(pfn), census.pinReferences(object));
            if (spare != 0) {
                return spare;
            }
        }
        return 0;
    }

    private int spare(Cpu cpu, int pfn, long counts, int pins) {
        int needed = 1 + Refcounts.mapcount(counts);
        int spare = Refcounts.references(counts) - needed - pins;
        if (spare < 0 && !Refcounts.saturated(counts)) {
            oracle.miscounted(cpu, pfn, strategy.objectOf(pfn), needed + pins, Refcounts.references(counts));
        }
        return spare;
    }
}
