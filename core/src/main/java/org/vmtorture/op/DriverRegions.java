package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Llist;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.oracle.Violations;
import org.vmtorture.strategy.Strategy;

/**
 * The drivers' side: regions that user space may map, each one vmalloc area while it lives. A driver that counts its
 * VMAs frees only after the last is closed; one that does not frees while they are mapped. That mmap in progress
 * holds a reference is true of both.
 */
public class DriverRegions {
    /* state, under the region's lock, except that only the creator leaves FREE:
     *   bits 0-1   FREE --create--> LIVE --destroy--> DYING --last put--> FREE
     *   bit    4   COUNTED   the driver counts VMAs
     *   bit    5   FREED     the area was freed before the last user: not again
     *   bits 8-31  pages
     *   bits 32-62 life      one more at each create */
    private static final int FREE = 0;

    static final int LIVE = 1;
    static final int DYING = 2;
    static final long STATE = 3;
    private static final long COUNTED = 1L << 4;
    static final long FREED = 1L << 5;

    final Vmalloc vmalloc;
    private final Strategy strategy;
    final Oracle oracle;
    final Machine machine;
    final Words states;
    private final Words addresses; // as Vmalloc.allocate returned it; written by the creator before LIVE
    private final Words ops; // VmOps; the same
    private final Words pageArrays; // a row of vm.pages + 1 that holds the driver's own pages[], 0 if it has none
    final Refcounts users; // the owner, mmaps in progress, and VMAs if the driver counts them
    final Locks locks;
    private final Llist deferred; // regions whose last put came in atomic context: vfree_atomic

    DriverRegions(Oracle oracle, Vmalloc vmalloc, int count) {
        this.oracle = oracle;
        this.strategy = vmalloc.strategy();
        this.machine = oracle.machine();
        this.vmalloc = vmalloc;
        this.states = machine.memory().words("region", count);
        this.addresses = machine.memory().words("region.addr", count);
        this.ops = machine.memory().words("region.ops", count);
        this.pageArrays = machine.memory().words("region.pages", count);
        this.users = new Refcounts(machine.memory(), "region.users", count, oracle);
        this.locks = machine.memory().locks("region.lock", count);
        this.deferred = new Llist(machine.memory(), "region.deferred", count);
    }

    public int count() {
        return states.length();
    }

    /**
     * Allocates an area for a region that is free and will be mapped by remap_vmalloc_range. Only one CPU, its driver,
     * creates and destroys a region.
     *
     * @param counted whether the driver counts VMAs and waits for them
     * @return 0, -EBUSY if the last life of the region is not over, or -ENOMEM
     */
    public final int create(Cpu cpu, int region, int pages, boolean blocks, boolean counted) {
        AreaKind kind = blocks ? AreaKind.BLOCKS : AreaKind.VMALLOC;
        return create(cpu, region, pages, kind, VmOps.REMAP_VMALLOC_RANGE | (counted ? VmOps.COUNTED : 0));
    }

    /**
     * The same for a driver that maps its memory in its own way.
     *
     * @param vmOps what its mmap hook does: a way to map of {@link VmOps} and additions to it
     */
    public final int create(Cpu cpu, int region, int pages, AreaKind kind, long vmOps) {
        cpu.recorder().record(kind == AreaKind.VMALLOC ? Op.VMALLOC : Op.ALLOC_PAGES, region, pages);
        cpu.recorder().detail(FlightRecorder.place(region, (vmOps & VmOps.COUNTED) != 0 ? 1 : 0, pages));
        long state = states.getAcquire(region);
        if ((state & STATE) != FREE) {
            return -Errno.EBUSY;
        }
        long address = vmalloc.allocate(cpu, pages, kind);
        if (address < 0) {
            return -Errno.ENOMEM;
        }
        addresses.setRelease(region, address);
        ops.setRelease(region, vmOps);
        boolean keepsArray = (vmOps & Vmas.PAGE_REFS) != 0;
        pageArrays.setRelease(region, keepsArray ? vmalloc.copyPages((int) address) + 1 : 0);
        users.set(region, 1);
        long life = (state >>> 32) + 1 & 0x7FFF_FFFF;
        locks.lock(region);
        boolean counted = (vmOps & VmOps.COUNTED) != 0;
        states.setRelease(region, life << 32 | (long) pages << 8 | (counted ? COUNTED : 0) | LIVE);
        locks.unlock(region);
        return 0;
    }

