package org.vmtorture.jcstress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What the hardware may show of a reference count. */
public class RefcountStress {
    private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Two holders put at once: exactly one of them is last. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "the first actor's put was the last")
    @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "the second actor's put was the last")
    @Outcome(id = "true, true", expect = Expect.FORBIDDEN, desc = "freed twice")
    @Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "leak: nobody holds it and nobody freed it")
    public static class OnePutIsLast {
        private final long[] counts = {2};

        @Actor
        public void left(ZZ_Result r) {
            r.r1 = (long) COUNTS.getAndAdd(counts, 0, -1L) == 1;
        }

        @Actor
        public void right(ZZ_Result r) {
            r.r2 = (long) COUNTS.getAndAdd(counts, 0, -1L) == 1;
        }
    }
}
