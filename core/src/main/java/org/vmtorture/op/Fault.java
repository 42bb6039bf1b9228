package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;

/** handle_mm_fault: the signal that a bad access gets, and the driver's fault handler where there is one. */
final class Fault {
    static final int SIGBUS = 7;
    static final int SIGSEGV = 11;

    private final Mmap mmap;
    private final Vmas vmas;
    private final PageTables tables;
    private final Locks mmapLocks;

    Fault(Machine machine, Mmap mmap) {
        this.mmap = mmap;
        this.vmas = machine.vmas();
        this.tables = machine.pageTables();
        this.mmapLocks = machine.mmapLocks();
    }

    /** 0 if the access may be tried again, else the signal. */
    int handle(Cpu cpu, int mm, int page, boolean write) {
        mmapLocks.lockRead(mm);
        int vma = vmas.find(mm, page);
        int signal = SIGSEGV;
        if (vma != Vmas.NONE && (vmas.range(mm, vma) & (write ? Vmas.WRITE : Vmas.READ)) != 0) {
            signal = Pte.present(tables.pte(mm, page)) || faultIn(cpu, mm, vma, page) ? 0 : SIGBUS;
        }
        mmapLocks.unlockRead(mm);
        return signal;
    }

    /** Asks the VMA's fault handler for a page that is not mapped; false if it has none. Under mmap_lock. */
    boolean faultIn(Cpu cpu, int mm, int vma, int page) {
        return (vmas.range(mm, vma) & Vmas.FAULT) != 0
                && (Pte.present(tables.pte(mm, page)) || mmap.fault(cpu, mm, vma, page));
    }
}
