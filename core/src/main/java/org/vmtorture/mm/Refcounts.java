package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * A row of reference counts in the manner of {@code refcount_t}: {@code 0 --set--> n --last put--> 0}, and no other
 * way out of zero. Whoever merely found an object must {@link #tryGet}; only its allocation may {@link #set}. A count
 * that went wrong saturates: its object is leaked, so that it cannot be freed under anyone. Beside it lies a map
 * count, in the same word, so that both are seen in one load.
 */
public final class Refcounts {
    /* One count.
     *   bits  0-31  mapcount    PTEs that map the object; strategies without one leave it 0
     *   bits 32-63  references  signed; negative means saturated, as in refcount_t
     * The references lie on top: they can wrap without touching the mapcount.
     *
     * Memory ordering, after the kernel's refcount documentation. Each RMW is one explorer step.
     *   set     release  the object's fields are written before its count lets a looker in.
     *   tryGet  acquire  pairs with set: the object may have been freed and reused since the looker read the PTE,
     *                    so the looker's re-read of that PTE must come after the count.
     *   put     release  our last use precedes the drop; and acquire, if last: we have seen all others' last uses.
     * All RMWs are full all the same: the weaker modes lean on release sequences through other CPUs' RMWs, which C11
     * grants and VarHandle does not promise. */
    public static final int REFERENCES_MAX = Integer.MAX_VALUE;

    private static final int SATURATED = 0xC000_0000;
    private static final long ONE = 1L << 32;
    private static final long MAPCOUNT_MASK = ONE - 1;

    private final Words counts;
    private final RefcountWarnings warnings;

    public Refcounts(SharedMemory memory, String name, int length, RefcountWarnings warnings) {
        this.counts = memory.words(name, length);
        this.warnings = warnings;
    }

    /** Gives a newly allocated object its first references. */
    public void set(int object, int references) {
        assert references >= 0 : "references=" + references;
        counts.setRelease(object, references * ONE);
    }

    /** Takes references unless the count is zero: then the object is being freed and is not ours to touch. */
    public boolean tryGet(Cpu cpu, int object, int references) {
        for (long seen = counts.getOpaque(object); references(seen) != 0; ) {
            if (references(seen) > REFERENCES_MAX - references) {
                saturate(cpu, object, RefcountWarnings.Warning.OVERFLOW, seen);
                return true;
            }
            if (references(seen) < 0) {
                return true;
            }
            long witness = counts.compareAndExchange(object, seen, seen + references * ONE);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** Takes references without looking: only for one who knows that the object stays referenced meanwhile. */
    public void get(Cpu cpu, int object, int references) {
        long before = counts.getAndAdd(object, references * ONE);
        if (references(before) == 0) {
            saturate(cpu, object, RefcountWarnings.Warning.RESURRECTION, before);
        } else if (references(before) < 0) {
            saturate(object);
        } else if (references(before) > REFERENCES_MAX - references) {
            saturate(cpu, object, RefcountWarnings.Warning.OVERFLOW, before);
        }
    }

    /** Drops references; true if they were the last, and the caller now owns the object alone and must free it. */
    public boolean put(Cpu cpu, int object, int references) {
        long before = counts.getAndAdd(object, -(references * ONE));
        int held = references(before);
        if (held == references) {
            return true;
        }
        if (held < 0) {
            saturate(object);
        } else if (held < references) {
            saturate(cpu, object, RefcountWarnings.Warning.UNDERFLOW, before);
        }
        return false;
    }

    /** Raises the map count, before the PTE that it stands for is published. */
    public void map(int object) {
        counts.getAndAdd(object, 1);
    }

    /** Lowers the map count, after its PTE is cleared. */
    public void unmap(Cpu cpu, int object) {
        long before = counts.getAndAdd(object, -1);
        if (mapcount(before) == 0) {
            counts.getAndAdd(object, 1); // give back what it borrowed from the references
            warnings.warn(cpu, RefcountWarnings.Warning.UNDERFLOW, counts.name() + ".mapcount", object, 0);
        }
    }

    /** Both counts in one load; decode with {@link #references(long)} and {@link #mapcount}. Orders nothing. */
    public long snapshot(int object) {
        return counts.getOpaque(object);
    }

    public static int references(long snapshot) {
        return (int) (snapshot >> 32);
    }

    public static int mapcount(long snapshot) {
        return (int) (snapshot & MAPCOUNT_MASK);
    }

    public static boolean saturated(long snapshot) {
        return snapshot < 0;
    }

    public int length() {
        return counts.length();
    }

    private void saturate(Cpu cpu, int object, RefcountWarnings.Warning warning, long seen) {
        saturate(object);
        warnings.warn(cpu, warning, counts.name(), object, references(seen));
    }

    /** Racy, as the kernel's: the margin on both sides of the saturated value is 2^30. */
    private void saturate(int object) {
        counts.setVolatile(object, SATURATED * ONE | (counts.getVolatile(object) & MAPCOUNT_MASK));
    }
}
