package org.vmtorture.memory;

/** Hashes of (place, value) pairs; sums of them tell states apart, two of them by 128 bits. */
public final class Mix {
    private Mix() {}

    public static long first(long place, long value) {
        return finish(value ^ (place + 1) * 0x9E3779B97F4A7C15L);
    }

    public static long second(long place, long value) {
        return finish((value + 0x632BE59BD9B4E019L) * 0xD1342543DE82EF95L ^ (place + 1) * 0xA24BAED4963EE407L);
    }

    /** The finisher of MurmurHash3, as improved by Stafford (variant 13). */
    public static long finish(long bits) {
        long z = bits;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
