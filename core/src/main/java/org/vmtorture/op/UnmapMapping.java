package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;

/**
 * unmap_mapping_range: a driver zaps whatever maps its region, in all processes and without their mmap_lock. Where a
 * munmap is under way it flushes although it finds nothing: that munmap may have cleared the PTEs, and flushes later.
 */
public class UnmapMapping {
    final Vmas vmas;
    private final PageTables tables;
    private final Machine machine;
    private final Zap zap;

    UnmapMapping(Machine machine, Zap zap) {
        this.machine = machine;
        this.zap = zap;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
    }

    static UnmapMapping of(Defect defect, Machine machine, Zap zap) {
        return switch (defect) {
            case UNLINK_BEFORE_FLUSH -> new MissesDetached(machine, zap);
            case ZAPS_SAVED_VMA -> new KnowsOneOnly(machine, zap);
            default -> new UnmapMapping(machine, zap);
        };
    }

    public final void unmap(Cpu cpu, int region) {
        cpu.recorder().record(Op.UNMAP_MAPPING, region, 0);
        for (int mm = 0; mm < machine.size().mms(); mm++) {
            for (int slot = 0; slot < vmas.slots(); slot++) {
                long range = linked(mm, slot);
                if (range != 0 && vmas.region(mm, slot) == region) {
                    zap(cpu, mm, slot, Vmas.start(range), Vmas.end(range));
                }
            }
        }
    }

    private void zap(Cpu cpu, int mm, int slot, int start, int end) {
        boolean any = anyPresent(mm, start, end);
        zap.clear(cpu, mm, start, end);
        if (any || vmas.range(mm, slot) == 0) {
            zap.finish(cpu, mm, start, end);
        }
    }

    final boolean anyPresent(int mm, int start, int end) {
        for (int page = start; page < end; page++) {
            if (Pte.present(tables.pte(mm, page))) {
                return true;
            }
        }
        return false;
    }

    /** The range of a VMA that the region's mapping still links: until munmap has flushed. */
    long linked(int mm, int slot) {
        long range = vmas.range(mm, slot);
        return range != 0 ? range : vmas.detached(mm, slot);
    }

    /** munmap has cleared the PTEs and unlinked the VMA, and not flushed yet. */
    private static final class MissesDetached extends UnmapMapping {
        MissesDetached(Machine machine, Zap zap) {
            super(machine, zap);
        }

        @Override
        long linked(int mm, int slot) {
            long range = super.linked(mm, slot);
            boolean cleared = range != 0 && !anyPresent(mm, Vmas.start(range), Vmas.end(range));
            return cleared ? vmas.range(mm, slot) : range;
        }
    }

    /** The driver's own list of VMAs has the one that mmap made, in the first process. */
    private static final class KnowsOneOnly extends UnmapMapping {
        KnowsOneOnly(Machine machine, Zap zap) {
            super(machine, zap);
        }

        @Override
        long linked(int mm, int slot) {
            return mm == 0 ? super.linked(mm, slot) : 0;
        }
    }
}
