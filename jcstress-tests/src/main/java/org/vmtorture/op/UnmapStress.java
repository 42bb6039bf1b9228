package org.vmtorture.op;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;
import static org.vmtorture.strategy.StrategyId.INDIRECTION;
import static org.vmtorture.strategy.StrategyId.KMEM_MEMDESC;
import static org.vmtorture.strategy.StrategyId.PAGE_MEMDESC;
import static org.vmtorture.strategy.StrategyId.TODAY;
import static org.vmtorture.strategy.StrategyId.UNTRACKED;
import static org.vmtorture.strategy.StrategyId.VM_STRUCT;
import static org.vmtorture.strategy.StrategyId.VM_STRUCT_VMA;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.OnEach;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/**
 * munmap's order, clear the PTE, flush the TLBs, put the page, against those who look at the page table or the TLB
 * without a lock: GUP-fast, and the CPUs that run the process.
 */
public final class UnmapStress {
    private UnmapStress() {}

    /** The row whose writes lie between GUP-fast's look at the PTE and its reference. */
    private static String row(StrategyId id) {
        return switch (id) {
            case TODAY -> "page.refcount";
            case PAGE_MEMDESC, KMEM_MEMDESC -> "memdesc.refcount";
            case VM_STRUCT, VM_STRUCT_VMA -> "vm.refcount";
            case INDIRECTION -> "choir.refcount";
            case UNTRACKED -> "none";
            default -> row(id.like().orElseThrow()); // a variant counts where its model does
        };
    }

    /** The process unmaps and the driver frees while GUP-fast pins: pin_user_pages_fast against munmap and vfree. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "true, clean", expect = ACCEPTABLE, desc = "pinned in time: the device reads a live page")
    @Outcome(id = "false, clean", expect = ACCEPTABLE, desc = "GUP found no PTE, no count or a changed PTE, or refuses")
    @Outcome(expect = FORBIDDEN, desc = "the device reads a page that was freed, or a count went wrong")
    public abstract static class PinVsUnmapAndFree extends KernelState {
        PinVsUnmapAndFree(StrategyId id) {
            this(id, Defect.NONE, new HardwareMemory());
        }

        PinVsUnmapAndFree(StrategyId id, Defect defect, SharedMemory memory) {
            super(id, defect, memory);
        }

        @Actor
        public void process(ZL_Result r) {
            munmap(cpu0);
            vfree(cpu0);
        }

        @Actor
        public void gup(ZL_Result r) {
            r.r1 = pin();
        }

        @Arbiter
        public void settle(ZL_Result r) {
            r.r2 = settle();
        }
    }

    /** The control: the get does not look for zero. */
    @Control
    @OnEach({TODAY, KMEM_MEMDESC, VM_STRUCT, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = ".*, resurrection",
            expect = ACCEPTABLE_INTERESTING,
            desc = "GUP raised the count of a page whose last reference had been put")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing check went wrong")
    public abstract static class UncheckedPinVsUnmapAndFree extends PinVsUnmapAndFree {
        UncheckedPinVsUnmapAndFree(StrategyId id) {
            super(id, Defect.UNCONDITIONAL_GET, new WeakMemory(row(id), WeakMemory.Lack.HASTE));
        }
    }

    /** As before, and the driver allocates anew: the same frame, and the same descriptor, come back at once. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "true, clean", expect = ACCEPTABLE, desc = "pinned in time: the reuse waited for the unpin")
    @Outcome(
            id = "false, clean",
            expect = ACCEPTABLE,
            desc = "GUP saw that the PTE was gone, and gave back what it took")
    @Outcome(expect = FORBIDDEN, desc = "GUP pinned the page's next life through a PTE of the last")
    public abstract static class GupVsReuse extends PinVsUnmapAndFree {
        GupVsReuse(StrategyId id) {
            super(id);
        }

        GupVsReuse(StrategyId id, Defect defect, SharedMemory memory) {
            super(id, defect, memory);
        }

        @Actor
        @Override
        public void process(ZL_Result r) {
            munmap(cpu0);
            vfree(cpu0);
            work(cpu0);
            kernel.regions().create(cpu0, A, 1, false, false);
        }
    }

    /** The control: GUP-fast does not look at the PTE again once it has its reference. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = ".*, wrong-object",
            expect = ACCEPTABLE_INTERESTING,
            desc = "GUP pinned a page that had been unmapped, freed and allocated anew since its look")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing recheck went wrong")
    public abstract static class GupUncheckedVsReuse extends GupVsReuse {
        GupUncheckedVsReuse(StrategyId id) {
            super(id, Defect.NO_PTE_RECHECK, new WeakMemory(row(id), WeakMemory.Lack.HASTE));
        }
    }

    /** munmap holds the last reference and slab takes the frame; another thread of the process stores to the page. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "true, clean", expect = ACCEPTABLE, desc = "the store came before the flush, and hit the page")
    @Outcome(id = "false, clean", expect = ACCEPTABLE, desc = "the store came after the flush, and faulted")
    @Outcome(expect = FORBIDDEN, desc = "the store went through a TLB entry into a frame that was freed")
    public abstract static class ShootdownVsAccess extends KernelState {
        ShootdownVsAccess(StrategyId id) {
            this(id, Defect.NONE, new HardwareMemory());
        }

        ShootdownVsAccess(StrategyId id, Defect defect, SharedMemory memory) {
            super(id, defect, memory);
            if (id != UNTRACKED) {
                vfree(cpu0);
            }
        }

        @Actor
        public void process(ZL_Result r) {
            munmap(cpu0);
            if (kernel.regions().isLive(A)) {
                vfree(cpu0); // untracked: its driver must wait for the last unmapping
            }
            work(cpu0);
            kernel.neighbour().allocate(cpu0, FrameOwner.SLAB);
        }

        @Actor
        public void thread(ZL_Result r) {
            r.r1 = kernel.userAccess().store(cpu1, mm, page, 1);
        }

        @Arbiter
        public void settle(ZL_Result r) {
            r.r2 = settle();
        }
    }

    /** The control: munmap puts before it flushes. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = "true, stale-tlb",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the store went through a TLB entry not flushed yet, into a frame that was free already")
    @Outcome(expect = FORBIDDEN, desc = "something else than the early put went wrong")
    public abstract static class EarlyPutVsAccess extends ShootdownVsAccess {
        EarlyPutVsAccess(StrategyId id) {
            super(id, Defect.PUT_BEFORE_FLUSH, new WeakMemory("cpu.irq", WeakMemory.Lack.HASTE));
        }
    }
}
