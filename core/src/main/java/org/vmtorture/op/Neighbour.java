package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.Oracle;

/** The rest of the kernel, which takes frames that were freed and keeps its own data in them. */
public final class Neighbour {
    private final Machine machine;
    private final Frames frames;
    private final Oracle oracle;

    Neighbour(Oracle oracle) {
        this.oracle = oracle;
        this.machine = oracle.machine();
        this.frames = machine.frames();
    }

    /** Allocates a frame and fills it; false if memory or the ledger is used up. */
    public boolean allocate(Cpu cpu, FrameOwner owner) {
        cpu.recorder().record(Op.SLAB, 0, 0);
        if (cpu.ledger().neighboursFull()) {
            return false;
        }
        int pfn = machine.allocator().alloc(cpu, owner, Op.SLAB);
        if (pfn == FrameAllocator.NONE) {
            return false;
        }
        long grant = Pte.of(pfn, Pte.WRITE, Truth.generation(frames.truth(pfn)));
        cpu.recorder().detail(grant);
        frames.store(pfn, grant);
        cpu.ledger().addNeighbour(grant);
        return true;
    }

    /** Frees the frame at a place in the ledger, after a last look at it. */
    public void free(Cpu cpu, int neighbour) {
        long grant = cpu.ledger().neighbour(neighbour);
        int pfn = Pte.pfn(grant);
        cpu.recorder().record(Op.SLAB_FREE, 0, pfn);
        cpu.recorder().detail(grant);
        oracle.accessed(cpu, Op.SLAB_FREE, grant, frames.load(pfn));
        cpu.ledger().removeNeighbour(neighbour);
        if (!machine.allocator().free(cpu, pfn, Op.SLAB_FREE)) {
            oracle.freedTwice(cpu, pfn);
        }
    }
}
