package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Ledger;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Tlb;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/**
 * get_user_pages: the lockless fast path, and the slow path under mmap_lock. A pin that succeeds stands in the CPU's
 * ledger.
 */
public class Gup {
    final PageTables tables;
    private final Oracle oracle;
    private final Strategy strategy;
    private final GupMode mode;
    private final Vmas vmas;
    private final Tlb tlb;
    private final Locks mmapLocks;

    private final Fault fault;

    Gup(Oracle oracle, Strategy strategy, GupMode mode, Fault fault) {
        this.fault = fault;
        this.oracle = oracle;
        this.strategy = strategy;
        this.mode = mode;
        this.tables = oracle.machine().pageTables();
        this.vmas = oracle.machine().vmas();
        this.tlb = oracle.machine().tlb();
        this.mmapLocks = oracle.machine().mmapLocks();
    }

    static Gup of(Defect defect, Oracle oracle, Strategy strategy, GupMode mode, Fault fault) {
        return switch (defect) {
            case NO_PTE_RECHECK -> new BelievesFirstLook(oracle, strategy, mode, fault);
            case FOLLOWS_PFN -> new FollowsPfn(oracle, strategy, mode, fault);
            case IRQS_LEFT_OFF -> new LeavesIrqsOff(oracle, strategy, mode, fault);
            default -> new Gup(oracle, strategy, mode, fault);
        };
    }

    /** pin_user_pages_fast for one page of an address space that the caller uses: 0, or -EFAULT. */
    public final int pin(Cpu cpu, int mm, int page, boolean write, boolean longTerm) {
        if (mode == GupMode.REFUSE || cpu.ledger().pinsFull()) {
            return -Errno.EFAULT;
        }
        return fast(cpu, mm, page, write, longTerm) ? 0 : slow(cpu, mm, page, write, longTerm);
    }

    /** As {@link #pin} by the fast path alone, as pin_user_pages_fast_only. */
    public final int pinFast(Cpu cpu, int mm, int page, boolean write, boolean longTerm) {
        boolean refused = mode == GupMode.REFUSE || cpu.ledger().pinsFull();
        return !refused && fast(cpu, mm, page, write, longTerm) ? 0 : -Errno.EFAULT;
    }

    /** As {@link #pin} by the slow path alone, as pin_user_pages. */
    public final int pinSlow(Cpu cpu, int mm, int page, boolean write, boolean longTerm) {
        boolean refused = mode == GupMode.REFUSE || cpu.ledger().pinsFull();
        return refused ? -Errno.EFAULT : slow(cpu, mm, page, write, longTerm);
    }

    /** gup_fast: read, reference, read again, with interrupts off and no lock. */
    final boolean fast(Cpu cpu, int mm, int page, boolean write, boolean longTerm) {
        cpu.recorder().record(Op.GUP_FAST, mm, page);
        tlb.run(cpu, mm);
        cpu.irqDisable();
        int table = tables.table(mm, page);
        long pmd = tables.pmd(table);
        long pte = Pte.present(pmd) ? tables.pte(mm, page) : Pte.NONE;
        cpu.recorder().detail(pte);
        if (!Pte.accessible(pte) || refuses(pte) || write && !Pte.writable(pte)) {
            cpu.irqEnable();
            return false;
        }
        int references = strategy.pinReferences(Pte.pfn(pte), longTerm);
        int object = strategy.tryPin(cpu, Pte.pfn(pte), references);
        if (object == Strategy.NONE) {
            backOff(cpu);
            return false;
        }
        long again = recheck(mm, page, table, pmd, pte);
        if (again == Pte.NONE || mode == GupMode.SLOW) {
            strategy.unpin(cpu, object, references); // the reference was spurious, and its put may be the last
            backOff(cpu);
            return false;
        }
        accept(cpu, again, object, references);
        cpu.irqEnable();
        return true;
    }

    /** PMD and PTE must be what they were: the PTE as it is now, or none if either moved under us. */
    long recheck(int mm, int page, int table, long pmd, long pte) {
        long again = tables.pte(mm, page);
        boolean same = Pte.kernelBits(again) == Pte.kernelBits(pte)
                && Pte.kernelBits(tables.pmd(table)) == Pte.kernelBits(pmd);
        return same ? again : Pte.NONE;
    }

    /** There is no struct page behind a special PTE. */
    boolean refuses(long pte) {
        return Pte.special(pte);
    }

    void backOff(Cpu cpu) {
        cpu.irqEnable();
    }

    /** GUP-slow: under mmap_lock and the PTE lock, where the PTE itself keeps the page alive. */
    final int slow(Cpu cpu, int mm, int page, boolean write, boolean longTerm) {
        cpu.recorder().record(Op.GUP_SLOW, mm, page);
        mmapLocks.lockRead(mm);
        int result = -Errno.EFAULT;
        int vma = vmas.find(mm, page);
        if (vma != Vmas.NONE && mayPin(vmas.range(mm, vma), write)) {
            fault.faultIn(cpu, mm, vma, page);
            int table = tables.table(mm, page);
            tables.lock(table);
            long pte = tables.pte(mm, page);
            cpu.recorder().detail(pte);
            if (Pte.accessible(pte) && !Pte.special(pte) && (!write || Pte.writable(pte))) {
                int references = strategy.pinReferences(Pte.pfn(pte), longTerm);
                int object = strategy.pinMapped(cpu, Pte.pfn(pte), references);
                if (object != Strategy.NONE) {
                    accept(cpu, pte, object, references);
                    result = 0;
                }
            }
            tables.unlock(table);
        }
        mmapLocks.unlockRead(mm);
        return result;
    }

    /** check_vma_flags. */
    private static boolean mayPin(long range, boolean write) {
        return (range & Vmas.PFNMAP) == 0 && (range & (write ? Vmas.WRITE : Vmas.READ)) != 0;
    }

    private void accept(Cpu cpu, long pte, int object, int references) {
        oracle.pinned(cpu, pte, object, strategy.objectOf(Pte.pfn(pte)));
        cpu.ledger().addPin(pte, Ledger.hold(object, references));
    }

    private static final class BelievesFirstLook extends Gup {
        BelievesFirstLook(Oracle oracle, Strategy strategy, GupMode mode, Fault fault) {
            super(oracle, strategy, mode, fault);
        }

        @Override
        long recheck(int mm, int page, int table, long pmd, long pte) {
            return pte;
        }
    }

    private static final class LeavesIrqsOff extends Gup {
        LeavesIrqsOff(Oracle oracle, Strategy strategy, GupMode mode, Fault fault) {
            super(oracle, strategy, mode, fault);
        }

        @Override
        void backOff(Cpu cpu) {}
    }

    /** As KVM's hva_to_pfn took what follow_pfn gave it. */
    private static final class FollowsPfn extends Gup {
        FollowsPfn(Oracle oracle, Strategy strategy, GupMode mode, Fault fault) {
            super(oracle, strategy, mode, fault);
        }

        @Override
        boolean refuses(long pte) {
            return false;
        }
    }
}
