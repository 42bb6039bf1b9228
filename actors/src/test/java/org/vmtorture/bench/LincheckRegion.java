package org.vmtorture.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/** The region race once more, on Java's own atomics, as Lincheck checks a data structure: one instance an execution. */
public class LincheckRegion {
    private static final LongAdder INSTANCES = new LongAdder();
    private static final int INVOCATIONS_MAX = 20_000; // it covers all that it distinguishes with 15,503

    private final AtomicInteger count = new AtomicInteger(2);
    private final AtomicInteger pte = new AtomicInteger(1);
    private final AtomicInteger freed = new AtomicInteger();

    public LincheckRegion() {
        INSTANCES.increment();
    }

    /** All that Lincheck explores of it; how many executions that was. */
    static long explore() {
        long before = INSTANCES.sum();
        new ModelCheckingOptions()
                .iterations(1)
                .threads(3)
                .actorsPerThread(1)
                .actorsBefore(0)
                .actorsAfter(0)
                .invocationsPerIteration(INVOCATIONS_MAX)
                .verifier(EpsilonVerifier.class)
                .check(LincheckRegion.class);
        return INSTANCES.sum() - before;
    }

    /** GUP-fast, with its look for zero. */
    @Operation(runOnce = true)
    public void gup() {
        if (pte.get() == 0 || !tryGet()) {
            return;
        }
        if (pte.get() != 0 && freed.get() != 0) {
            throw new IllegalStateException("use after free");
        }
        put();
    }

    private boolean tryGet() {
        while (true) {
            int seen = count.get();
            if (seen == 0) {
                return false;
            }
            if (count.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
    }

    @Operation(runOnce = true)
    public void munmap() {
        pte.set(0);
        put();
    }

    @Operation(runOnce = true)
    public void vfree() {
        put();
    }

    private void put() {
        if (count.decrementAndGet() == 0 && freed.getAndIncrement() != 0) {
            throw new IllegalStateException("double free");
        }
    }
}
