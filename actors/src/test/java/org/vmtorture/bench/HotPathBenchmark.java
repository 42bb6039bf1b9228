package org.vmtorture.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vmtorture.soak.HotPath;
import org.vmtorture.strategy.StrategyId;

/** A burst of every role of a soak, on one thread: for the allocation that JMH's gc profiler sees. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class HotPathBenchmark {
    @Param
    public StrategyId strategy;

    private HotPath path;

    /** Operations of an iteration: how many a round has is the dice's. */
    @AuxCounters(AuxCounters.Type.EVENTS)
    @State(Scope.Thread)
    public static class Operations {
        public long operations;
        public long rounds;
    }

    @Setup
    public void boot() {
        path = new HotPath(strategy);
    }

    @Benchmark
    public void round(Operations operations) {
        operations.operations += path.round();
        operations.rounds++;
    }
}