    /**
     * The driver drops its own claim: no mmap finds the region any more; the last user frees it. -EINVAL if it is not
     * live.
     */
    public final int destroy(Cpu cpu, int region) {
        return destroy(cpu, region, false);
    }

    private int destroy(Cpu cpu, int region, boolean atomic) {
        cpu.recorder().record(Op.VFREE, region, atomic ? 1 : 0);
        if (!endLife(region, 0)) {
            return -Errno.EINVAL;
        }
        put(cpu, region);
        return 0;
    }

    /**
     * An ioctl by which the driver frees its area at once, whoever still maps it, while the region lives on for its
     * VMAs: what siw and io_uring do. -EINVAL if it is not live.
     */
    public final int freeWhileMapped(Cpu cpu, int region) {
        cpu.recorder().record(Op.VFREE, region, 0);
        if (!endLife(region, FREED)) {
            return -Errno.EINVAL;
        }
        vmalloc.free(cpu, address(region), life(region));
        put(cpu, region);
        return 0;
    }

    final boolean endLife(int region, long freed) {
        locks.lock(region);
        long state = states.getOpaque(region);
        boolean live = (state & STATE) == LIVE;
        if (live) {
            states.setRelease(region, (state & ~STATE) | DYING | freed);
        }
        locks.unlock(region);
        return live;
    }

    /** As {@link #destroy}, called where the driver may not sleep: the free is left to a worker. */
    public final int destroyAtomic(Cpu cpu, int region) {
        cpu.irqDisable();
        int error = destroy(cpu, region, true);
        cpu.irqEnable();
        return error;
    }

    /** D.lookup: takes a reference for an mmap in progress; 0 if the region is not live, else its state word. */
    long lookup(Cpu cpu, int region) {
        locks.lock(region);
        long state = states.getOpaque(region);
        boolean live = (state & STATE) == LIVE;
        if (live) {
            users.get(cpu, region, 1); // the owner's own reference goes only after DYING is set under this lock
        }
        locks.unlock(region);
        return live ? state : 0;
    }

    /** The mmap is over and no VMA of it is counted. */
    void endLookup(Cpu cpu, int region) {
        put(cpu, region);
    }

    /** The mmap has failed, and what it had mapped is zapped. */
    void endFailedLookup(Cpu cpu, int region) {
        endLookup(cpu, region);
    }

    /** The mmap is over, and the VMA that is counted keeps its reference. */
    void keepLookup(Cpu cpu, int region) {}

    /** The region on which a VMA of this one is counted. */
    int countedOn(int region) {
        return region;
    }

    /** open(): a split, a copy or a move made a VMA of these pages of a region. */
    void open(Cpu cpu, int region, long vmaFlags, int pgoff, int pages) {
        if ((vmaFlags & Vmas.PAGE_REFS) != 0) {
            getPages(cpu, region, pgoff, pages);
        }
        if ((vmaFlags & Vmas.COUNTED) != 0) {
            users.get(cpu, region, 1);
        }
    }

    /** close(): a VMA of these pages of a region is gone, its TLB flush over. */
    void close(Cpu cpu, int region, long vmaFlags, int pgoff, int pages) {
        if ((vmaFlags & Vmas.PAGE_REFS) != 0) {
            putPages(cpu, region, pgoff, pages);
        }
        if ((vmaFlags & Vmas.COUNTED) != 0) {
            put(cpu, region);
        }
    }

    /** get_page for each page: the driver's own count of a VMA, which a split makes wrong. */
    final void getPages(Cpu cpu, int region, int pgoff, int pages) {
        int array = (int) pageArrays.getAcquire(region) - 1;
        for (int i = pgoff; i < pgoff + pages; i++) {
            strategy.pinMapped(cpu, Pte.pfn(vmalloc.areas().page(array, i)), 1);
        }
    }

    private void putPages(Cpu cpu, int region, int pgoff, int pages) {
        int array = (int) pageArrays.getAcquire(region) - 1;
        for (int i = pgoff; i < pgoff + pages; i++) {
            strategy.unpin(cpu, strategy.objectOf(Pte.pfn(vmalloc.areas().page(array, i))), 1);
        }
    }

    /** Drops a reference: of close(), of an mmap, or the owner's. */
    final void put(Cpu cpu, int region) {
        if (users.put(cpu, region, 1)) {
            if (cpu.atomic() || (ops.getAcquire(region) & VmOps.FREED_BY_WORKER) != 0) {
                defer(cpu, region);
            } else {
                release(cpu, region);
            }
        }
    }

