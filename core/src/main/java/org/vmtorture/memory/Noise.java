package org.vmtorture.memory;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Decides when to delay and for how long: mostly short, for narrow windows, now and then long, to starve somebody. */
final class Noise {
    private static final int STREAMS = 64; // one random stream per thread, as long as there are no more than these
    private static final int STREAM_STRIDE = 8; // words: a cache line each
    private static final int SPIN_MAX = 512;
    private static final int PARK_NANOS_MAX = 200_000;

    private final long threshold; // of 2^32
    private final long[] streams = new long[STREAMS * STREAM_STRIDE];
    private final LongAdder delays = new LongAdder();
    private final LongAdder entered = new LongAdder();

    Noise(double probability, long seed) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("noise probability=" + probability + ", must be from 0 to 1");
        }
        this.threshold = (long) (probability * 0x1p32);
        for (int i = 0; i < STREAMS; i++) {
            streams[i * STREAM_STRIDE] = mix(seed + i + 1) | 1;
        }
    }

    /** True if this access is to be delayed: then call {@link #delay}. */
    boolean strikes() {
        return (next() >>> 32) < threshold;
    }

    void delay() {
        delays.increment();
        long dice = next() >>> 16;
        int kind = (int) (dice & 15);
        if (kind < 8) {
            Thread.yield();
        } else if (kind < 14) {
            for (long i = (dice >>> 4) % SPIN_MAX; i >= 0; i--) {
                Thread.onSpinWait();
            }
        } else {
            LockSupport.parkNanos((dice >>> 4) % PARK_NANOS_MAX);
        }
    }

    void windowEntered() {
        entered.increment();
    }

    long delays() {
        return delays.sum();
    }

    long windowsEntered() {
        return entered.sum();
    }

    /** xorshift64*; threads beyond {@link #STREAMS} share a stream, and a lost update only repeats a number. */
    private long next() {
        int stream = (int) (Thread.currentThread().getId() & (STREAMS - 1)) * STREAM_STRIDE;
        long x = streams[stream];
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        streams[stream] = x;
        return x * 0x2545F4914F6CDD1DL;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
