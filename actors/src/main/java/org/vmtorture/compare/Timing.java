package org.vmtorture.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.op.Mmap;
import org.vmtorture.strategy.StrategyId;

/**
 * How long operations take on this machine, on one area that all threads use, each in an address space of its own.
 * Strategies take turns within each round, so that what disturbs the machine disturbs all alike.
 */
final class Timing {
    private static final int PAGES = 16;

    private final List<StrategyId> strategies;
    private final int rounds;
    private final long batchNanos;

    Timing(List<StrategyId> strategies, int rounds, long batchNanos) {
        this.strategies = strategies;
        this.rounds = rounds;
        this.batchNanos = batchNanos;
    }

    /**
     * Nanoseconds for each operation on a thread.
     *
     * @param median of the rounds
     * @param least of the rounds
     * @param most of the rounds
     */
    record Spread(double median, double least, double most) {
        static Spread of(List<Double> rounds) {
            double[] sorted =
                    rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            return new Spread(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
        }
    }

    /** What is timed, on one CPU; false if the strategy refuses. */
    private interface Operation {
        boolean run(Bench bench, Cpu cpu, int mm, int page);
    }

    private static final Map<String, Operation> OPERATIONS = operations();

    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        all.put("pin and unpin", (bench, cpu, mm, page) -> {
            if (bench.kernel.gup().pin(cpu, mm, page, true, false) != 0) {
                return false;
            }
            bench.kernel.pins().unpin(cpu, 0);
            return true;
        });
        all.put("map and unmap", (bench, cpu, mm, page) -> {
            int at = bench.kernel.mmap().mmap(cpu, mm, 0, 0, 0, 2 * PAGES, Mmap.NO_FAILURE);
            return at >= 0 && bench.kernel.munmap().munmap(cpu, mm, at, at + PAGES) == 0;
        });
        return all;
    }

    /** By operation, strategy and number of threads, from 1 to as many as there are CPUs. */
    Map<String, Map<StrategyId, Map<Integer, Spread>>> run(int threadsMax) {
        Map<String, Map<StrategyId, Map<Integer, Spread>>> all = new LinkedHashMap<>();
        OPERATIONS.forEach((name, operation) -> {
            Map<StrategyId, Map<Integer, List<Double>>> samples = new LinkedHashMap<>();
            for (int round = 0; round <= rounds; round++) { // the first is for the compiler
                for (int threads = 1; threads <= threadsMax; threads++) {
                    for (StrategyId strategy : strategies) {
                        double nanos = time(strategy, operation, threads);
                        if (round > 0 && !Double.isNaN(nanos)) {
                            samples.computeIfAbsent(strategy, first -> new LinkedHashMap<>())
                                    .computeIfAbsent(threads, first -> new ArrayList<>())
                                    .add(nanos);
                        }
                    }
                }
            }
            Map<StrategyId, Map<Integer, Spread>> spreads = new LinkedHashMap<>();
            samples.forEach((strategy, by) -> {
                Map<Integer, Spread> those = spreads.computeIfAbsent(strategy, first -> new LinkedHashMap<>());
                by.forEach((threads, list) -> those.put(threads, Spread.of(list)));
            });
            all.put(name, spreads);
        });
        return all;
    }

    private double time(StrategyId strategy, Operation operation, int threads) {
        Bench bench = new Bench(new HardwareMemory(), strategy, threads);
        bench.vmalloc(0, PAGES);
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Double>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Cpu cpu = bench.kernel.cpu(i);
                int mm = bench.newMm();
                int page = bench.mmap(mm, 0);
                futures.add(pool.submit(() -> {
                    start.await();
                    return batch(bench, operation, cpu, mm, page, over);
                }));
            }
            double[] each = new double[threads];
            for (int i = 0; i < threads; i++) {
                each[i] = futures.get(i).get();
            }
            return Arrays.stream(each).average().orElse(Double.NaN);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Double.NaN;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("timing of " + strategy.id() + " failed", failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** Until the first thread's time is over, so that no thread ever runs alone. */
    private double batch(Bench bench, Operation operation, Cpu cpu, int mm, int page, AtomicBoolean over) {
        long begin = System.nanoTime();
        long count = 0;
        long now = begin;
        while (!over.get()) {
            for (int i = 0; i < 64; i++) {
                if (!operation.run(bench, cpu, mm, page)) {
                    over.set(true);
                    return Double.NaN;
                }
            }
            count += 64;
            now = System.nanoTime();
            if (now - begin >= batchNanos) {
                over.set(true);
            }
        }
        return count == 0 ? Double.NaN : (double) (now - begin) / count;
    }
}
