package org.vmtorture.mm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.openjdk.jcstress.infra.results.ZZL_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.vmtorture.jcstress.Control;
import org.vmtorture.jcstress.WeakMemory;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** The count that all strategies share: what refcount_t promises, also at its limit, and what breaks without it. */
public final class RefcountStress {
    private static final Cpu CPU = new Machine(new HardwareMemory(), MachineSize.small(1)).cpu(0);
    private static final RefcountWarnings SILENT = (cpu, warning, row, object, seen) -> {
        /* what is wrong shows in the outcome */
    };

    private RefcountStress() {}

    static Refcounts counts(SharedMemory memory, int references) {
        var counts = new Refcounts(memory, "count", 1, SILENT);
        counts.set(0, references);
        return counts;
    }

    static String describe(Refcounts refs) {
        long snapshot = refs.snapshot(0);
        return Refcounts.saturated(snapshot) ? "saturated" : "references=" + Refcounts.references(snapshot);
    }

    /** Two holders put at once: exactly one of them is last. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first actor's put was the last")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second actor's put was the last")
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "freed twice")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class OnePutIsLast {
        private final Refcounts refs = counts(new HardwareMemory(), 2);

        @Actor
        public void left(ZZ_Result r) {
            r.r1 = refs.put(CPU, 0, 1);
        }

        @Actor
        public void right(ZZ_Result r) {
            r.r2 = refs.put(CPU, 0, 1);
        }
    }

    /** The control: a put is a load and a store. */
    @Control
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(id = "false, false", expect = ACCEPTABLE_INTERESTING, desc = "leak: both read two and wrote one")
    @Outcome(expect = FORBIDDEN, desc = "something else than the torn put went wrong")
    public static class OnePutIsLastTorn {
        private final Refcounts refs = counts(new WeakMemory("count", WeakMemory.Lack.ATOMICITY), 2);

        @Actor
        public void left(ZZ_Result r) {
            r.r1 = refs.put(CPU, 0, 1);
        }

        @Actor
        public void right(ZZ_Result r) {
            r.r2 = refs.put(CPU, 0, 1);
        }
    }

    /** The control: putters decide by a look at the count before they lower it, as with atomic_read and atomic_dec. */
    @Control
    @JCStressTest
    @State
    @Outcome(
            id = {"true, false", "false, true"},
            expect = ACCEPTABLE,
            desc = "they did not meet")
    @Outcome(
            id = "true, true",
            expect = ACCEPTABLE_INTERESTING,
            desc = "freed twice: both read zero after both had put")
    @Outcome(expect = FORBIDDEN, desc = "something else than the late look went wrong")
    public static class PutThenLook {
        private final Refcounts refs = counts(new HardwareMemory(), 2);

        private boolean putAndLook() {
            refs.put(CPU, 0, 1);
            Thread.yield(); // room for the other CPU, on a busy machine too
            return Refcounts.references(refs.snapshot(0)) == 0;
        }

        @Actor
        public void left(ZZ_Result r) {
            r.r1 = putAndLook();
        }

        @Actor
        public void right(ZZ_Result r) {
            r.r2 = putAndLook();
        }
    }

