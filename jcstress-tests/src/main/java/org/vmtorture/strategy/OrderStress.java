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
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.OnEach;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.Data;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.PageTables;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Defect;

/** What one CPU wrote before it published or let go, and what another then reads: release and acquire at work. */
public final class OrderStress {
    private OrderStress() {}

    /** mmap fills a page, counts it and publishes its PTE; a walker without locks finds the PTE: set_pte_at. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "no PTE", expect = ACCEPTABLE, desc = "the walker came before the PTE was published")
    @Outcome(id = "counted, filled", expect = ACCEPTABLE, desc = "whoever sees the PTE sees the count and the content")
    @Outcome(expect = FORBIDDEN, desc = "the PTE was seen before what it promises")
    public abstract static class Publication extends AreaState {
        private static final int MM = 0;
        private static final int PAGE = 0;
        private static final long CONTENT = 42;

        private final PageTables tables = machine.pageTables();
        private final long page = allocatePage();

        Publication(StrategyId id) {
            this(id, new HardwareMemory());
        }

        Publication(StrategyId id, SharedMemory memory) {
            super(id, Defect.NONE, memory);
        }

        @Actor
        public void mmap(L_Result r) {
            fill();
            publish(page | count());
        }

        final void fill() {
            frames.store(Pte.pfn(page), CONTENT);
        }

        /** vmalloc's count and the mapping's; the flags that the PTE gets. */
        final long count() {
            int descriptor = vmalloc(page);
            strategy.openVma(cpu0, descriptor);
            return strategy.insert(cpu0, Pte.pfn(page));
        }

        final void publish(long entry) {
            tables.set(MM, PAGE, entry);
        }

        final long page() {
            return page;
        }

        @Actor
        public void walker(L_Result r) {
            long seen = tables.pte(MM, PAGE);
            if (!Pte.present(seen)) {
                r.r1 = "no PTE";
                return;
            }
            int seenPfn = Pte.pfn(seen);
            boolean counted = strategy.id() == UNTRACKED || strategy.counts(seenPfn) >> 32 > 0;
            boolean filled = frames.load(seenPfn) == CONTENT;
            r.r1 = (counted ? "counted, " : "uncounted, ") + (filled ? "filled" : "stale");
        }
    }

    /** The control: the PTE is published first, and counted and filled after. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, UNTRACKED, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(
            id = {"no PTE", "counted, filled"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(
            id = {"uncounted, .*", "counted, stale"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "the walker found the PTE of a page that was not counted or not filled yet")
    @Outcome(expect = FORBIDDEN, desc = "something else than the early publication went wrong")
    public abstract static class EarlyPublication extends Publication {
        EarlyPublication(StrategyId id) {
            super(id);
        }

        @Actor
        @Override
        public void mmap(L_Result r) {
            publish(page());
            Thread.yield(); // room for the other CPU, on a busy machine too
            count();
            fill();
        }
    }

    /** The weaker control: PTEs are read and written plainly. */
    @OnEach({TODAY, UNTRACKED})
    @Outcome(
            id = {"no PTE", "counted, filled"},
            expect = ACCEPTABLE,
            desc = "neither compiler nor CPU moved anything")
    @Outcome(
            id = {"uncounted, .*", "counted, stale"},
            expect = ACCEPTABLE_INTERESTING,
            desc = "the PTE overtook what it promises: arm64 and POWER do this; x86 keeps stores in order, so there"
                    + " only the compiler could")
    @Outcome(expect = FORBIDDEN, desc = "something else than the plain publication went wrong")
    public abstract static class PlainPublication extends Publication {
        PlainPublication(StrategyId id) {
            super(id, new WeakMemory("pte", WeakMemory.Lack.ORDER));
        }
    }

    /** Two users write to their lines of the page and let go; whoever then frees it must see both lines. */
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(id = "2, 0", expect = ACCEPTABLE, desc = "the driver's CPU freed the page, and saw both last uses")
    @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "the process's CPU freed the page, and saw both last uses")
    @Outcome(expect = FORBIDDEN, desc = "the page was given away while a last use was under way, twice, or never")
    public abstract static class LastUse extends AreaState {
        private static final int LINE = 8; // words

        private final Data lines;

        LastUse(StrategyId id) {
            super(id);
            map();
            lines = machine.memory().data("lines of the page", 2 * LINE);
        }

        @Actor
        public void driver(II_Result r) {
            use(0);
            vfree(cpu0);
            strategy.work(cpu0);
            r.r1 = freedBy(cpu0) ? seen() : 0;
        }

        @Actor
        public void process(II_Result r) {
            use(LINE);
            unmap(cpu1);
            strategy.work(cpu1);
            r.r2 = freedBy(cpu1) ? seen() : 0;
        }

        final void use(int line) {
            lines.store(line, 1);
        }

        private int seen() {
            return (int) (lines.load(0) + lines.load(LINE));
        }
    }

    /** The control: the process uses its line once more after it has let go. */
    @Control
    @OnEach({TODAY, PAGE_MEMDESC, KMEM_MEMDESC, VM_STRUCT, VM_STRUCT_VMA, INDIRECTION})
    @Outcome(
            id = {"2, 0", "0, 2"},
            expect = ACCEPTABLE,
            desc = "the late use came before the free, or was its own")
    @Outcome(
            id = "1, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the page was freed before its last use, which hits whoever has the frame next; a put that"
                    + " does not release shows it on arm64 and POWER; on x86 locked instructions order")
    @Outcome(expect = FORBIDDEN, desc = "something else than the late use went wrong")
    public abstract static class LateUse extends LastUse {
        LateUse(StrategyId id) {
            super(id);
        }

        @Actor
        @Override
        public void process(II_Result r) {
            unmap(cpu1);
            Thread.yield(); // room for the other CPU, on a busy machine too
            use(8);
            strategy.work(cpu1);
            r.r2 = freedBy(cpu1) ? 2 : 0;
        }
    }
}
