package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Tlb;
import org.vmtorture.oracle.Oracle;

/** A user load or store: one instruction, through the CPU's TLB. */
public final class UserAccess {
    private final Oracle oracle;
    private final Frames frames;
    private final PageTables tables;
    private final Tlb tlb;
    private final Fault fault;

    UserAccess(Oracle oracle, Fault fault) {
        this.fault = fault;
        this.oracle = oracle;
        this.frames = oracle.machine().frames();
        this.tables = oracle.machine().pageTables();
        this.tlb = oracle.machine().tlb();
    }

    /** Loads from a page of an address space that the caller uses; true, or false for a fault (SIGSEGV). */
    public boolean load(Cpu cpu, int mm, int page) {
        cpu.recorder().record(Op.LOAD, mm, page);
        cpu.beginInstruction();
        long entry = translate(cpu, mm, page);
        cpu.recorder().detail(entry);
        if (Pte.present(entry)) {
            long value = frames.load(Pte.pfn(entry));
            oracle.translated(cpu, Op.LOAD, mm, page, entry, value);
        }
        cpu.endInstruction();
        return Pte.present(entry);
    }

    /** Stores to a page; true, or false for a fault. */
    public boolean store(Cpu cpu, int mm, int page, long value) {
        cpu.recorder().record(Op.STORE, mm, page);
        cpu.beginInstruction();
        long entry = translate(cpu, mm, page);
        cpu.recorder().detail(entry);
        boolean allowed = Pte.present(entry) && Pte.writable(entry);
        if (allowed) {
            frames.store(Pte.pfn(entry), value);
            oracle.translated(cpu, Op.STORE, mm, page, entry, value);
        }
        cpu.endInstruction();
        return allowed;
    }

    /** Loads, with the page fault that the load may take: 0, {@link Fault#SIGSEGV} or {@link Fault#SIGBUS}. */
    public int touch(Cpu cpu, int mm, int page) {
        while (!load(cpu, mm, page)) {
            int signal = fault.handle(cpu, mm, page, false);
            if (signal != 0) {
                return signal;
            }
        }
        return 0;
    }

    /** Stores, as {@link #touch} loads. */
    public int touch(Cpu cpu, int mm, int page, long value) {
        while (!store(cpu, mm, page, value)) {
            int signal = fault.handle(cpu, mm, page, true);
            if (signal != 0) {
                return signal;
            }
        }
        return 0;
    }

    /** The TLB, or on a miss the page walk. */
    private long translate(Cpu cpu, int mm, int page) {
        long entry = tlb.lookup(cpu, mm, page);
        if (Pte.present(entry)) {
            return entry;
        }
        tlb.run(cpu, mm);
        if (!Pte.present(tables.pmd(tables.table(mm, page)))) {
            return Pte.NONE;
        }
        long pte = tables.pte(mm, page);
        if (!Pte.accessible(pte)) {
            return Pte.NONE;
        }
        tlb.fill(cpu, mm, page, pte);
        return pte;
    }
}
