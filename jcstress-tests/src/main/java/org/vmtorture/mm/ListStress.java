package org.vmtorture.mm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.Data;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;

/**
 * The lists on which everything that is free or about to be freed lies: the kernel's llist, and the tagged stacks from
 * which frames and descriptors are taken, as SLUB's and the buddy allocator's per-CPU lists are.
 */
public final class ListStress {
    private static final int SIZE = 4;

    private ListStress() {}

    /** Two last puts queue their objects at once, and the worker finds both: llist_add. */
    @JCStressTest
    @State
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both are on the list")
    @Outcome(expect = FORBIDDEN, desc = "one fell off the list: it will never be freed")
    public static class AddVsAdd {
        private final Llist list;

        public AddVsAdd() {
            this(new HardwareMemory());
        }

        AddVsAdd(SharedMemory memory) {
            list = new Llist(memory, "list", SIZE);
        }

        @Actor
        public void left(I_Result r) {
            list.add(0);
        }

        @Actor
        public void right(I_Result r) {
            list.add(1);
        }

        @Arbiter
        public void worker(I_Result r) {
            for (int id = list.takeAll(); id != Llist.END; id = list.next(id)) {
                r.r1++;
            }
        }
    }

    /** The control: an add reads the head and writes it in two steps. */
    @Control
    @JCStressTest
    @State
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "they did not meet")
    @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "one add overwrote the other's head: an object is lost")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn add went wrong")
    public static class AddVsAddTorn extends AddVsAdd {
        public AddVsAddTorn() {
            super(new WeakMemory("list.first", WeakMemory.Lack.ATOMICITY));
        }

        @Actor
        @Override
        public void left(I_Result r) {
            super.left(r);
        }

        @Actor
        @Override
        public void right(I_Result r) {
            super.right(r);
        }

        @Arbiter
        @Override
        public void worker(I_Result r) {
            super.worker(r);
        }
    }

    /** What was written about an object before it was queued is seen by the worker who takes it. */
    @JCStressTest
    @State
    @Outcome(id = "empty", expect = ACCEPTABLE, desc = "the worker came first")
    @Outcome(id = "filled", expect = ACCEPTABLE, desc = "the worker sees the object as it was queued")
    @Outcome(expect = FORBIDDEN, desc = "the object was taken before what it says was seen")
    public static class QueuedObjectIsSeen {
        private final SharedMemory memory = new HardwareMemory();
        private final Llist list = new Llist(memory, "list", SIZE);
        private final Data objects = memory.data("objects", SIZE);

        @Actor
        public void lastPut(L_Result r) {
            objects.store(0, 1);
            list.add(0);
        }

        @Actor
        public void worker(L_Result r) {
            int id = list.takeAll();
            r.r1 = id == Llist.END ? "empty" : objects.load(id) == 1 ? "filled" : "stale";
        }
    }

    /** Two allocations at once: never the same id. */
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "the two free ids, one each")
    @Outcome(expect = FORBIDDEN, desc = "one id was given to two, or one was passed over")
    public static class TakeVsTake {
        private final IdPool pool;

        public TakeVsTake() {
            this(new HardwareMemory());
        }

        TakeVsTake(SharedMemory memory) {
            pool = pool(memory);
        }

        @Actor
        public void left(II_Result r) {
            r.r1 = pool.take();
        }

        @Actor
        public void right(II_Result r) {
            r.r2 = pool.take();
        }
    }

    /** A pool with ids 0 and 1 free, 0 on top. */
    static IdPool pool(SharedMemory memory) {
        var pool = new IdPool(memory, "pool", SIZE);
        pool.take();
        pool.take();
        pool.give(1);
        pool.give(0);
        return pool;
    }

    /** The control: a take reads the head and writes it in two steps. */
    @Control
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "1, 0"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(
            id = "0, 0",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the same id was given to two: two owners of one page")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn take went wrong")
    public static class TakeVsTakeTorn extends TakeVsTake {
        public TakeVsTakeTorn() {
            super(new WeakMemory("pool.head", WeakMemory.Lack.ATOMICITY));
        }

        @Actor
        @Override
        public void left(II_Result r) {
            super.left(r);
        }

        @Actor
        @Override
        public void right(II_Result r) {
            super.right(r);
        }
    }

    /** One takes while another takes both and gives the first back: the same top, another link (ABA). */
    @JCStressTest
    @State
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the slow take came first; the other gave the second id back")
    @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "the slow take came last and got what was given back")
    @Outcome(
            id = {"1, 0", "2, 0"},
            expect = ACCEPTABLE,
            desc = "the slow take found the top gone, and took what came next")
    @Outcome(expect = FORBIDDEN, desc = "an id that is held by one was given to another")
    public static class TakeVsReuse {
        private final IdPool pool;
        private int kept;

        public TakeVsReuse() {
            this(new HardwareMemory());
        }

        TakeVsReuse(SharedMemory memory) {
            pool = pool(memory);
        }

        @Actor
        public void slow(II_Result r) {
            r.r1 = pool.take();
        }

        @Actor
        public void busy(II_Result r) {
            int first = pool.take();
            kept = pool.take();
            pool.give(first);
        }

        @Arbiter
        public void next(II_Result r) {
            int next = pool.take();
            boolean twice = next == kept || next == r.r1 || r.r1 == kept;
            r.r2 = twice ? -1 : next;
        }
    }

    /** The control: the head has no tag, so that the same id on top is the same word. */
    @Control
    @JCStressTest
    @State
    @Outcome(
            id = {"0, 1", "0, 2", "1, 0", "2, 0"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(
            id = "0, -1",
            expect = ACCEPTABLE_INTERESTING,
            desc = "ABA: the slow take put an id on top that another holds, and it was given out again")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing tag went wrong")
    public static class TakeVsReuseUntagged extends TakeVsReuse {
        public TakeVsReuseUntagged() {
            super(new WeakMemory("pool.head", WeakMemory.Lack.TAG));
        }

        @Actor
        @Override
        public void slow(II_Result r) {
            super.slow(r);
        }

        @Actor
        @Override
        public void busy(II_Result r) {
            super.busy(r);
        }

        @Arbiter
        @Override
        public void next(II_Result r) {
            super.next(r);
        }
    }
}
