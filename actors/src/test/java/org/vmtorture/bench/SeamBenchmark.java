package org.vmtorture.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.InterposedMemory;
import org.vmtorture.memory.NoisyMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** What it costs to reach a word through the seam: inc-not-zero and put, against the same on a bare array. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("UnnecessaryLambda") // one lambda for all iterations, made before any is timed
public class SeamBenchmark {
    private static final int PAIRS = 20_000;
    private static final int ROW = 64;
    private static final int OTHERS_ROUNDS = 20;

    /** Which other implementations of the seam have gone through the very call sites that are then measured. */
    public enum Others {
        ALONE(false, false),
        AFTER_PROOFS(true, false), // a soak: the oracles are proved with interposed memory before
        AFTER_NOISE(false, true),
        AFTER_BOTH(true, true); // more than C2 inlines at one site; no run of one process has it on its hot path

        final boolean interposed;
        final boolean noisy;

        Others(boolean interposed, boolean noisy) {
            this.interposed = interposed;
            this.noisy = noisy;
        }

        boolean inOneRun() {
            return !(interposed && noisy);
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    @Param
    public Others others;

    private final BareCounts bare = new BareCounts(ROW);
    private final Words seam = row(new HardwareMemory());
    private final Runnable bareSide = () -> bare(bare);
    private final Runnable seamSide = () -> seam(seam);

    @Setup
    public void useOtherImplementations() {
        for (int i = 0; i < ROW; i++) {
            bare.set(i, 1);
        }
        Words noisy = row(new NoisyMemory(new HardwareMemory(), 1e-4, 1));
        Words interposed = row(new InterposedMemory());
        for (int round = 0; round < OTHERS_ROUNDS; round++) {
            if (others.noisy) {
                seam(noisy);
            }
            if (others.interposed) {
                seam(interposed);
            }
        }
    }

    private static Words row(SharedMemory memory) {
        Words row = memory.words("page.refcount", ROW);
        for (int i = 0; i < ROW; i++) {
            row.setRelease(i, 1);
        }
        return row;
    }

    @Benchmark
    public void pairs(PairedRatio ratio) {
        ratio.time(seamSide, bareSide);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void seam(Words words) {
        for (int i = 0; i < PAIRS; i++) {
            int index = i & ROW - 1;
            if (!incNotZero(words, index) || words.getAndAdd(index, -1) == 1) {
                throw new AssertionError("count at zero: index=" + index);
            }
        }
    }

    private static boolean incNotZero(Words words, int index) {
        for (long seen = words.getOpaque(index); seen != 0; ) {
            long witness = words.compareAndExchange(index, seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void bare(BareCounts counts) {
        for (int i = 0; i < PAIRS; i++) {
            int index = i & ROW - 1;
            if (!counts.incNotZero(index) || counts.decrement(index)) {
                throw new AssertionError("count at zero: index=" + index);
            }
        }
    }
}
