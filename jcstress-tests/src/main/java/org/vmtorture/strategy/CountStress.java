package org.vmtorture.strategy;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;
import static org.vmtorture.strategy.StrategyId.INDIRECTION;
import static org.vmtorture.strategy.StrategyId.KMEM_MEMDESC;
import static org.vmtorture.strategy.StrategyId.PAGE_MEMDESC;
import static org.vmtorture.strategy.StrategyId.TODAY;
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
import org.vmtorture.oracle.Defect;

/**
 * Gets and puts of each strategy against each other: a page is freed by exactly one of those who let go of it, and by
 * nobody while another holds it. In the kernel these are folio_try_get, folio_put and __free_page of vfree.
 */
public final class CountStress {
    private CountStress() {}

    /** The row that holds a strategy's references. */
    static String row(StrategyId id) {
        return switch (id) {
            case TODAY -> "page.refcount";
            case PAGE_MEMDESC, KMEM_MEMDESC -> "memdesc.refcount";
            case VM_STRUCT, VM_STRUCT_VMA -> "vm.refcount";
            case INDIRECTION -> "choir.refcount";
            case UNTRACKED -> throw new IllegalArgumentException("untracked counts nothing");
            default -> row(id.like().orElseThrow()); // a variant counts where its model does
        };
    }

    /** Memory in which the strategy's count is raised and lowered in two steps each. */
    static SharedMemory tornCount(StrategyId id) {
        return new WeakMemory(row(id), WeakMemory.Lack.ATOMICITY);
    }

