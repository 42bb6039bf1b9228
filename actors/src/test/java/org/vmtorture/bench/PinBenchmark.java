package org.vmtorture.bench;

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
import org.vmtorture.memory.NoisyMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Pte;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.Strategy;
import org.vmtorture.strategy.StrategyId;

/**
 * What a pin and its unpin cost with {@code vm-struct}: look, count, look again, put. Against a bare inc-not-zero and
 * decrement, on one thread.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(3)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("UnnecessaryLambda") // one lambda for all iterations, made before any is timed
public class PinBenchmark {
    private static final int PAIRS = 20_000;
    private static final int OTHERS_ROUNDS = 20;

    /** Whether the other strategies, and noise, have gone through the same code before, as in a soak of all. */
    @Param({"false", "true"})
    public boolean afterOthers;

    private final BareCounts bare = new BareCounts(1);
    private final PinnedPage page = new PinnedPage(new HardwareMemory(), StrategyId.VM_STRUCT);
    private final Runnable bareSide = () -> bare(bare);
    private final Runnable pinSide = () -> pin(page);

    /** A page of a live area, and who pins it. */
    private static final class PinnedPage {
        final Strategy strategy;
        final Cpu cpu;
        final int pfn;

        PinnedPage(SharedMemory memory, StrategyId id) {
            Kernel kernel = Kernel.boot(
                    memory,
                    MachineSize.small(1),
                    1,
                    id,
                    GupMode.FAST,
                    Defect.NONE,
                    (cpu, kind, op, pfn, object, granted, actual, value) -> {
                        throw new AssertionError("kind=" + kind);
                    });
            strategy = kernel.strategy();
            cpu = kernel.cpu(0);
            if (kernel.regions().create(cpu, 0, 1, false, true) != 0) {
                throw new AssertionError("no region");
            }
            pfn = Pte.pfn(kernel.machine().vmStructs().page(0, 0));
        }
    }

    @Setup
    public void useOtherStrategies() {
        bare.set(0, 1);
        if (afterOthers) {
            for (StrategyId id : StrategyId.values()) {
                PinnedPage hardware = new PinnedPage(new HardwareMemory(), id);
                PinnedPage noisy = new PinnedPage(new NoisyMemory(new HardwareMemory(), 1e-4, 1), id);
                for (int round = 0; round < OTHERS_ROUNDS; round++) {
                    pin(hardware);
                    pin(noisy);
                }
            }
        }
    }

    @Benchmark
    public void pairs(PairedRatio ratio) {
        ratio.time(pinSide, bareSide);
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void pin(PinnedPage page) {
        Strategy strategy = page.strategy;
        for (int i = 0; i < PAIRS; i++) {
            int object = strategy.tryPin(page.cpu, page.pfn, 1);
            if (object != Strategy.NONE) { // untracked refuses
                strategy.unpin(page.cpu, object, 1);
            }
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    static void bare(BareCounts counts) {
        for (int i = 0; i < PAIRS; i++) {
            if (!counts.incNotZero(0) || counts.decrement(0)) {
                throw new AssertionError("count at zero");
            }
        }
    }
}
