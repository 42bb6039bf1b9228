package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;

/** mprotect: splits VMAs at the borders of the range and changes what their PTEs allow. No count changes. */
public final class Mprotect {
    private final Machine machine;
    private final Munmap munmap;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Mprotect(Machine machine, Munmap munmap) {
        this.machine = machine;
        this.munmap = munmap;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
        this.mmapLocks = machine.mmapLocks();
    }

    /**
     * Protects the pages from {@code start} to {@code end} (exclusive).
     *
     * @param protection of {@link Vmas#PROTECTION}, 0 for PROT_NONE
     * @return 0; -ENOMEM at the first page that is not mapped, or if a split finds no VMA slot; -EINVAL if a driver
     * forbids the split. What lies before has been changed, as in the kernel.
     */
    public int mprotect(Cpu cpu, int mm, int start, int end, long protection) {
        cpu.recorder().record(Op.MPROTECT, mm, start);
        mmapLocks.lock(mm);
        int error = 0;
        for (int page = start; error == 0 && page < end; ) {
            int slot = vmas.find(mm, page);
            if (slot == Vmas.NONE) {
                error = -Errno.ENOMEM;
                break;
            }
            int to = Math.min(end, Vmas.end(vmas.range(mm, slot)));
            error = change(cpu, mm, page, to, protection);
            page = to;
        }
        mmapLocks.unlock(mm);
        return error;
    }

    private int change(Cpu cpu, int mm, int start, int end, long protection) {
        int error = munmap.split(cpu, mm, start, true);
        if (error == 0) {
            error = munmap.split(cpu, mm, end, false);
        }
        if (error != 0) {
            return error;
        }
        int slot = vmas.find(mm, start);
        long flags = Vmas.flags(vmas.range(mm, slot)) & ~Vmas.PROTECTION | protection;
        vmas.setFlags(mm, slot, flags);
        for (int page = start; page < end; ) {
            int tableEnd = Math.min(end, (page / MachineSize.PTRS_PER_TABLE + 1) * MachineSize.PTRS_PER_TABLE);
            int table = tables.table(mm, page);
            tables.lock(table);
            for (; page < tableEnd; page++) {
                long pte = tables.pte(mm, page);
                if (Pte.present(pte)) {
                    tables.set(mm, page, Pte.withProtection(pte, flags));
                }
            }
            tables.unlock(table);
        }
        machine.flushTlb(cpu, mm, start, end - start);
        return 0;
    }
}