    /** vfree_atomic: the worker's list has its node in the region. */
    void defer(Cpu cpu, int region) {
        deferred.add(region);
    }

    /** The last user is gone. */
    void release(Cpu cpu, int region) {
        oracle.mightSleep(cpu, region);
        if ((states.getAcquire(region) & FREED) == 0) {
            vmalloc.free(cpu, address(region), life(region));
        }
        int array = (int) pageArrays.getAcquire(region) - 1;
        if (array != VmStructs.NONE) {
            vmalloc.areas().free(array);
        }
        locks.lock(region);
        states.setRelease(region, states.getOpaque(region) & ~(STATE | FREED) | FREE);
        locks.unlock(region);
    }

    void releaseDeferred(Cpu cpu, int region) {
        release(cpu, region);
    }

    final boolean hasWork() {
        return !deferred.isEmpty();
    }

    final int backlog() {
        return deferred.size();
    }

    final boolean work(Cpu cpu) {
        int region = deferred.takeAll();
        if (region == Llist.END) {
            return false;
        }
        while (region != Llist.END) {
            int next = deferred.next(region);
            releaseDeferred(cpu, region);
            region = next;
        }
        return true;
    }

    /** What the region's driver does in mmap: {@link VmOps}. For one who looked the region up. */
    final long vmOps(int region) {
        return ops.getAcquire(region);
    }

    /** Whether anyone but its owner and one mmap uses the region. */
    final boolean isMapped(int region) {
        return Refcounts.references(users.snapshot(region)) > 2;
    }

    /** vmalloc_to_page of one of the region's pages. */
    final long kernelPte(int region, int page) {
        return vmalloc.areas().kernelPte(address(region), page);
    }

    final int address(int region) {
        return (int) addresses.getAcquire(region);
    }

    /** The life of the address, as vmalloc gave it out. */
    final int life(int region) {
        return (int) (addresses.getAcquire(region) >>> 32);
    }

    static int pages(long state) {
        return (int) (state >>> 8) & 0xFF_FFFF;
    }

    static boolean counted(long state) {
        return (state & COUNTED) != 0;
    }

    static int life(long state) {
        return (int) (state >>> 32);
    }

    /** Whether mmap would find the region now. */
    public final boolean isLive(int region) {
        return (states.getAcquire(region) & STATE) == LIVE;
    }

    public final boolean isFree(int region) {
        return (states.getAcquire(region) & STATE) == FREE;
    }

    /** Pages of the region's present or last life. */
    public final int pages(int region) {
        return pages(states.getAcquire(region));
    }

    /** At rest: a region's users must be its owner and the VMAs that its driver counts. */
    final void reconcile(Cpu auditor) {
        Vmas vmas = machine.vmas();
        int[] counted = new int[count()];
        for (int mm = 0; mm < machine.size().mms(); mm++) {
            for (int slot = 0; slot < vmas.slots(); slot++) {
                if ((vmas.range(mm, slot) & Vmas.COUNTED) != 0 && vmas.range(mm, slot) != 0) {
                    counted[vmas.region(mm, slot)]++;
                }
            }
        }
        for (int region = 0; region < counted.length; region++) {
            long snapshot = users.snapshot(region);
            long expected = counted[region] + (isLive(region) ? 1L : 0);
            boolean comparable = !isFree(region) && !Refcounts.saturated(snapshot);
            if (comparable && Refcounts.references(snapshot) != expected) {
                oracle.miscounted(auditor, Violations.NO_PFN, region, expected, Refcounts.references(snapshot));
            }
        }
    }

    /** D.kaccess: the driver touches its own live region through the kernel alias. */
    public final long access(Cpu cpu, int region, int page, boolean store, long value) {
        Op op = store ? Op.KSTORE : Op.KLOAD;
        cpu.recorder().record(op, region, page);
        long pte = vmalloc.areas().kernelPte(address(region), page);
        cpu.recorder().detail(pte);
        if (!Pte.present(pte)) {
            oracle.faulted(cpu, op, region);
            return 0;
        }
        int pfn = Pte.pfn(pte);
        long seen = value;
        if (store) {
            machine.frames().store(pfn, value);
        } else {
            seen = machine.frames().load(pfn);
        }
        oracle.accessed(cpu, op, pte, seen);
        return seen;
    }
}
