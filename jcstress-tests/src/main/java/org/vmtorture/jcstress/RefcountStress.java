package org.vmtorture.jcstress;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Refcounts;

/**
 * core's {@link Refcounts} on the hardware's own memory model: what refcount_t promises, and what breaks without it.
 */
public class RefcountStress {
    private static final Cpu CPU = new Machine(new HardwareMemory(), MachineSize.small(1)).cpu(0);

    private static Refcounts counts(int references) {
        Refcounts counts = new Refcounts(new HardwareMemory(), "page", 1, (cpu, warning, row, object, seen) -> {
            /* what is wrong shows in the outcome */
        });
        counts.set(0, references);
        return counts;
    }

    /** Two holders put at once: exactly one of them is last. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first actor's put was the last")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second actor's put was the last")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "freed twice")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class OnePutIsLast {
        private final Refcounts refs = counts(2);

        @Actor
        public void left(ZZ_Result r) {
            r.r1 = refs.put(CPU, 0, 1);
        }

        @Actor
        public void right(ZZ_Result r) {
            r.r2 = refs.put(CPU, 0, 1);
        }
    }

    /** munmap drops the last reference while GUP-fast, holding none, tries for one. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "put was last; GUP found zero and backed off")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "tryGet came first; the put was not the last")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "resurrection: freed and referenced at once")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class LastPutVsTryGet {
        private final Refcounts refs = counts(1);

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
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "put was last; GUP found zero and backed off")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "get came first; the put was not the last")
    @Outcome(
            id = "true, true",
            expect = Expect.ACCEPTABLE_INTERESTING,
            desc = "resurrection: the put came between look and get")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class LastPutVsCheckThenGet {
        private final Refcounts refs = counts(1);

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
}
