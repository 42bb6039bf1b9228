package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.Strategy;

/** What mmap and its error path have got wrong, a step each. */
final class MmapDefects {
    private MmapDefects() {}

    static Mmap mmap(Defect defect, Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
        return switch (defect) {
            case DOUBLE_PUT_ON_ERROR -> new PutsTwice(machine, strategy, regions, zap, munmap);
            case PUT_BEFORE_ZAP -> new PutsBeforeZap(machine, strategy, regions, zap, munmap);
            case PUBLISH_BEFORE_GET -> new PublishesFirst(machine, strategy, regions, zap, munmap);
            case NO_BOUNDS_CHECK -> new Unbounded(machine, strategy, regions, zap, munmap);
            case SAVED_VMA -> new InsertsIntoSaved(machine, strategy, regions, zap, munmap);
            default -> new Mmap(machine, strategy, regions, zap, munmap);
        };
    }

    /** The driver's error path puts the pages that it mapped, and the core's zap has put them already. */
    private static final class PutsTwice extends Mmap {
        PutsTwice(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
            super(machine, strategy, regions, zap, munmap);
        }

        @Override
        void undo(Cpu cpu, int mm, int start, int end, int region, int pgoff) {
            super.undo(cpu, mm, start, end, region, pgoff);
            for (int i = 0; i < end - start; i++) {
                int object = objectAt(region, pgoff + i);
                if (object != Strategy.NONE) {
                    strategy.put(cpu, object, 1);
                }
            }
        }
    }

    /** The error path drops the region, and the PTEs that were made are zapped after. */
    private static final class PutsBeforeZap extends Mmap {
        PutsBeforeZap(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
            super(machine, strategy, regions, zap, munmap);
        }

        @Override
        void undo(Cpu cpu, int mm, int start, int end, int region, int pgoff) {
            regions.endFailedLookup(cpu, region);
            super.undo(cpu, mm, start, end, region, pgoff);
        }

        @Override
        void endFailed(Cpu cpu, int region, int error) {
            if (error != -Errno.EFAULT) { // else undo has been here
                super.endFailed(cpu, region, error);
            }
        }
    }

    /** The PTE is published and its lock dropped before the reference is taken. */
    private static final class PublishesFirst extends Mmap {
        PublishesFirst(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
            super(machine, strategy, regions, zap, munmap);
        }

        @Override
        boolean insertPage(Cpu cpu, int mm, int page, long kernelPte, long vmaFlags) {
            if (!strategy.keepsMappedPages()) {
                return super.insertPage(cpu, mm, page, kernelPte, vmaFlags); // there is no reference to be late with
            }
            int table = tables.table(mm, page);
            tables.lock(table);
            boolean free = !Pte.present(tables.pte(mm, page));
            if (free) {
                tables.set(mm, page, Pte.withProtection(kernelPte, vmaFlags));
            }
            tables.unlock(table);
            if (free) {
                strategy.insert(cpu, Pte.pfn(kernelPte));
            }
            return free;
        }
    }

    /** The offset is taken as it comes. */
    private static final class Unbounded extends Mmap {
        Unbounded(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
            super(machine, strategy, regions, zap, munmap);
        }

        @Override
        boolean isWithin(int pgoff, int pages, int pagesOfRegion) {
            return true;
        }
    }

    /** The VMA is the one that mmap saw, whatever has become of it. */
    private static final class InsertsIntoSaved extends Mmap {
        InsertsIntoSaved(Machine machine, Strategy strategy, DriverRegions regions, Zap zap, Munmap munmap) {
            super(machine, strategy, regions, zap, munmap);
        }

        @Override
        boolean insertInto(Cpu cpu, int mm, int region, int pgoff, int page) {
            long state = regions.lookup(cpu, region);
            if (state == 0) {
                return false;
            }
            long kernelPte = areas.kernelPte(regions.address(region), pgoff);
            boolean inserted = munmap.allocateTables(cpu, mm, page, page + 1)
                    && insertPage(cpu, mm, page, kernelPte, Vmas.PROTECTION);
            regions.endLookup(cpu, region);
            return inserted;
        }
    }
}
