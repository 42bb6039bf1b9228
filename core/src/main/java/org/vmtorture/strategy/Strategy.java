package org.vmtorture.strategy;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Gather;
import org.vmtorture.oracle.Census;

/**
 * What keeps a driver's pages alive: verbs over areas, VMAs, PTEs and pins, for the kernel paths to call at the
 * places where the kernel would. All are lock-free; any may be called on several CPUs at once, each with its own
 * {@link Cpu}.
 *
 * <p>An <em>object</em> is whatever holds the references, by the strategy's own numbering: a page, a descriptor, an
 * area. A put goes to the object that the get found, never to the one that the page names by then.
 */
public interface Strategy {
    int NONE = -1;

    /** What {@link #insert} answers if the page cannot be mapped. */
    long REFUSED = -1;

    StrategyId id();

    /** Whether a page outlives its driver's vfree while it is mapped. If not, the driver must not free while mapped. */
    boolean keepsMappedPages();

    /** Whether a page has a count of its own, which a plain get_page finds. */
    boolean countsEachPage();

    /** The area has its pages and no one else knows it yet; false if there is no descriptor left. */
    boolean allocate(Cpu cpu, int area);

    /** The driver's vfree: the area has lost its address and its kernel alias. Drops the owner's reference. */
    void freeOwner(Cpu cpu, int area);

    /**
     * A VMA of the area comes into being through mmap, before its first PTE. The caller keeps the area alive meanwhile.
     *
     * @return the object that holds a reference for this VMA, or {@link #NONE} if VMAs are not counted
     */
    int openVma(Cpu cpu, int area);

    /**
     * A split, a fork or a move made another VMA of one that holds a reference on {@code object}; before its first PTE.
     */
    void copyVma(Cpu cpu, int object);

    /** A VMA is gone, after its TLB flush. */
    void closeVma(Cpu cpu, int object);

    /**
     * A page of an area that the caller keeps alive is about to be mapped: counts first, the PTE is published after.
     *
     * @return flags of the PTE, or {@link #REFUSED} if this is no page that can be mapped
     */
    long insert(Cpu cpu, int pfn);

    /** Fork copies a present PTE, under the parent's PTE lock; before the child's is published. */
    void duplicate(Cpu cpu, long pte);

    /** A PTE was cleared, under its PTE lock: queues what must be put after the flush. */
    void zap(Cpu cpu, long pte, Gather gather);

    /** After the TLB flush: drops references that PTEs held. */
    void put(Cpu cpu, int object, int references);

    /** How many references a pin of a page takes: FOLL_GET, or FOLL_PIN if it may last. */
    int pinReferences(int pfn, boolean longTerm);

    /**
     * GUP-fast's look: page to descriptor, a reference unless there is none, the descriptor again. With interrupts
     * off, no lock.
     *
     * @return the object that now holds the references, or {@link #NONE}
     */
    int tryPin(Cpu cpu, int pfn, int references);

    /** GUP-slow's get, under the PTE lock: the PTE keeps the page alive. {@link #NONE} if it is not countable. */
    int pinMapped(Cpu cpu, int pfn, int references);

    /** Drops a pin's references, in any context. */
    void unpin(Cpu cpu, int object, int references);

    /** The object behind a page as its descriptor says now, or {@link #NONE}. For oracles and audits. */
    int objectOf(int pfn);

    /**
     * page_count and page_mapcount of a page, in one load that orders nothing; 0 if nothing counts it. Decode with
     * {@link org.vmtorture.mm.Refcounts}.
     */
    long counts(int pfn);

    /** vm_normal_folio: whether a walker may use folio fields of this page. */
    boolean isFolio(int pfn);

    /** What a walker reads of a folio: its map count. */
    int mapcount(Cpu cpu, int pfn);

    /** Whether final puts have deferred anything. */
    boolean hasWork();

    /** How many objects final puts have left to a worker. At rest only. */
    default int backlog() {
        return 0;
    }

    /** Frees what final puts have deferred; false if there was nothing. In a context that may sleep. */
    boolean work(Cpu cpu);

    /** At rest, with all deferred work done: reports every count that the census does not explain. */
    void reconcile(Cpu auditor, Census census);
}
