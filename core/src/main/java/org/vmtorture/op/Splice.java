package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Ledger;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pipes;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/** vmsplice, tee and the reading of pipes: pages that stay in a pipe's buffers, each with a reference of its own. */
public class Splice {
    final Strategy strategy;
    private final Oracle oracle;
    private final DriverRegions regions;
    private final Gup gup;
    private final Pipes pipes;

    Splice(Oracle oracle, Strategy strategy, DriverRegions regions, Gup gup) {
        this.regions = regions;
        this.oracle = oracle;
        this.strategy = strategy;
        this.gup = gup;
        this.pipes = oracle.machine().pipes();
    }

    static Splice of(Defect defect, Oracle oracle, Strategy strategy, DriverRegions regions, Gup gup) {
        return defect == Defect.LEGACY_GET_PAGE
                ? new LegacyGetPage(oracle, strategy, regions, gup)
                : new Splice(oracle, strategy, regions, gup);
    }

    /**
     * Puts a driver's page into a pipe, as smc splices from its buffers: get_page of what vmalloc_to_page gives. 0,
     * -EINVAL if the region is not live, -EFAULT if nothing counts the page, or -EAGAIN if the pipe is full.
     */
    public final int splice(Cpu cpu, int region, int page, int pipe) {
        cpu.recorder().record(Op.VMSPLICE, region, page);
        if (regions.lookup(cpu, region) == 0) {
            return -Errno.EINVAL;
        }
        pipes.lock(pipe);
        int result = pipes.full(pipe) ? -Errno.EAGAIN : add(cpu, regions.kernelPte(region, page), pipe);
        pipes.unlock(pipe);
        regions.endLookup(cpu, region);
        return result;
    }

    private int add(Cpu cpu, long grant, int pipe) {
        long hold = Pte.present(grant) ? getPage(cpu, Pte.pfn(grant)) : Strategy.NONE;
        if (hold == Strategy.NONE) {
            return -Errno.EFAULT;
        }
        pipes.add(pipe, grant, hold);
        return 0;
    }

    /** What the pipe holds, as a ledger has it: the reference must go to whatever counts the page. */
    long getPage(Cpu cpu, int pfn) {
        int object = strategy.pinMapped(cpu, pfn, 1);
        return object == Strategy.NONE ? Strategy.NONE : Ledger.hold(object, 1);
    }

    /** Puts a user page into a pipe (FOLL_GET). 0, -EFAULT if GUP refuses, or -EAGAIN if the pipe is full. */
    public final int vmsplice(Cpu cpu, int mm, int page, int pipe) {
        cpu.recorder().record(Op.VMSPLICE, mm, page);
        pipes.lock(pipe);
        int result = pipes.full(pipe) ? -Errno.EAGAIN : gup.pin(cpu, mm, page, false, false);
        if (result == 0) { // what GUP entered in our ledger is the pipe's
            Ledger ledger = cpu.ledger();
            int last = ledger.pins() - 1;
            pipes.add(pipe, ledger.pinPte(last), ledger.pinHold(last));
            ledger.removePin(last);
        }
        pipes.unlock(pipe);
        return result;
    }

    /**
     * Copies the buffers of one pipe into another, as far as they fit: pipe_buf_get for each.
     *
     * @return how many buffers it copied, or -EINVAL if both are the same pipe
     */
    public final int tee(Cpu cpu, int from, int to) {
        cpu.recorder().record(Op.VMSPLICE, from, to);
        if (from == to) {
            return -Errno.EINVAL;
        }
        pipes.lock(Math.min(from, to)); // pipe_double_lock
        pipes.lock(Math.max(from, to));
        int copied = 0;
        for (; copied < pipes.size(from) && !pipes.full(to); copied++) {
            long grant = pipes.pte(from, copied);
            int references = Ledger.references(pipes.hold(from, copied));
            int object = strategy.pinMapped(cpu, Pte.pfn(grant), references);
            pipes.add(to, grant, Ledger.hold(object, references));
        }
        pipes.unlock(Math.max(from, to));
        pipes.unlock(Math.min(from, to));
        return copied;
    }

    /** Reads the oldest buffer and releases it; false if the pipe is empty. */
    public final boolean read(Cpu cpu, int pipe) {
        cpu.recorder().record(Op.PIPE_RELEASE, pipe, 0);
        pipes.lock(pipe);
        boolean any = pipes.size(pipe) > 0;
        if (any) {
            long grant = pipes.pte(pipe, 0);
            long value = oracle.machine().frames().load(Pte.pfn(grant));
            oracle.accessed(cpu, Op.PIPE_RELEASE, grant, value);
            release(cpu, pipe);
        }
        pipes.unlock(pipe);
        return any;
    }

    /** Closes both ends: releases all buffers unread. */
    public final void close(Cpu cpu, int pipe) {
        cpu.recorder().record(Op.PIPE_RELEASE, pipe, 0);
        pipes.lock(pipe);
        while (pipes.size(pipe) > 0) {
            release(cpu, pipe);
        }
        pipes.unlock(pipe);
    }

    private void release(Cpu cpu, int pipe) {
        long hold = pipes.hold(pipe, 0);
        pipes.removeOldest(pipe);
        put(cpu, hold);
    }

    void put(Cpu cpu, long hold) {
        strategy.unpin(cpu, Ledger.object(hold), Ledger.references(hold));
    }

    /** get_page finds no count of a page's own, and says nothing. */
    private static final class LegacyGetPage extends Splice {
        private static final long NOTHING = Ledger.hold(0, 0);

        LegacyGetPage(Oracle oracle, Strategy strategy, DriverRegions regions, Gup gup) {
            super(oracle, strategy, regions, gup);
        }

        @Override
        long getPage(Cpu cpu, int pfn) {
            return strategy.countsEachPage() ? super.getPage(cpu, pfn) : NOTHING;
        }

        @Override
        void put(Cpu cpu, long hold) {
            if (hold != NOTHING) {
                super.put(cpu, hold);
            }
        }
    }
}
