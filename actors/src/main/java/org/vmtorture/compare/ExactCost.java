package org.vmtorture.compare;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.vmtorture.memory.CountingMemory;
import org.vmtorture.memory.CountingMemory.Counts;
import org.vmtorture.strategy.StrategyId;

/** What operations cost in accesses to shared words: counted, not timed, so that two runs say the same. */
final class ExactCost {
    private static final int FEW = 1;
    private static final int MANY = 33; // 32 pages more, in one page table
    private static final int A = 0;

    private final CountingMemory memory = new CountingMemory();
    private final Map<String, Counts> counts = new LinkedHashMap<>();
    private final Bench bench;

    private ExactCost(StrategyId strategy) {
        this.bench = new Bench(memory, strategy, 1);
    }

    /**
     * What an operation costs.
     *
     * @param first on an area of one page
     * @param more for each page more
     */
    record Cost(Accesses first, Accesses more) {}

    /** How many accesses, by what they cost: a read-modify-write has its cache line for itself. */
    record Accesses(double rmws, double loads, double stores) {}

    /** By operation; an operation that the strategy refuses has no entry. */
    static Map<String, Cost> of(StrategyId strategy) {
        Map<String, Counts> few = new ExactCost(strategy).measure(FEW);
        Map<String, Counts> many = new ExactCost(strategy).measure(MANY);
        Map<String, Cost> costs = new LinkedHashMap<>();
        few.forEach((operation, first) -> costs.put(operation, cost(first, many.get(operation))));
        return costs;
    }

    private static Cost cost(Counts few, Counts many) {
        return new Cost(
                new Accesses(few.rmws(), few.loads(), few.stores()),
                new Accesses(
                        more(few, many, Counts::rmws),
                        more(few, many, Counts::loads),
                        more(few, many, Counts::stores)));
    }

    private static double more(Counts few, Counts many, ToLongFunction<Counts> kind) {
        return (double) (kind.applyAsLong(many) - kind.applyAsLong(few)) / (MANY - FEW);
    }

    private Map<String, Counts> measure(int pages) {
        int mm = bench.newMm();
        bench.vmalloc(A, pages); // what a first time costs beyond later ones, as a page table, is not counted
        bench.munmap(mm, bench.mmap(mm, A), pages);
        count("map", () -> bench.mmap(mm, A));
        int start = 0;
        int[] child = new int[1];
        count("fork", () -> child[0] = bench.fork(mm));
        count("walk", () -> bench.kernel.walk().walkAt(bench.cpu, mm, start));
        if (bench.pin(mm, start)) {
            bench.unpin();
            count("pin", () -> bench.pin(mm, start));
            count("unpin", bench::unpin);
        }
        bench.kernel.addressSpaces().put(bench.cpu, child[0]);
        count("unmap", () -> bench.munmap(mm, start, pages));
        count("vfree", () -> bench.vfree(A));
        return counts;
    }

    private void count(String operation, Runnable run) {
        memory.reset();
        run.run();
        counts.put(operation, memory.counts());
    }
}
