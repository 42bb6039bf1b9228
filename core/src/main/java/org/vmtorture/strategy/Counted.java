package org.vmtorture.strategy;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Gather;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.oracle.Oracle;

/**
 * What all strategies that count have in common: a page names an object, PTEs and pins hold references on it, and the
 * last put frees. They differ in what the object is, and in what its last put must do.
 */
abstract class Counted implements Strategy {
    final Machine machine;
    final Frames frames;
    final FrameAllocator allocator;
    final VmStructs areas;
    final Oracle oracle;
    final CountingSteps steps;
    final Refcounts refs;

    Counted(Oracle oracle, CountingSteps steps, String row, int objects) {
        this.oracle = oracle;
        this.steps = steps;
        this.machine = oracle.machine();
        this.frames = machine.frames();
        this.allocator = machine.allocator();
        this.areas = machine.vmStructs();
        this.refs = new Refcounts(machine.memory(), row, objects, oracle);
    }

    /** The object that a memdesc word names for a page, or NONE if the word is of another type. */
    abstract int objectOf(int pfn, long memdesc);

    /** The type that the memdesc words of this strategy's pages have. */
    abstract int memdescType();

    /** The last reference is gone: the caller owns the object alone. In whatever context the put was. */
    abstract void release(Cpu cpu, int object);

    /** Whether each PTE holds a reference. If not, VMAs do. */
    boolean countsPtes() {
        return true;
    }

    /** Whether a map count is kept beside the references. */
    boolean countsMaps() {
        return false;
    }

    /** Which count is a page's map count: that of its object. */
    int mapcountOf(int pfn, int object) {
        return object;
    }

    @Override
    public boolean keepsMappedPages() {
        return true;
    }

    @Override
    public boolean countsEachPage() {
        return true;
    }

    @Override
    public int objectOf(int pfn) {
        return objectOf(pfn, frames.memdesc(pfn));
    }

    @Override
    public int openVma(Cpu cpu, int area) {
        return NONE;
    }

    @Override
    public void copyVma(Cpu cpu, int object) {
        assert object == NONE : "VMAs are not counted: object=" + object;
    }

    @Override
    public void closeVma(Cpu cpu, int object) {
        assert object == NONE : "VMAs are not counted: object=" + object;
    }

    @Override
    public long insert(Cpu cpu, int pfn) {
        int object = objectOf(pfn);
        if (object == NONE || Refcounts.references(refs.snapshot(object)) == 0) {
            return REFUSED; // I.check: not a page of an area that is alive
        }
        getForPte(cpu, pfn, object);
        return 0;
    }

    @Override
    public void duplicate(Cpu cpu, long pte) {
        int pfn = Pte.pfn(pte);
        int object = namedBy(cpu, pfn);
        if (object != NONE) {
            getForPte(cpu, pfn, object);
        }
    }

    private void getForPte(Cpu cpu, int pfn, int object) {
        if (countsPtes()) {
            refs.get(cpu, object, 1);
        }
        if (countsMaps()) {
            refs.map(mapcountOf(pfn, object));
        }
    }

    @Override
    public void zap(Cpu cpu, long pte, Gather gather) {
        int pfn = Pte.pfn(pte);
        int object = namedBy(cpu, pfn);
        if (object == NONE) {
            return;
        }
        if (countsMaps()) {
            refs.unmap(cpu, mapcountOf(pfn, object));
        }
        if (countsPtes()) {
            gather.queue(object);
        }
    }

    @Override
    public void put(Cpu cpu, int object, int references) {
        if (refs.put(cpu, object, references)) {
            release(cpu, object);
        }
    }

    @Override
    public int pinReferences(int pfn, boolean longTerm) {
        return 1;
    }

    @Override
    public int tryPin(Cpu cpu, int pfn, int references) {
        Frames frames = this.frames; // looked up once: the compiler must take no field's value across an atomic
        long memdesc = frames.memdesc(pfn);
        int object = objectOf(pfn, memdesc);
        if (object == NONE || !steps.tryGet(refs, cpu, object, references)) {
            return NONE;
        }
        if (frames.memdesc(pfn) != memdesc) { // the descriptor went on to another page: the reference is spurious
            put(cpu, object, references);
            return NONE;
        }
        return object;
    }

    @Override
    public int pinMapped(Cpu cpu, int pfn, int references) {
        int object = namedBy(cpu, pfn);
        if (object != NONE) {
            refs.get(cpu, object, references);
        }
        return object;
    }

    @Override
    public void unpin(Cpu cpu, int object, int references) {
        put(cpu, object, references);
    }

    @Override
    public long counts(int pfn) {
        int object = objectOf(pfn);
        return object == NONE ? 0 : refs.snapshot(object);
    }

    @Override
    public boolean isFolio(int pfn) {
        return false;
    }

    @Override
    public int mapcount(Cpu cpu, int pfn) {
        oracle.confused(cpu, pfn, memdescType(), frames.memdesc(pfn));
        return 0;
    }

    @Override
    public boolean hasWork() {
        return false;
    }

    @Override
    public boolean work(Cpu cpu) {
        return false;
    }

    /**
     * The object behind a page that a PTE or its owner keeps alive: its word cannot be of another type, or somebody
     * freed it.
     */
    final int namedBy(Cpu cpu, int pfn) {
        long memdesc = frames.memdesc(pfn);
        int object = objectOf(pfn, memdesc);
        if (object == NONE) {
            oracle.confused(cpu, pfn, memdescType(), memdesc);
        }
        return object;
    }

    /** Frees one page, or a block by its head. */
    final void freePages(Cpu cpu, int pfn) {
        Op op = cpu.recorder().current();
        boolean freed = allocator.inBlockZone(pfn) ? allocator.freeBlock(cpu, pfn, op) : allocator.free(cpu, pfn, op);
        if (!freed) {
            oracle.freedTwice(cpu, pfn);
        }
    }
}
