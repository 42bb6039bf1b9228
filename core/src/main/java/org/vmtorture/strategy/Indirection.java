package org.vmtorture.strategy;

import org.vmtorture.memory.Words;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.IdPool;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Oracle;

/**
 * Option 4: a counted set of pages (M. Wilcox's working name is choir) between page and vm_struct. vfree frees the
 * vm_struct at once and puts the choir, which lives as long as a PTE or a pin needs one of its pages.
 */
final class Indirection extends AreaCounted {
    private final Words choirOfArea;
    private final Words sizes; // bits 0-23 pages, bits 32-33 AreaKind
    private final Words pages;
    private final IdPool choirs;

    Indirection(Oracle oracle, CountingSteps steps) {
        super(oracle, steps, "choir", 2 * oracle.machine().vmStructs().count());
        int count = refs.length();
        this.choirOfArea = machine.memory().words("vm.choir", areas.count());
        this.sizes = machine.memory().words("choir.size", count);
        this.pages = machine.memory().words("choir.pages", count * areas.pagesPerArea());
        this.choirs = new IdPool(machine.memory(), "choir", count);
    }

    @Override
    public StrategyId id() {
        return StrategyId.INDIRECTION;
    }

    @Override
    int memdescType() {
        return Memdesc.CHOIR;
    }

    @Override
    public boolean allocate(Cpu cpu, int area) {
        int choir = choirs.take();
        if (choir == IdPool.NONE) {
            return false;
        }
        int count = areas.pageCount(area);
        for (int i = 0; i < count; i++) {
            pages.setOpaque(choir * areas.pagesPerArea() + i, areas.page(area, i));
        }
        sizes.setRelease(choir, count | (long) areas.kind(area).ordinal() << 32);
        choirOfArea.setRelease(area, choir);
        publish(choir);
        return true;
    }

    @Override
    public void freeOwner(Cpu cpu, int area) {
        int choir = (int) choirOfArea.getAcquire(area);
        areas.free(area);
        put(cpu, choir, steps.firstReferences());
    }

    @Override
    int pageCount(int object) {
        return (int) sizes.getAcquire(object) & 0xFF_FFFF;
    }

    @Override
    long page(int object, int index) {
        return pages.getOpaque(object * areas.pagesPerArea() + index);
    }

    @Override
    AreaKind kind(int object) {
        return AreaKind.of((int) (sizes.getAcquire(object) >>> 32));
    }

    @Override
    void giveBack(int object) {
        choirs.give(object);
    }

    @Override
    boolean isOwned(Census census, int object) {
        return census.isOwnedPage(Pte.pfn(page(object, 0)));
    }
}
