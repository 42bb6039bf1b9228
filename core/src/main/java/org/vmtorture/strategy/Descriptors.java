package org.vmtorture.strategy;

import org.vmtorture.memory.Words;
import org.vmtorture.mm.IdPool;
import org.vmtorture.mm.Machine;

/**
 * A type-stable pool of page descriptors: a descriptor given back may be another page's at once, but never anything
 * else.
 */
final class Descriptors {
    private final Words pages; // per descriptor: its page (of a block the head); while free, the pool's link
    private final IdPool ids;

    Descriptors(Machine machine, String name, int count) {
        this.pages = machine.memory().words(name + ".page", count);
        this.ids = new IdPool(machine.memory(), name, count, pages, 0);
    }

    /** Takes a descriptor for a page; {@link Strategy#NONE} if all are taken. */
    int take(int pfn) {
        int descriptor = ids.take();
        if (descriptor != IdPool.NONE) {
            pages.setRelease(descriptor, pfn);
        }
        return descriptor;
    }

    int page(int descriptor) {
        return (int) pages.getAcquire(descriptor);
    }

    void give(int descriptor) {
        ids.give(descriptor);
    }
}
