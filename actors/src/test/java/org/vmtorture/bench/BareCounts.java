package org.vmtorture.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** What the model's counts are measured against: the same instructions, written straight on an array. */
final class BareCounts {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] words;

    BareCounts(int length) {
        words = new long[length];
    }

    void set(int index, long references) {
        WORD.setRelease(words, index, references);
    }

    boolean incNotZero(int index) {
        for (long seen = (long) WORD.getOpaque(words, index); seen != 0; ) {
            long witness = (long) WORD.compareAndExchange(words, index, seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** True if it was the last. */
    boolean decrement(int index) {
        return (long) WORD.getAndAdd(words, index, -1L) == 1;
    }
}
