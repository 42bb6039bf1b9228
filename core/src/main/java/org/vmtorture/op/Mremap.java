package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.Strategy;

/** mremap of a driver's mapping or a part of it: to other addresses, where no count changes, or to another size. */
public class Mremap {
    final Strategy strategy;
    private final Machine machine;
    private final Munmap munmap;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Mremap(Machine machine, Strategy strategy, Munmap munmap) {
        this.machine = machine;
        this.strategy = strategy;
        this.munmap = munmap;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
        this.mmapLocks = machine.mmapLocks();
    }

    static Mremap of(Defect defect, Machine machine, Strategy strategy, Munmap munmap) {
        return switch (defect) {
            case MREMAP_GETS_AGAIN -> new GetsAgain(machine, strategy, munmap);
            case MREMAP_UNLOCKS_EARLY -> new UnlocksEarly(machine, strategy, munmap);
            default -> new Mremap(machine, strategy, munmap);
        };
    }

    /**
     * mremap(MREMAP_MAYMOVE): moves pages that lie in one VMA to where the kernel finds room.
     *
     * @return the new first page, or -EFAULT if no single VMA covers the range, -EINVAL if the driver forbids a split,
     * -ENOMEM
     */
    public final int mremap(Cpu cpu, int mm, int start, int pages, int hint) {
        cpu.recorder().record(Op.MREMAP, mm, start);
        mmapLocks.lock(mm);
        int error = check(mm, start, pages);
        int to = error != 0 ? error : vmas.unmappedArea(mm, pages, hint);
        int result = to == Vmas.NONE ? -Errno.ENOMEM : to;
        if (result >= 0) {
            result = move(cpu, mm, start, pages, to, false);
        }
        mmapLocks.unlock(mm);
        return result;
    }

    /**
     * mremap(MREMAP_MAYMOVE | MREMAP_FIXED): the same to pages from {@code to}, where what was mapped is unmapped
     * first. -EINVAL also if the two ranges overlap.
     */
    public final int mremapFixed(Cpu cpu, int mm, int start, int pages, int to) {
        return moveTo(cpu, mm, start, pages, to, false);
    }

    /**
     * As {@link #mremapFixed} on kernels since 6.17: the range may span several VMAs, and holes behind the first.
     */
    public final int mremapSeveral(Cpu cpu, int mm, int start, int pages, int to) {
        return moveTo(cpu, mm, start, pages, to, true);
    }

    private int moveTo(Cpu cpu, int mm, int start, int pages, int to, boolean several) {
        cpu.recorder().record(Op.MREMAP, mm, start);
        if (to < 0 || pages < 1 || to > tables.pagesPerMm() - pages || start < to + pages && to < start + pages) {
            return -Errno.EINVAL;
        }
        mmapLocks.lock(mm);
        int result = check(mm, start, several ? 1 : pages);
        if (result == 0) {
            result = munmap.makeRoom(cpu, mm, to, to + pages);
        }
        for (int page = start; result >= 0 && page < start + pages; ) {
            int slot = vmas.find(mm, page);
            if (slot == Vmas.NONE) {
                page++;
                continue;
            }
            int end = Math.min(start + pages, Vmas.end(vmas.range(mm, slot)));
            result = move(cpu, mm, page, end - page, to + page - start, false);
            page = end;
        }
        mmapLocks.unlock(mm);
        return result < 0 ? result : to;
    }

    /**
     * mremap(MREMAP_MAYMOVE | MREMAP_DONTUNMAP): moves the PTEs and leaves the old VMA, empty. -EINVAL for a mapping
     * that may not expand.
     */
    public final int mremapDontUnmap(Cpu cpu, int mm, int start, int pages, int hint) {
        return copy(cpu, mm, start, pages, hint, true);
    }

    /**
     * mremap with an old length of 0: a second mapping of the same pages, without any PTE. -EFAULT for a mapping that
     * may not expand.
     */
    public final int mremapDuplicate(Cpu cpu, int mm, int start, int pages, int hint) {
        return copy(cpu, mm, start, pages, hint, false);
    }

    private int copy(Cpu cpu, int mm, int start, int pages, int hint, boolean movesPtes) {
        cpu.recorder().record(Op.MREMAP, mm, start);
        mmapLocks.lock(mm);
        int result = check(mm, start, pages);
        if (result == 0 && mayNotExpand(mm, start)) {
            result = movesPtes ? -Errno.EINVAL : -Errno.EFAULT;
        }
        if (result == 0) {
            int to = vmas.unmappedArea(mm, pages, hint);
            result = to == Vmas.NONE ? -Errno.ENOMEM : to;
        }
        if (result >= 0) {
            result = movesPtes ? move(cpu, mm, start, pages, result, true) : newVma(cpu, mm, start, pages, result);
        }
        mmapLocks.unlock(mm);
        return result;
    }

    /**
     * mremap to another size in place: -EFAULT if the mapping may not expand, -ENOMEM if there is no room behind it.
     *
     * @return the first page, which has not moved, or a negative errno
     */
    public final int resize(Cpu cpu, int mm, int start, int oldPages, int newPages) {
        if (newPages < oldPages) {
            int error = munmap.munmap(cpu, mm, start + newPages, start + oldPages);
            return error != 0 ? error : start;
        }
        cpu.recorder().record(Op.MREMAP, mm, start);
        mmapLocks.lock(mm);
        int result = check(mm, start, oldPages);
        if (result == 0 && mayNotExpand(mm, start)) {
            result = -Errno.EFAULT;
        }
        if (result == 0) {
            result = grow(cpu, mm, start, start + oldPages, start + newPages);
        }
        mmapLocks.unlock(mm);
        return result;
    }

