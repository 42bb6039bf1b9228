package org.vmtorture.strategy;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Llist;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Oracle;

/**
 * Strategies with one count for a whole area. Their last put may come in any context and frees many pages, so it only
 * queues the object; a worker frees it. The list's node lies in the object, not in its pages: user space can write
 * those.
 */
abstract class AreaCounted extends Counted {
    private final Llist deferred;

    AreaCounted(Oracle oracle, CountingSteps steps, String name, int objects) {
        super(oracle, steps, name + ".refcount", objects);
        this.deferred = new Llist(machine.memory(), name + ".deferred", objects);
    }

    /** How many pages an object has. */
    abstract int pageCount(int object);

    /** One of an object's pages, in PTE form. */
    abstract long page(int object, int index);

    abstract AreaKind kind(int object);

    /** Gives the object's id back, its pages being gone. */
    abstract void giveBack(int object);

    /** Whether the object's first reference is still its driver's. */
    abstract boolean isOwned(Census census, int object);

    @Override
    public final boolean countsEachPage() {
        return false;
    }

    @Override
    int objectOf(int pfn, long memdesc) {
        return Memdesc.type(memdesc) == memdescType() ? Memdesc.id(memdesc) : NONE;
    }

    /** Lets the world find the object through its pages: the count first, the words after. */
    final void publish(int object) {
        refs.set(object, steps.firstReferences());
        for (int i = 0; i < pageCount(object); i++) {
            frames.memdesc(Pte.pfn(page(object, i)), Memdesc.of(memdescType(), object));
        }
    }

    @Override
    final void release(Cpu cpu, int object) {
        if (steps.defersFinalFree()) {
            deferred.add(object);
        } else {
            free(cpu, object);
        }
    }

    @Override
    public final boolean hasWork() {
        return !deferred.isEmpty();
    }

    @Override
    public final int backlog() {
        return deferred.size();
    }

    @Override
    public final boolean work(Cpu cpu) {
        int object = steps.takeDeferred(deferred);
        if (object == Llist.END) {
            return false;
        }
        while (object != Llist.END) {
            int next = deferred.next(object); // before the id can be given out again
            free(cpu, object);
            object = next;
        }
        return true;
    }

    /** The final free: words first, so that a looker finds no type of ours, then the pages, then the object. */
    private void free(Cpu cpu, int object) {
        oracle.mightSleep(cpu, object);
        if (steps.clearsWordsFirst()) {
            clearWords(object);
            freePages(cpu, object, pageCount(object));
        } else {
            freePages(cpu, object, pageCount(object));
            clearWords(object);
        }
        giveBack(object);
    }

    private void clearWords(int object) {
        for (int i = 0; i < pageCount(object); i++) {
            frames.memdesc(Pte.pfn(page(object, i)), Memdesc.of(Memdesc.MISC, 0));
        }
    }

    private void freePages(Cpu cpu, int object, int count) {
        AreaKind kind = kind(object);
        for (int i = 0; i < count; i++) {
            if (kind.isUnit(i, count)) {
                freePages(cpu, Pte.pfn(page(object, i)));
            }
        }
    }

    @Override
    public final void reconcile(Cpu auditor, Census census) {
        int[] ptes = new int[refs.length()];
        int[] pages = new int[refs.length()];
        for (int pfn = 0; pfn < frames.count(); pfn++) {
            FrameOwner owner = Truth.owner(frames.truth(pfn));
            if (owner == FrameOwner.VMALLOC || owner == FrameOwner.DRIVER) {
                int object = objectOf(pfn);
                if (object == NONE) {
                    oracle.retained(auditor, pfn, NONE);
                } else {
                    ptes[object] += census.ptes(pfn);
                    pages[object]++;
                }
            }
        }
        for (int object = 0; object < pages.length; object++) {
            if (pages[object] > 0) {
                check(auditor, census, object, countsPtes() ? ptes[object] : census.vmaReferences(object));
            }
        }
    }

    private void check(Cpu auditor, Census census, int object, int mappings) {
        long snapshot = refs.snapshot(object);
        if (Refcounts.saturated(snapshot)) {
            return; // leaked on purpose, and reported when it saturated
        }
        int owner = isOwned(census, object) ? steps.firstReferences() : 0;
        long expected = (long) owner + mappings + census.pinReferences(object);
        int pfn = Pte.pfn(page(object, 0));
        if (expected == 0 && Refcounts.references(snapshot) == 0) {
            oracle.retained(auditor, pfn, object);
        } else if (Refcounts.references(snapshot) != expected) {
            oracle.miscounted(auditor, pfn, object, expected, Refcounts.references(snapshot));
        }
    }
}
