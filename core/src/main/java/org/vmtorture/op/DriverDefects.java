package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;

/** What drivers have got wrong, a step each. */
final class DriverDefects {
    private DriverDefects() {}

    static DriverRegions regions(Defect defect, Oracle oracle, Vmalloc vmalloc, int count) {
        return switch (defect) {
            case DOUBLE_VFREE -> new FreesTwice(oracle, vmalloc, count);
            case LOOKUP_WITHOUT_REFERENCE -> new LooksUpUnreferenced(oracle, vmalloc, count);
            case OPEN_WITHOUT_GET -> new OpensUncounted(oracle, vmalloc, count);
            case CLOSE_SKIPS_PIECE -> new ClosesWholeOnly(oracle, vmalloc, count);
            case ERROR_WITHOUT_PUT -> new KeepsOnError(oracle, vmalloc, count);
            case FIRST_CLOSE_FREES -> new FreesAtFirstClose(oracle, vmalloc, count);
            case LOOKUP_GETS_FROM_ZERO -> new GetsFromZero(oracle, vmalloc, count);
            case PUT_THEN_GET -> new PutsThenGets(oracle, vmalloc, count);
            case COUNTS_ANOTHER -> new CountsAnother(oracle, vmalloc, count);
            case RETRIES_DYING -> new RetriesDying(oracle, vmalloc, count);
            case NODE_IN_PAGE -> new KeepsNodeInPage(oracle, vmalloc, count);
            default -> new DriverRegions(oracle, vmalloc, count);
        };
    }

    /** close() runs through its error path as well, and frees the area again. */
    private static final class FreesTwice extends DriverRegions {
        FreesTwice(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        void release(Cpu cpu, int region) {
            int address = address(region);
            int life = life(region);
            super.release(cpu, region);
            vmalloc.free(cpu, address, life);
        }
    }

    /** rxe_mmap before its fix: the region is found under the lock, and used after it without a reference. */
    private static final class LooksUpUnreferenced extends DriverRegions {
        LooksUpUnreferenced(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        long lookup(Cpu cpu, int region) {
            long state = super.lookup(cpu, region);
            if (state != 0) {
                put(cpu, region);
            }
            return state;
        }

        @Override
        void endLookup(Cpu cpu, int region) {}

        @Override
        void keepLookup(Cpu cpu, int region) {
            users.tryGet(cpu, region, 1);
        }
    }

    /** open() is missing: a VMA that a split, a fork or a move makes is not counted, and its close() is. */
    private static final class OpensUncounted extends DriverRegions {
        OpensUncounted(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        void open(Cpu cpu, int region, long vmaFlags, int pgoff, int pages) {
            super.open(cpu, region, vmaFlags & ~Vmas.COUNTED, pgoff, pages);
        }
    }

    /** close() counts only a VMA that is as large as the region. */
    private static final class ClosesWholeOnly extends DriverRegions {
        ClosesWholeOnly(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        void close(Cpu cpu, int region, long vmaFlags, int pgoff, int pages) {
            long counted = pages == pages(region) ? Vmas.COUNTED : 0;
            super.close(cpu, region, vmaFlags & (~Vmas.COUNTED | counted), pgoff, pages);
        }
    }

    /** What mmap has counted stays counted when it fails, for nobody calls close() then. */
    private static final class KeepsOnError extends DriverRegions {
        KeepsOnError(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        void endFailedLookup(Cpu cpu, int region) {}
    }

    /** close() of any piece frees the whole. */
    private static final class FreesAtFirstClose extends DriverRegions {
        FreesAtFirstClose(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        void close(Cpu cpu, int region, long vmaFlags, int pgoff, int pages) {
            if ((vmaFlags & Vmas.COUNTED) != 0 && takeArea(region)) {
                vmalloc.free(cpu, address(region), life(region));
            }
            super.close(cpu, region, vmaFlags, pgoff, pages);
        }

        private boolean takeArea(int region) {
            locks.lock(region);
            long state = states.getOpaque(region);
            boolean there = !isFree(region) && (state & FREED) == 0;
            if (there) {
                states.setRelease(region, state | FREED);
            }
            locks.unlock(region);
            return there;
        }
    }

    /** The region is found without the lock, and its count is raised whatever it is. */
    private static final class GetsFromZero extends DriverRegions {
        GetsFromZero(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        long lookup(Cpu cpu, int region) {
            users.get(cpu, region, 1);
            long state = states.getAcquire(region);
            if ((state & STATE) != LIVE) {
                put(cpu, region);
                return 0;
            }
            return state;
        }
    }

    /** A helper drops the reference, and its caller takes one for the VMA. */
    private static final class PutsThenGets extends DriverRegions {
        PutsThenGets(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        void keepLookup(Cpu cpu, int region) {
            put(cpu, region);
            users.get(cpu, region, 1);
        }
    }

    /** The VMA is counted on the first region, whichever it maps. */
    private static final class CountsAnother extends DriverRegions {
        CountsAnother(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        int countedOn(int region) {
            return 0;
        }

        @Override
        void keepLookup(Cpu cpu, int region) {
            users.get(cpu, 0, 1);
            put(cpu, region);
        }
    }

    /** A lookup of a dying region goes round until its count can be taken. */
    private static final class RetriesDying extends DriverRegions {
        RetriesDying(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        @Override
        long lookup(Cpu cpu, int region) {
            while ((states.getAcquire(region) & STATE) == DYING) {
                machine.memory().onSpinWait();
            }
            return super.lookup(cpu, region);
        }
    }

    /** The worker's list has its node in the first bytes of the area, which may still be mapped. */
    private static final class KeepsNodeInPage extends DriverRegions {
        KeepsNodeInPage(Oracle oracle, Vmalloc vmalloc, int count) {
            super(oracle, vmalloc, count);
        }

        private static final int NODE = 0x10de;

        @Override
        void defer(Cpu cpu, int region) {
            machine.frames().store(firstPage(region), NODE);
            super.defer(cpu, region);
        }

        @Override
        void releaseDeferred(Cpu cpu, int region) {
            int pfn = firstPage(region);
            long node = machine.frames().load(pfn);
            if (node != NODE) {
                oracle.confused(cpu, pfn, NODE, node);
            }
            super.releaseDeferred(cpu, region);
        }

        private int firstPage(int region) {
            return Pte.pfn(vmalloc.areas().kernelPte(address(region), 0));
        }
    }
}
