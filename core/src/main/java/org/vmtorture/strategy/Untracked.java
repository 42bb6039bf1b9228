package org.vmtorture.strategy;

import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Gather;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Memdesc;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.mm.Truth;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;

/**
 * Option 2: pages are mapped special, as remap_pfn_range does, and nothing counts them. vfree frees them there and
 * then: that nobody maps them any more is the driver's to know. GUP refuses.
 */
class Untracked implements Strategy {
    private final Machine machine;
    private final VmStructs areas;
    private final FrameAllocator allocator;
    private final Oracle oracle;

    static Untracked of(Oracle oracle, Defect defect) {
        return switch (defect) {
            case FOLLOWS_PFN -> new FollowsPfn(oracle);
            case SPECIAL_BIT_LOST -> new LosesSpecialBit(oracle);
            default -> new Untracked(oracle);
        };
    }

    Untracked(Oracle oracle) {
        this.oracle = oracle;
        this.machine = oracle.machine();
        this.areas = machine.vmStructs();
        this.allocator = machine.allocator();
    }

    @Override
    public StrategyId id() {
        return StrategyId.UNTRACKED;
    }

    @Override
    public boolean keepsMappedPages() {
        return false;
    }

    @Override
    public boolean countsEachPage() {
        return false;
    }

    @Override
    public boolean allocate(Cpu cpu, int area) {
        return true;
    }

    @Override
    public void freeOwner(Cpu cpu, int area) {
        AreaKind kind = areas.kind(area);
        boolean blocks = kind == AreaKind.BLOCKS;
        int count = areas.pageCount(area);
        for (int i = 0; i < count; i++) {
            int pfn = Pte.pfn(areas.page(area, i));
            if (kind.isUnit(i, count)
                    && !(blocks ? allocator.freeBlock(cpu, pfn, Op.VFREE) : allocator.free(cpu, pfn, Op.VFREE))) {
                oracle.freedTwice(cpu, pfn);
            }
        }
        areas.free(area);
    }

    @Override
    public int openVma(Cpu cpu, int area) {
        return NONE;
    }

    @Override
    public void copyVma(Cpu cpu, int object) {}

    @Override
    public void closeVma(Cpu cpu, int object) {}

    @Override
    public long insert(Cpu cpu, int pfn) {
        return Pte.SPECIAL;
    }

    @Override
    public void duplicate(Cpu cpu, long pte) {}

    @Override
    public void zap(Cpu cpu, long pte, Gather gather) {}

    @Override
    public void put(Cpu cpu, int object, int references) {
        throw new AssertionError("nothing is counted: object=" + object);
    }

    @Override
    public int pinReferences(int pfn, boolean longTerm) {
        return 1;
    }

    @Override
    public int tryPin(Cpu cpu, int pfn, int references) {
        return NONE;
    }

    @Override
    public int pinMapped(Cpu cpu, int pfn, int references) {
        return NONE;
    }

    @Override
    public void unpin(Cpu cpu, int object, int references) {
        throw new AssertionError("nothing is pinned: object=" + object);
    }

    @Override
    public int objectOf(int pfn) {
        return NONE;
    }

    @Override
    public long counts(int pfn) {
        return 0;
    }

    @Override
    public boolean isFolio(int pfn) {
        return false;
    }

    @Override
    public int mapcount(Cpu cpu, int pfn) {
        oracle.confused(cpu, pfn, Memdesc.MISC, machine.frames().memdesc(pfn));
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

    /** Every page of a driver must belong to an area that still has its address: nothing else may keep one. */
    @Override
    public void reconcile(Cpu auditor, Census census) {
        for (int pfn = 0; pfn < machine.frames().count(); pfn++) {
            FrameOwner owner = Truth.owner(machine.frames().truth(pfn));
            boolean driverMemory = owner == FrameOwner.VMALLOC || owner == FrameOwner.DRIVER;
            if (driverMemory && !census.isOwnedPage(pfn)) {
                oracle.retained(auditor, pfn, NONE);
            }
        }
    }

    /** A pin is granted by the PFN, and holds nothing. */
    private static final class FollowsPfn extends Untracked {
        FollowsPfn(Oracle oracle) {
            super(oracle);
        }

        @Override
        public int tryPin(Cpu cpu, int pfn, int references) {
            return pfn;
        }

        @Override
        public int objectOf(int pfn) {
            return pfn;
        }

        @Override
        public void unpin(Cpu cpu, int object, int references) {}
    }

    /** PTEs come out normal: zap puts a page whose count was never raised. */
    private static final class LosesSpecialBit extends Untracked {
        private final Refcounts refs;

        LosesSpecialBit(Oracle oracle) {
            super(oracle);
            this.refs = new Refcounts(
                    oracle.machine().memory(),
                    "page.refcount",
                    oracle.machine().frames().count(),
                    oracle);
        }

        @Override
        public long insert(Cpu cpu, int pfn) {
            return 0;
        }

        @Override
        public void zap(Cpu cpu, long pte, Gather gather) {
            gather.queue(Pte.pfn(pte));
        }

        @Override
        public void put(Cpu cpu, int object, int references) {
            refs.put(cpu, object, references);
        }
    }
}
