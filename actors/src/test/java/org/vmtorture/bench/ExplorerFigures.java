package org.vmtorture.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.vmtorture.explore.Canary;
import org.vmtorture.explore.Explorer;
import org.vmtorture.explore.Search;
import org.vmtorture.explore.Verdict;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.Mix;
import org.vmtorture.scenario.Program;
import org.vmtorture.strategy.StrategyId;

/**
 * How fast the explorer is: on the region race, which other tools were measured on too and Lincheck is here, and on the
 * full model. Each figure is a median of rounds; beside the rate by the clock stands the rate by the exploring thread's
 * own CPU time, which a busy machine disturbs less.
 */
final class ExplorerFigures {
    private static final int ROUNDS = 7;
    private static final long ROUND_CPU_NANOS = 500_000_000L; // of the exploring thread, which a busy machine may not
    private static final long COMPUTE_NANOS = 500_000_000L;
    private static final long PARALLEL_NANOS = 1_000_000_000L;
    private static final long ROUND_NANOS = 3_000_000_000L; // give it; other threads than it may be the ones that work

    private ExplorerFigures() {}

    public static void main(String[] args) throws ExecutionException, InterruptedException {
        System.out.printf(
                "Java %s, %d CPUs, load %.1f%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        double ours = 0;
        for (FiberKind kind : FiberKind.values()) {
            if (kind.available()) {
                double rate = rate("region race, all 226, " + kind.text(), Canary.program(1, false), kind);
                ours = Math.max(ours, rate);
            } else {
                System.out.println("region race, " + kind.text() + ": not on this JVM as it was started");
            }
        }
        rate("gup-fast, munmap, vfree on vm-struct, depth-first", new GupMunmapVfree(StrategyId.VM_STRUCT), best());
        rate("gup-fast, munmap, vfree on today, depth-first", new GupMunmapVfree(StrategyId.TODAY), best());
        timeToBug();
        time("three GUPs exhausted by stored states", Canary.program(3, false), Search.storedStates());
        time("two GUPs exhausted by source-DPOR", Canary.program(2, false), Search.sourceDpor());
        twoCores();
        lincheck(ours);
    }

    private static FiberKind best() {
        return FiberKind.best();
    }

    private static double rate(String what, Program program, FiberKind kind) {
        try (var explorer = Explorer.of(program, kind).executions(10_000)) {
            var rates = new double[ROUNDS];
            var cpuRates = new double[ROUNDS];
            double steps = 0;
            explore(explorer);
            for (int round = 0; round < ROUNDS; round++) {
                Rate rate = explore(explorer);
                rates[round] = rate.perSecond;
                cpuRates[round] = rate.perCpuSecond;
                steps = rate.stepsPerExecution;
            }
            double median = median(rates);
            System.out.printf(
                    Locale.ROOT,
                    "%-66s %9.0f executions/s %5.1f M steps/s %9.0f executions/CPU s%n",
                    what,
                    median,
                    median * steps / 1e6,
                    median(cpuRates));
            return median;
        }
    }

    private record Rate(double perSecond, double perCpuSecond, double stepsPerExecution) {}

    private static Rate explore(Explorer explorer) {
        return explore(explorer, ROUND_NANOS, ROUND_CPU_NANOS);
    }

    private static Rate explore(Explorer explorer, long wallNanos, long cpuNanos) {
        long executions = 0;
        long steps = 0;
        long start = System.nanoTime();
        long cpuStart = cpu();
        do {
            Verdict verdict = explorer.explore(Search.depthFirst());
            executions += verdict.executions();
            steps += verdict.steps();
        } while (System.nanoTime() - start < wallNanos && cpu() - cpuStart < cpuNanos);
        double cpu = cpu() - cpuStart;
        double wall = System.nanoTime() - start;
        return new Rate(executions * 1e9 / wall, executions * 1e9 / cpu, (double) steps / executions);
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void timeToBug() {
        var millis = new double[101];
        var executions = new double[millis.length];
        for (int seed = 0; seed < millis.length; seed++) {
            long start = System.nanoTime();
            try (var explorer = Explorer.of(Canary.program(1, true))) {
                executions[seed] = explorer.explore(Search.randomWalk(seed)).executions();
            }
            millis[seed] = (System.nanoTime() - start) / 1e6;
        }
        System.out.printf(
                Locale.ROOT,
                "%-66s %9.2f ms, %.0f executions (medians of %d seeds, with boot)%n",
                "region race, random walk to the bug",
                median(millis),
                median(executions),
                millis.length);
    }

    private static void time(String what, Program program, Search search) {
        var millis = new double[3 * ROUNDS];
        var cpuMillis = new double[millis.length];
        Verdict verdict = null;
        for (int round = 0; round < millis.length; round++) {
            long start = System.nanoTime();
            long cpuStart = cpu();
            try (var explorer = Explorer.of(program)) {
                verdict = explorer.explore(search);
            }
            millis[round] = (System.nanoTime() - start) / 1e6;
            cpuMillis[round] = (cpu() - cpuStart) / 1e6;
        }
        System.out.printf(
                Locale.ROOT,
                "%-66s %9.1f ms, first %.1f ms, CPU %.1f ms: %s, %d executions, %d states or traces%n",
                what,
                median(millis),
                millis[0],
                median(cpuMillis),
                verdict.outcome(),
                verdict.executions(),
                verdict.distinct());
    }

    /** What a second core is worth on this machine just now, then to two explorers, then to one search. */
    private static void twoCores() throws ExecutionException, InterruptedException {
        ratio(
                "two threads that only compute / one",
                () -> inParallel(2, ExplorerFigures::compute) / inParallel(1, ExplorerFigures::compute));
        ratio(
                "two explorers / one, executions per second",
                () -> inParallel(2, ExplorerFigures::exploreTwoGups) / inParallel(1, ExplorerFigures::exploreTwoGups));
        ratio(
                "one search by two workers / one: all interleavings of two GUPs",
                () -> speedUp(Canary.program(2, false), Search.depthFirst()));
        ratio(
                "one search by two workers / one: stored states of five GUPs",
                () -> speedUp(Canary.program(5, false), Search.storedStates()));
    }

    private static void ratio(String what, Callable<Double> once) throws ExecutionException, InterruptedException {
        var ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            try {
                ratios[round] = once.call();
            } catch (ExecutionException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new ExecutionException(e);
            }
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "%-66s %9.2f (median of %d; best %.2f)%n",
                what,
                ratios[ROUNDS / 2],
                ROUNDS,
                ratios[ROUNDS - 1]);
    }

    private static double speedUp(Program program, Search search) {
        double one = seconds(program, search, 1);
        return one / seconds(program, search, 2);
    }

    private static double seconds(Program program, Search search, int workers) {
        try (var explorer = Explorer.of(program).workers(workers)) {
            long start = System.nanoTime();
            explorer.explore(search);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** As long as alone, whoever else takes CPU time. */
    private static double exploreTwoGups() {
        try (var explorer = Explorer.of(Canary.program(2, false)).executions(10_000)) {
            return explore(explorer, PARALLEL_NANOS, Long.MAX_VALUE).perSecond;
        }
    }

    /** Touches no memory. */
    private static double compute() {
        long start = System.nanoTime();
        long rounds = 0;
        long hash = 0;
        do {
            for (int i = 0; i < 1_000_000; i++) {
                hash = Mix.finish(hash + i);
            }
            rounds++;
        } while (System.nanoTime() - start < COMPUTE_NANOS);
        return hash == 0 ? 0 : rounds * 1e9 / (System.nanoTime() - start);
    }

    private static double inParallel(int threads, Callable<Double> work)
            throws ExecutionException, InterruptedException {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            double sum = 0;
            for (Future<Double> rate : pool.invokeAll(Collections.nCopies(threads, work))) {
                sum += rate.get();
            }
            return sum;
        } finally {
            pool.shutdown();
        }
    }

    /** Last, for its agent changes classes that others run. */
    private static void lincheck(double ours) {
        var rates = new double[3];
        LincheckRegion.explore();
        for (int round = 0; round < rates.length; round++) {
            long start = System.nanoTime();
            long executions = LincheckRegion.explore();
            rates[round] = executions * 1e9 / (System.nanoTime() - start);
        }
        double median = median(rates);
        System.out.printf(
                Locale.ROOT,
                "%-66s %9.0f executions/s; we make %.0f times as many%n",
                "region race, Lincheck 3.7",
                median,
                ours / median);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
