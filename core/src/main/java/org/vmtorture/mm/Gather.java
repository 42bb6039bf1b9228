package org.vmtorture.mm;

import org.vmtorture.memory.Words;

/** One CPU's mmu_gather: references taken out of PTEs, to be put only after the TLB flush. Neighbours merge. */
public final class Gather {
    static final int ENTRIES_MAX = 128;
    static final int STRIDE = ENTRIES_MAX + 8;

    /* One entry: bits 0-31 how many references, bits 32-63 the object that gets the put. */
    private final Words entries;
    private final int first;

    Gather(Words entries, int cpu) {
        this.entries = entries;
        this.first = cpu * STRIDE;
    }

    /** Queues the put of one reference. The caller flushes when {@link #full}. */
    public void queue(int object) {
        int size = size();
        if (size > 0) {
            long last = entries.getPlain(first + size);
            if ((int) (last >>> 32) == object) {
                entries.setPlain(first + size, last + 1);
                return;
            }
        }
        entries.setPlain(first + size + 1, (long) object << 32 | 1);
        entries.setPlain(first, size + 1);
    }

    public boolean full() {
        return size() == ENTRIES_MAX;
    }

    public int size() {
        return (int) entries.getPlain(first);
    }

    public int object(int entry) {
        return (int) (entries.getPlain(first + 1 + entry) >>> 32);
    }

    public int references(int entry) {
        return (int) entries.getPlain(first + 1 + entry);
    }

    public void clear() {
        entries.setPlain(first, 0);
    }
}
