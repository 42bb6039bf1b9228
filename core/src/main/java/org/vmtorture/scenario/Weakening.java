package org.vmtorture.scenario;

import java.util.Locale;

/**
 * One side of the ordering of a row's accesses, left out: a barrier that somebody forgot. Only a race detector sees
 * it, for executions are sequentially consistent.
 *
 * @param row as it was laid out: {@code page.refcount}
 * @param side which
 */
public record Weakening(String row, Side side) {
    /** What an access orders. */
    public enum Side {
        /** What others released before it. */
        ACQUIRE,
        /** What it releases to others. */
        RELEASE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As scenario files have it: {@code page.refcount release}. */
    @Override
    public String toString() {
        return row + " " + side;
    }
}
