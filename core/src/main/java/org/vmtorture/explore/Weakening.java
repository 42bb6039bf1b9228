package org.vmtorture.explore;

/**
 * One side of the ordering of a row's accesses, left out.
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
        RELEASE
    }
}
