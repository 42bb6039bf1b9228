package org.vmtorture.strategy;

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
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.ZL_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.OnEach;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.VmStructs;
import org.vmtorture.oracle.Defect;

/**
 * Descriptors that are freed and become another's while somebody still has their name: the memdesc of a page, the
 * vm_struct of an address, and the list on which last puts leave areas to a worker.
 */
public final class LifeStress {
    private LifeStress() {}

    /**
     * A lockless looker goes from a page to its descriptor while the page is freed and the descriptor becomes another
     * page's: folio_try_get and the check that the folio is still the page's.
     */
    @OnEach({PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "true, clean", expect = ACCEPTABLE, desc = "the pin came first; the descriptor stays this page's")
    @Outcome(id = "false, clean", expect = ACCEPTABLE, desc = "the looker noticed that page or descriptor had moved on")
    @Outcome(expect = FORBIDDEN, desc = "the looker holds another page's descriptor, or a count went wrong")
    public abstract static class LookupVsReuse extends AreaState {
        private final long otherPage;
        private int otherArea;
        int pin;

        LookupVsReuse(StrategyId id) {
            super(id);
            otherPage = allocatePage();
        }

        @Actor
        public void driver(ZL_Result r) {
            vfree(cpu0);
            work();
            otherArea = vmalloc(otherPage);
        }

        @Actor
        public void lookup(ZL_Result r) {
            pin = look();
            r.r1 = pin != Strategy.NONE;
        }

        int look() {
            return strategy.tryPin(cpu1, pfn, 1);
        }

        @Arbiter
        public void settle(ZL_Result r) {
            boolean wrong = pin != Strategy.NONE && (gone() || strategy.objectOf(pfn) != pin);
            String verdict = settle(pin);
            strategy.freeOwner(cpu0, otherArea);
            r.r2 = wrong && verdict.equals("freed while pinned") ? "wrong object" : verdict;
        }
    }

    /** The control: the looker does not read the memdesc word again once it has its reference. */
    @Control
    @OnEach({PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = "true, wrong object",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the looker counts itself on a descriptor that is another page's by now; its page is free")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing check went wrong")
    public abstract static class LookupUncheckedVsReuse extends LookupVsReuse {
        LookupUncheckedVsReuse(StrategyId id) {
            super(id);
        }

        @Override
        int look() {
            var counted = (Counted) strategy;
            int object = counted.objectOf(pfn, frames.memdesc(pfn));
            Thread.yield(); // room for the other CPU, on a busy machine too
            return object != Strategy.NONE && counted.refs.tryGet(cpu1, object, 1) ? object : Strategy.NONE;
        }
    }

    /** Option 3: a mapping reads its vm_struct while vfree takes the address away and the driver allocates anew. */
    @OnEach({VM_STRUCT, VM_STRUCT_VMA})
    @Outcome(id = "1, address", expect = ACCEPTABLE, desc = "before vfree: the area has its address")
    @Outcome(id = "1, none", expect = ACCEPTABLE, desc = "after vfree: the vm_struct outlives its address")
    @Outcome(expect = FORBIDDEN, desc = "the vm_struct became another area's under a mapping")
    public abstract static class VmStructOutlivesAddress extends AreaState {
        private final VmStructs areas = machine.vmStructs();
        private final int address;

        VmStructOutlivesAddress(StrategyId id) {
            super(id);
            address = areas.takeAddress();
            areas.link(area, address);
            map();
        }

        @Actor
        public void driver(LL_Result r) {
            areas.unlink(address);
            areas.unmap(area, address);
            vfree(cpu0);
            work();
            areas.allocate(2, AreaKind.VMALLOC);
        }

        @Actor
        public void user(LL_Result r) {
            r.r2 = areas.address(area) == address ? "address" : "none";
            r.r1 = areas.pageCount(area);
        }
    }

    /** The control: where the vm_struct dies with its address, a lookup that takes no reference reads another's. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, INDIRECTION})
    @Outcome(id = "1, .*", expect = ACCEPTABLE, desc = "the vm_struct was still the one that was looked up")
    @Outcome(
            id = "2, .*",
            expect = ACCEPTABLE_INTERESTING,
            desc = "use after free: the vm_struct is another area's by now (find_vm_area protects nothing)")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing reference went wrong")
    public abstract static class VmStructDiesWithAddress extends VmStructOutlivesAddress {
        VmStructDiesWithAddress(StrategyId id) {
            super(id);
        }
    }

    /** The last put of one area meets the worker, who is taking the list on which another waits: llist_del_all. */
    @OnEach({VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(
            id = "one, clean",
            expect = ACCEPTABLE,
            desc = "the worker took its list before; the area waits for the next round")
    @Outcome(id = "both, clean", expect = ACCEPTABLE, desc = "the worker found both areas on its list")
    @Outcome(expect = FORBIDDEN, desc = "an area fell off the list, or was freed twice")
    public abstract static class LastPutVsWorker extends AreaState {
        private final int waiting;

        LastPutVsWorker(StrategyId id) {
            this(id, Defect.NONE, new HardwareMemory());
        }

        LastPutVsWorker(StrategyId id, Defect defect, SharedMemory memory) {
            super(id, defect, memory);
            waiting = vmalloc(allocatePage());
            strategy.freeOwner(cpu0, waiting);
        }

        @Actor
        public void vfree(LL_Result r) {
            vfree(cpu0);
        }

        @Actor
        public void worker(LL_Result r) {
            strategy.work(cpu1);
        }

        @Arbiter
        public void settle(LL_Result r) {
            r.r1 = gone() ? "both" : "one";
            r.r2 = settle(Strategy.NONE);
        }
    }

    /** The control: the worker reads the list's head and clears it in two steps. */
    @Control
    @OnEach({VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = "one, leak",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the area was queued between the worker's look and its clearing: nobody will free it")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn take went wrong")
    public abstract static class LastPutVsTornWorker extends LastPutVsWorker {
        LastPutVsTornWorker(StrategyId id) {
            super(id, Defect.LOST_DEFERRED_FREE, new WeakMemory(list(id), WeakMemory.Lack.HASTE));
        }

        private static String list(StrategyId id) {
            return (id == INDIRECTION ? "choir" : "vm") + ".deferred.first";
        }
    }
}
