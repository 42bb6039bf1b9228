package org.vmtorture.mm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;

/** The page allocator, with the truth that it keeps about each frame: alloc_page and __free_page. */
public final class FrameStress {
    private static final MachineSize SIZE = new MachineSize(8, 2, 1, 64, 1, 1, 1, Shootdown.BROADCAST);

    private FrameStress() {}

    /** Two frees of one frame: the allocator takes it once, whoever comes first. */
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "one free; the other is refused and reported")
    @Outcome(expect = FORBIDDEN, desc = "a frame was put on the free list twice, or not at all")
    public static class FreeVsFree {
        private final Machine machine;
        private final int pfn;

        public FreeVsFree() {
            this(new HardwareMemory());
        }

        FreeVsFree(SharedMemory memory) {
            machine = new Machine(memory, SIZE);
            pfn = machine.allocator().alloc(machine.cpu(0), FrameOwner.SLAB, Op.SLAB);
        }

        @Actor
        public void left(ZZ_Result r) {
            r.r1 = machine.allocator().free(machine.cpu(0), pfn, Op.SLAB_FREE);
        }

        @Actor
        public void right(ZZ_Result r) {
            r.r2 = machine.allocator().free(machine.cpu(1), pfn, Op.SLAB_FREE);
        }
    }

    /** The control: the frame is seen allocated and marked free in two steps. */
    @Control
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(id = "true, true", expect = ACCEPTABLE_INTERESTING, desc = "double free: the frame is on the list twice")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn free went wrong")
    public static class FreeVsFreeTorn extends FreeVsFree {
        public FreeVsFreeTorn() {
            super(new WeakMemory("truth", WeakMemory.Lack.ATOMICITY));
        }

        @Actor
        @Override
        public void left(ZZ_Result r) {
            super.left(r);
        }

        @Actor
        @Override
        public void right(ZZ_Result r) {
            super.right(r);
        }
    }

    /** An allocation meets a free: the frame comes back later or at once, and two owners never share one. */
    @JCStressTest
    @State
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "freed, and every frame has one owner")
    @Outcome(expect = FORBIDDEN, desc = "a frame was lost, or given to two")
    public static class AllocVsFree {
        private final Machine machine = new Machine(new HardwareMemory(), SIZE);
        private final int freed = machine.allocator().alloc(machine.cpu(0), FrameOwner.SLAB, Op.SLAB);
        private final int kept = machine.allocator().alloc(machine.cpu(0), FrameOwner.SLAB, Op.SLAB);
        private int taken;

        @Actor
        public void free(ZZ_Result r) {
            r.r1 = machine.allocator().free(machine.cpu(0), freed, Op.SLAB_FREE);
        }

        @Actor
        public void alloc(ZZ_Result r) {
            taken = machine.allocator().alloc(machine.cpu(1), FrameOwner.ANON, Op.SLAB);
        }

        @Arbiter
        public void rest(ZZ_Result r) {
            int next = machine.allocator().alloc(machine.cpu(0), FrameOwner.SLAB, Op.SLAB);
            int last = machine.allocator().alloc(machine.cpu(0), FrameOwner.SLAB, Op.SLAB);
            boolean none = machine.allocator().alloc(machine.cpu(0), FrameOwner.SLAB, Op.SLAB) == FrameAllocator.NONE;
            int sum = taken + kept + next + last;
            r.r2 = none && sum == 0 + 1 + 2 + 3 && taken != next && taken != last && taken != kept;
        }
    }
}