    /** munmap drops the last reference, the driver having freed before, while GUP-fast, holding none, tries for one. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "true, clean", expect = ACCEPTABLE, desc = "the get came first; the pin keeps the page")
    @Outcome(id = "false, clean", expect = ACCEPTABLE, desc = "the put was last; the get found zero and backed off")
    @Outcome(expect = FORBIDDEN, desc = "the page was freed under a pin, twice, or never")
    public abstract static class LastPutVsTryGet extends AreaState {
        private int pin;

        LastPutVsTryGet(StrategyId id) {
            this(id, Defect.NONE, new HardwareMemory());
        }

        LastPutVsTryGet(StrategyId id, Defect defect, SharedMemory memory) {
            super(id, defect, memory);
            map();
            vfree(cpu0);
        }

        @Actor
        public void munmap(ZL_Result r) {
            unmap(cpu0);
        }

        @Actor
        public void gupFast(ZL_Result r) {
            pin = strategy.tryPin(cpu1, pfn, 1);
            r.r1 = pin != Strategy.NONE;
        }

        @Arbiter
        public void settle(ZL_Result r) {
            r.r2 = settle(pin);
        }
    }

    /** The control: GUP-fast gets without looking for zero, as get_page would. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = ".*, resurrection",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the get raised a count of zero: the page is being freed and is held at once")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing check went wrong")
    public abstract static class LastPutVsUncheckedGet extends LastPutVsTryGet {
        LastPutVsUncheckedGet(StrategyId id) {
            super(id, Defect.UNCONDITIONAL_GET, new WeakMemory(row(id), WeakMemory.Lack.HASTE));
        }
    }

    /** The driver's vfree and the last munmap put at once. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "vfree, clean", expect = ACCEPTABLE, desc = "vfree's put was the last and it freed the page")
    @Outcome(id = "munmap, clean", expect = ACCEPTABLE, desc = "munmap's put was the last and it freed the page")
    @Outcome(
            id = "worker, clean",
            expect = ACCEPTABLE,
            desc = "whoever was last queued the area, and the worker freed it")
    @Outcome(expect = FORBIDDEN, desc = "both took themselves for the last, or neither did")
    public abstract static class OwnerPutVsMappingPut extends AreaState {
        OwnerPutVsMappingPut(StrategyId id) {
            this(id, new HardwareMemory());
        }

        OwnerPutVsMappingPut(StrategyId id, SharedMemory memory) {
            super(id, Defect.NONE, memory);
            map();
        }

        @Actor
        public void vfree(LL_Result r) {
            vfree(cpu0);
        }

        @Actor
        public void munmap(LL_Result r) {
            unmap(cpu1);
        }

        @Arbiter
        public void settle(LL_Result r) {
            r.r1 = !gone() ? "worker" : freedBy(cpu0) ? "vfree" : "munmap";
            r.r2 = settle(Strategy.NONE);
        }
    }

    /** The control: a put is a load and a store. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = ".*, leak",
            expect = ACCEPTABLE_INTERESTING,
            desc = "both read a count of two, both wrote one: nobody was last, and the page is never freed")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn put went wrong")
    public abstract static class OwnerPutVsMappingPutTorn extends OwnerPutVsMappingPut {
        OwnerPutVsMappingPutTorn(StrategyId id) {
            super(id, tornCount(id));
        }
    }

    /** Owner, mapping and a DMA engine's pin let go: vfree and the unpin on one CPU, munmap on the other. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "driver, clean", expect = ACCEPTABLE, desc = "the unpin's put was the last of the three")
    @Outcome(id = "munmap, clean", expect = ACCEPTABLE, desc = "munmap's put was the last of the three")
    @Outcome(
            id = "worker, clean",
            expect = ACCEPTABLE,
            desc = "whoever was last queued the area, and the worker freed it")
    @Outcome(expect = FORBIDDEN, desc = "two took themselves for the last of the three, or none did")
    public abstract static class OwnerMappingAndPinPut extends AreaState {
        private final int pin;

        OwnerMappingAndPinPut(StrategyId id) {
            this(id, new HardwareMemory());
        }

        OwnerMappingAndPinPut(StrategyId id, SharedMemory memory) {
            super(id, Defect.NONE, memory);
            map();
            pin = strategy.tryPin(cpu0, pfn, 1);
        }

        @Actor
        public void driver(LL_Result r) {
            vfree(cpu0);
            strategy.unpin(cpu0, pin, 1);
        }

        @Actor
        public void munmap(LL_Result r) {
            unmap(cpu1);
        }

        @Arbiter
        public void settle(LL_Result r) {
            r.r1 = !gone() ? "worker" : freedBy(cpu0) ? "driver" : "munmap";
            r.r2 = settle(Strategy.NONE);
        }
    }

    /** The control: a put is a load and a store. */
    @Control
    @OnEach({TODAY, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = ".*, leak",
            expect = ACCEPTABLE_INTERESTING,
            desc = "one put overwrote another's: the count stays above zero with nobody left to put")
    @Outcome(
            id = {".*, double-free", ".*, underflow", ".*, type-confusion"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "one put overwrote two others', and the page was freed while a reference was left to put")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn put went wrong")
    public abstract static class OwnerMappingAndPinPutTorn extends OwnerMappingAndPinPut {
        OwnerMappingAndPinPutTorn(StrategyId id) {
            super(id, tornCount(id));
        }
    }

    /** fork takes a reference for the child's PTE or VMA while the driver's vfree drops the owner's. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "2, clean", expect = ACCEPTABLE, desc = "vfree came first; parent's and child's references are left")
    @Outcome(id = "3, clean", expect = ACCEPTABLE, desc = "fork came first; the owner's reference was still there")
    @Outcome(expect = FORBIDDEN, desc = "a reference was lost: the page was freed under a mapping, or never")
    public abstract static class ForkVsOwnerPut extends AreaState {
        ForkVsOwnerPut(StrategyId id) {
            this(id, new HardwareMemory());
        }

        ForkVsOwnerPut(StrategyId id, SharedMemory memory) {
            super(id, Defect.NONE, memory);
            map();
        }

        @Actor
        public void fork(LL_Result r) {
            strategy.copyVma(cpu0, mapping);
            strategy.duplicate(cpu0, pte);
            r.r1 = (int) (strategy.counts(pfn) >> 32);
        }

        @Actor
        public void vfree(LL_Result r) {
            vfree(cpu1);
        }

        @Arbiter
        public void exits(LL_Result r) {
            unmap(cpu0);
            work();
            boolean early = gone();
            if (!early) {
                unmap(cpu1);
            }
            r.r2 = early && verdict().equals(CLEAN) ? "freed while mapped" : settle(Strategy.NONE);
        }
    }

    /** The control: the get and the put are a load and a store each. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = ".*, clean", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(
            id = ".*, freed while mapped",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the put overwrote fork's get: the child maps a page that is freed when the parent exits")
    @Outcome(id = ".*, leak", expect = ACCEPTABLE_INTERESTING, desc = "fork's get overwrote the put: never freed")
    @Outcome(
            id = ".*, underflow",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the put overwrote fork's get and its map count, which lies in the same word")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn count went wrong")
    public abstract static class ForkVsOwnerPutTorn extends ForkVsOwnerPut {
        ForkVsOwnerPutTorn(StrategyId id) {
            super(id, tornCount(id));
        }
    }
}
