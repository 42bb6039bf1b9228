package org.vmtorture.compare;

import java.util.HashSet;
import java.util.Set;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Truth;
import org.vmtorture.strategy.Strategy;
import org.vmtorture.strategy.StrategyId;

/**
 * What a strategy's counts would take of a kernel's memory: how many objects an area really gets is seen on the model;
 * what each takes is arithmetic on the fields that the option names.
 */
final class Memory {
    static final int PAGE_BYTES = 4096;

    private Memory() {}

    /** Counted objects that serve an area of so many pages, up to {@link Bench#PAGES_MAX}. */
    static int objects(StrategyId id, int pages) {
        Bench bench = new Bench(new HardwareMemory(), id, 1);
        bench.vmalloc(0, pages);
        Set<Integer> objects = new HashSet<>();
        for (int pfn = 0; pfn < bench.kernel.machine().frames().count(); pfn++) {
            if (Truth.owner(bench.kernel.machine().frames().truth(pfn)) == FrameOwner.VMALLOC) {
                int object = bench.kernel.strategy().objectOf(pfn);
                if (object != Strategy.NONE) {
                    objects.add(object);
                }
            }
        }
        return objects.size();
    }

    /**
     * Bytes for the counts of an area of any size, beyond the 8-byte memdesc word of each page and the area's array of
     * pages, which all have: as many objects for each page as the largest area on the model has.
     */
    static long kernelBytes(StrategyId id, long pages) {
        int few = objects(id, 1);
        int many = objects(id, Bench.PAGES_MAX);
        boolean perPage = many > few;
        return (perPage ? pages * many / Bench.PAGES_MAX : few) * id.kernelBytes();
    }
}
