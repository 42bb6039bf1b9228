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
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.op.Mmap;
import org.vmtorture.strategy.StrategyId;

/** Some threads that do one operation over and over, on one area that all use, each in an address space of its own. */
final class Workers {
    private static final int PAGES = 16;

    private Workers() {}

    /** What they do, on one CPU; false if the strategy refuses. */
    interface Operation {
        boolean run(Bench bench, Cpu cpu, int mm, int page);
    }

    /**
     * What came of it.
     *
     * @param operations by all threads
     * @param nanos for each operation on a thread; not a number if it was refused
     */
    record Ran(long operations, double nanos) {
        boolean refused() {
            return Double.isNaN(nanos);
        }
    }

    /** By what tables call them. */
    static final Map<String, Operation> OPERATIONS = operations();

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

    /** Runs them until the first one's time is over, so that no thread ever runs alone. */
    static Ran run(SharedMemory memory, StrategyId strategy, Operation operation, int threads, long batchNanos) {
        Bench bench = new Bench(memory, strategy, threads);
        bench.vmalloc(0, PAGES);
        CyclicBarrier start = new CyclicBarrier(threads);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Ran>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Cpu cpu = bench.kernel.cpu(i);
                int mm = bench.newMm();
                int page = bench.mmap(mm, 0);
                futures.add(pool.submit(() -> {
                    start.await();
                    return batch(bench, operation, cpu, mm, page, over, batchNanos);
                }));
            }
            Ran[] each = new Ran[threads];
            for (int i = 0; i < threads; i++) {
                each[i] = futures.get(i).get();
            }
            return new Ran(
                    Arrays.stream(each).mapToLong(Ran::operations).sum(),
                    Arrays.stream(each).mapToDouble(Ran::nanos).average().orElse(Double.NaN));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Ran(0, Double.NaN);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("operations on " + strategy.id() + " failed", failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static Ran batch(
            Bench bench, Operation operation, Cpu cpu, int mm, int page, AtomicBoolean over, long batchNanos) {
        long begin = System.nanoTime();
        long count = 0;
        long now = begin;
        while (!over.get()) {
            for (int i = 0; i < 64; i++) {
                if (!operation.run(bench, cpu, mm, page)) {
                    over.set(true);
                    return new Ran(0, Double.NaN);
                }
            }
            count += 64;
            now = System.nanoTime();
            if (now - begin >= batchNanos) {
                over.set(true);
            }
        }
        return new Ran(count, count == 0 ? Double.NaN : (double) (now - begin) / count);
    }
}
