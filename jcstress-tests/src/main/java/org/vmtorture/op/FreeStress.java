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
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.OnEach;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** vfree against a second vfree, and against fork: who ends an area's life, and whose life goes on. */
public final class FreeStress {
    private FreeStress() {}

    /** A driver's close and its error path free the same address at once, nobody having mapped it any more. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(
            id = {"false, true, freed", "true, false, freed"},
            expect = ACCEPTABLE,
            desc = "one vfree got the area; the other found none: WARN, trying to vfree nonexistent vm area")
    @Outcome(expect = FORBIDDEN, desc = "both got the area, or neither did")
    public abstract static class DoubleVfree extends KernelState {
        private final int address;
        private final int life;

        DoubleVfree(StrategyId id) {
            this(id, new HardwareMemory());
        }

        DoubleVfree(StrategyId id, SharedMemory memory) {
            super(id, Defect.NONE, memory);
            munmap(cpu0);
            address = kernel.regions().address(A);
            life = kernel.regions().life(A);
        }

        private void vfreeAddress(Cpu cpu) {
            kernel.regions().vmalloc.free(cpu, address, life);
        }

        @Actor
        public void close(ZZL_Result r) {
            vfreeAddress(cpu0);
        }

        @Actor
        public void errorPath(ZZL_Result r) {
            vfreeAddress(cpu1);
        }

        @Arbiter
        public void settle(ZZL_Result r) {
            r.r1 = warnedOfAddress(cpu0);
            r.r2 = warnedOfAddress(cpu1);
            r.r3 = outcome();
        }

        String outcome() {
            work(cpu0);
            return gone() ? "freed" : "leak";
        }
    }

    /** The control: the address is looked up and taken out of the area map in two steps. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(
            id = {"false, true, vfree", "true, false, vfree"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(
            id = "false, false, vfree",
            expect = ACCEPTABLE_INTERESTING,
            desc = "both found the area and both freed it: its pages and its descriptor are given away twice")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn unlinking went wrong")
    public abstract static class DoubleVfreeTorn extends DoubleVfree {
        DoubleVfreeTorn(StrategyId id) {
            super(id, new WeakMemory("vmap.busy", WeakMemory.Lack.ATOMICITY));
        }

        /** An area that is queued twice makes a ring of the worker's list, so nobody works here. */
        @Override
        String outcome() {
            return "vfree";
        }
    }

    /** fork copies the mapping while the driver frees its area; parent and child unmap when both are through. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(
            id = "clean",
            expect = ACCEPTABLE,
            desc = "the child's load found the page; the last of the three put freed it")
    @Outcome(expect = FORBIDDEN, desc = "the child maps a page that was freed, or the page was never freed")
    public abstract static class ForkVsVfree extends KernelState {
        private int child;

        ForkVsVfree(StrategyId id) {
            this(id, Defect.NONE);
        }

        ForkVsVfree(StrategyId id, Defect defect) {
            super(id, defect, new HardwareMemory());
        }

        @Actor
        public void fork(L_Result r) {
            child = kernel.fork().fork(cpu1, mm, Fork.NO_FAILURE);
        }

        @Actor
        public void vfree(L_Result r) {
            vfree(cpu0);
        }

        @Arbiter
        public void exits(L_Result r) {
            assert child >= 0 : "fork failed: errno=" + -child;
            munmap(cpu0);
            work(cpu0);
            kernel.userAccess().load(cpu1, child, page);
            if (verdict().equals(CLEAN)) {
                kernel.addressSpaces().put(cpu1, child);
                r.r1 = settle();
            } else {
                r.r1 = verdict();
            }
        }
    }

    /** The control: fork copies the PTE and takes no reference for it. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, INDIRECTION})
    @Outcome(id = "clean", expect = ACCEPTABLE, desc = "never: the child's reference is always missing")
    @Outcome(
            id = "use-after-free",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the parent's munmap put the last reference that was counted, and the child still maps the page")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing reference went wrong")
    public abstract static class ForkUncountedVsVfree extends ForkVsVfree {
        ForkUncountedVsVfree(StrategyId id) {
            super(id, Defect.FORK_WITHOUT_GET);
        }
    }
}