    private int grow(Cpu cpu, int mm, int start, int oldEnd, int newEnd) {
        int slot = vmas.find(mm, start);
        boolean room = newEnd <= tables.pagesPerMm()
                && Vmas.end(vmas.range(mm, slot)) == oldEnd
                && vmas.overlapping(mm, oldEnd, newEnd) == Vmas.NONE;
        if (!room || !munmap.allocateTables(cpu, mm, oldEnd, newEnd)) {
            return -Errno.ENOMEM;
        }
        vmas.resize(mm, slot, Vmas.start(vmas.range(mm, slot)), newEnd);
        return start;
    }

    private boolean mayNotExpand(int mm, int start) {
        return (vmas.range(mm, vmas.find(mm, start)) & (Vmas.DONTEXPAND | Vmas.PFNMAP)) != 0;
    }

    /** Whether one VMA covers the range: 0 or -EFAULT. */
    private int check(int mm, int start, int pages) {
        int slot = vmas.find(mm, start);
        return slot == Vmas.NONE || start + pages > Vmas.end(vmas.range(mm, slot)) ? -Errno.EFAULT : 0;
    }

    private int move(Cpu cpu, int mm, int start, int pages, int to, boolean keepsOld) {
        if (vmas.free(mm) < 3) {
            return -Errno.ENOMEM;
        }
        int error = keepsOld ? 0 : splitOff(cpu, mm, start, start + pages);
        int result = error != 0 ? error : newVma(cpu, mm, start, pages, to);
        if (result < 0) {
            return result;
        }
        for (int i = 0; i < pages; i++) {
            movePte(cpu, mm, start + i, to + i);
        }
        if (!keepsOld) {
            int slot = vmas.find(mm, start);
            long range = vmas.range(mm, slot);
            vmas.detach(mm, slot);
            munmap.freeTables(cpu, mm, start, start + pages);
            munmap.close(cpu, mm, slot, range);
        }
        return to;
    }

    private int splitOff(Cpu cpu, int mm, int start, int end) {
        int error = munmap.split(cpu, mm, start, true);
        return error != 0 ? error : munmap.split(cpu, mm, end, true);
    }

    /** copy_vma: two VMAs own the mapping for a while, and for each there will be a close(). */
    private int newVma(Cpu cpu, int mm, int start, int pages, int to) {
        if (vmas.free(mm) == 0 || !munmap.allocateTables(cpu, mm, to, to + pages)) {
            return -Errno.ENOMEM;
        }
        int slot = vmas.find(mm, start);
        long range = vmas.range(mm, slot);
        int pgoff = vmas.pgoff(mm, slot) + start - Vmas.start(range);
        cpu.recorder().detail(FlightRecorder.place(vmas.region(mm, slot), pgoff, pages));
        munmap.open(cpu, mm, slot, start, start + pages);
        vmas.insert(
                mm,
                to,
                to + pages,
                Vmas.flags(range),
                vmas.region(mm, slot),
                vmas.regionLife(mm, slot),
                pgoff,
                vmas.object(mm, slot));
        return to;
    }

    /**
     * move_ptes: both PTE locks, and the flush before either drops, or another's zap of the new address frees under
     * the old.
     */
    private void movePte(Cpu cpu, int mm, int from, int to) {
        int low = Math.min(tables.table(mm, from), tables.table(mm, to));
        int high = Math.max(tables.table(mm, from), tables.table(mm, to));
        tables.lock(low);
        if (high != low) {
            tables.lock(high);
        }
        long pte = tables.getAndClear(mm, from);
        if (Pte.present(pte)) {
            moved(cpu, pte);
            tables.set(mm, to, pte);
            underLocks(cpu, mm, from);
        }
        if (high != low) {
            tables.unlock(high);
        }
        tables.unlock(low);
        afterLocks(cpu, mm, from);
    }

    void underLocks(Cpu cpu, int mm, int page) {
        flush(cpu, mm, page);
    }

    void afterLocks(Cpu cpu, int mm, int page) {}

    final void flush(Cpu cpu, int mm, int page) {
        machine.flushTlb(cpu, mm, page, 1);
    }

    /** A PTE is about to be published at its new address: it takes its reference along. */
    void moved(Cpu cpu, long pte) {}

    /** Takes the move for a copy. */
    private static final class GetsAgain extends Mremap {
        GetsAgain(Machine machine, Strategy strategy, Munmap munmap) {
            super(machine, strategy, munmap);
        }

        @Override
        void moved(Cpu cpu, long pte) {
            strategy.duplicate(cpu, pte);
        }
    }

    /** Flushes when whoever zaps the new address may already have freed. */
    private static final class UnlocksEarly extends Mremap {
        UnlocksEarly(Machine machine, Strategy strategy, Munmap munmap) {
            super(machine, strategy, munmap);
        }

        @Override
        void underLocks(Cpu cpu, int mm, int page) {}

        @Override
        void afterLocks(Cpu cpu, int mm, int page) {
            flush(cpu, mm, page);
        }
    }
}