    /** munmap drops the last reference while GUP-fast, holding none, tries for one. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "put was last; GUP found zero and backed off")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "tryGet came first; the put was not the last")
    @Outcome(id = "true, true", expect = FORBIDDEN, desc = "resurrection: freed and referenced at once")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class LastPutVsTryGet {
        private final Refcounts refs = counts(new HardwareMemory(), 1);

        @Actor
        public void munmap(ZZ_Result r) {
            r.r1 = refs.put(CPU, 0, 1);
        }

        @Actor
        public void gupFast(ZZ_Result r) {
            r.r2 = refs.tryGet(CPU, 0, 1);
        }
    }

    /** The control: the same race where GUP looks at the count and then raises it, in two steps. */
    @Control
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "put was last; GUP found zero and backed off")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "get came first; the put was not the last")
    @Outcome(
            id = "true, true",
            expect = ACCEPTABLE_INTERESTING,
            desc = "resurrection: the put came between look and get")
    @Outcome(id = "false, false", expect = FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class LastPutVsCheckThenGet {
        private final Refcounts refs = counts(new WeakMemory("count", WeakMemory.Lack.HASTE), 1);

        @Actor
        public void munmap(ZZ_Result r) {
            r.r1 = refs.put(CPU, 0, 1);
        }

        @Actor
        public void gupFast(ZZ_Result r) {
            if (Refcounts.references(refs.snapshot(0)) != 0) {
                refs.get(CPU, 0, 1);
                r.r2 = true;
            }
        }
    }

    /** Two gets at one below the limit: the second saturates the count, and the object is leaked on purpose. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, saturated", expect = ACCEPTABLE, desc = "both hold it, and no put can free it any more")
    @Outcome(expect = FORBIDDEN, desc = "the count wrapped, or lost a reference")
    public static class GetsMeetTheLimit {
        private final Refcounts refs = counts(new HardwareMemory(), Refcounts.REFERENCES_MAX - 1);

        @Actor
        public void left(ZZL_Result r) {
            r.r1 = refs.tryGet(CPU, 0, 1);
        }

        @Actor
        public void right(ZZL_Result r) {
            refs.get(CPU, 0, 1);
            r.r2 = true;
        }

        @Arbiter
        public void state(ZZL_Result r) {
            r.r3 = describe(refs);
        }
    }

    /** A put meets a get at the limit: the count saturates, or stays at the limit with every reference counted. */
    @JCStressTest
    @State
    @Outcome(
            id = "true, false, saturated",
            expect = ACCEPTABLE,
            desc = "the get came first and found the limit reached")
    @Outcome(
            id = "true, false, references=2147483647",
            expect = ACCEPTABLE,
            desc = "the put came first and made room for the get")
    @Outcome(expect = FORBIDDEN, desc = "freed at the limit, wrapped, or lost a reference")
    public static class PutMeetsTheLimit {
        private final Refcounts refs = counts(new HardwareMemory(), Refcounts.REFERENCES_MAX);

        @Actor
        public void get(ZZL_Result r) {
            r.r1 = refs.tryGet(CPU, 0, 1);
        }

        @Actor
        public void put(ZZL_Result r) {
            r.r2 = refs.put(CPU, 0, 1);
        }

        @Arbiter
        public void state(ZZL_Result r) {
            r.r3 = describe(refs);
        }
    }

    /** Puts of a saturated count, and of what it lost, free nothing. */
    @JCStressTest
    @State
    @Outcome(id = "false, false, saturated", expect = ACCEPTABLE, desc = "leaked on purpose, whoever puts")
    @Outcome(expect = FORBIDDEN, desc = "a put of a saturated count freed the object")
    public static class PutsOfSaturated {
        private final Refcounts refs = counts(new HardwareMemory(), Refcounts.REFERENCES_MAX);

        public PutsOfSaturated() {
            refs.get(CPU, 0, 1);
        }

        @Actor
        public void left(ZZL_Result r) {
            r.r1 = refs.put(CPU, 0, 1);
        }

        @Actor
        public void right(ZZL_Result r) {
            r.r2 = refs.put(CPU, 0, 1);
        }

        @Arbiter
        public void state(ZZL_Result r) {
            r.r3 = describe(refs);
        }
    }

    /** The control: a count without a limit, as page counts were: 2^32 gets are none (CVE-2019-11487). */
    @Control
    @JCStressTest
    @State
    @Outcome(
            id = ".*, freed",
            expect = ACCEPTABLE_INTERESTING,
            desc = "the count wrapped: one put frees what 2^32 references hold")
    @Outcome(expect = FORBIDDEN, desc = "something else than the missing limit went wrong")
    public static class GetsWrap {
        private static final long ONE = 1L << 32;
        private final Words count = new HardwareMemory().words("count", 1);

        public GetsWrap() {
            count.setRelease(0, -ONE); // 2^32 - 1 references
        }

        @Actor
        public void left(IL_Result r) {
            count.getAndAdd(0, ONE);
        }

        @Actor
        public void right(IL_Result r) {
            count.getAndAdd(0, ONE);
        }

        @Arbiter
        public void put(IL_Result r) {
            r.r1 = (int) (count.getOpaque(0) >> 32);
            r.r2 = count.getAndAdd(0, -ONE) >> 32 == 1 ? "freed" : "held";
        }
    }

    /** Two first mappings and a last unmapping of a page, beside its references in the same word. */
    @JCStressTest
    @State
    @Outcome(id = "1, references=1", expect = ACCEPTABLE, desc = "the map count is right, and the references untouched")
    @Outcome(expect = FORBIDDEN, desc = "a map count was lost, or ran into the references")
    public static class MapVsUnmap {
        private final Refcounts refs = counts(new HardwareMemory(), 1);

        public MapVsUnmap() {
            refs.map(0);
        }

        @Actor
        public void mmap(IL_Result r) {
            refs.map(0);
        }

        @Actor
        public void munmap(IL_Result r) {
            refs.unmap(CPU, 0);
        }

        @Arbiter
        public void state(IL_Result r) {
            r.r1 = Refcounts.mapcount(refs.snapshot(0));
            r.r2 = describe(refs);
        }
    }
}
