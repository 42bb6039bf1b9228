package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Vmas;

/** madvise on a driver's mapping. */
public final class Madvise {
    private final Munmap munmap;
    private final Zap zap;
    private final Vmas vmas;
    private final Locks mmapLocks;

    Madvise(Machine machine, Munmap munmap, Zap zap) {
        this.munmap = munmap;
        this.zap = zap;
        this.vmas = machine.vmas();
        this.mmapLocks = machine.mmapLocks();
    }

    /**
     * MADV_DONTNEED: zaps the pages from {@code start} to {@code end} (exclusive); their VMAs stay. Under mmap_lock
     * held for read, beside page faults and GUP.
     *
     * @return 0; -EINVAL at a PFNMAP; -ENOMEM if part of the range is not mapped, the rest being zapped
     */
    public int dontNeed(Cpu cpu, int mm, int start, int end) {
        cpu.recorder().record(Op.MADVISE, mm, start);
        mmapLocks.lockRead(mm);
        int result = 0;
        for (int page = start; page < end; ) {
            int slot = vmas.find(mm, page);
            if (slot == Vmas.NONE) {
                result = -Errno.ENOMEM;
                page++;
                continue;
            }
            long range = vmas.range(mm, slot);
            if ((range & Vmas.PFNMAP) != 0) {
                result = -Errno.EINVAL;
                break;
            }
            int to = Math.min(end, Vmas.end(range));
            zap.clear(cpu, mm, page, to);
            zap.finish(cpu, mm, page, to);
            page = to;
        }
        mmapLocks.unlockRead(mm);
        return result;
    }

    /** MADV_COLD and MADV_PAGEOUT: a driver's pages are on no LRU list, so nothing happens. -EINVAL at a PFNMAP. */
    public int cold(Cpu cpu, int mm, int page) {
        cpu.recorder().record(Op.MADVISE, mm, page);
        mmapLocks.lockRead(mm);
        int slot = vmas.find(mm, page);
        int result = slot == Vmas.NONE ? -Errno.ENOMEM : 0;
        if (result == 0 && (vmas.range(mm, slot) & Vmas.PFNMAP) != 0) {
            result = -Errno.EINVAL;
        }
        mmapLocks.unlockRead(mm);
        return result;
    }

    /**
     * MADV_DONTFORK or MADV_DOFORK: whether fork leaves the VMAs of the range out.
     *
     * @return 0; -ENOMEM if part of the range is not mapped, the rest being changed, or if a split finds no VMA slot;
     * -EINVAL if a driver forbids the split
     */
    public int fork(Cpu cpu, int mm, int start, int end, boolean copied) {
        cpu.recorder().record(Op.MADVISE, mm, start);
        mmapLocks.lock(mm);
        int result = 0;
        for (int page = start; page < end; ) {
            int slot = vmas.find(mm, page);
            if (slot == Vmas.NONE) {
                result = -Errno.ENOMEM;
                page++;
                continue;
            }
            int to = Math.min(end, Vmas.end(vmas.range(mm, slot)));
            int error = munmap.split(cpu, mm, page, true);
            if (error == 0) {
                error = munmap.split(cpu, mm, to, false);
            }
            if (error != 0) {
                result = error;
                break;
            }
            slot = vmas.find(mm, page);
            long flags = Vmas.flags(vmas.range(mm, slot));
            vmas.setFlags(mm, slot, copied ? flags & ~Vmas.DONTCOPY : flags | Vmas.DONTCOPY);
            page = to;
        }
        mmapLocks.unlock(mm);
        return result;
    }
}
