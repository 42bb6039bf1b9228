package org.vmtorture.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.memory.ContentionMemory;
import org.vmtorture.strategy.StrategyId;

/**
 * What threads cost each other: as many as there are CPUs, on the operations that are also timed. Counted, but of
 * schedules that this machine chose, so that two runs differ.
 */
final class Contention {
    private final CompareOptions options;

    Contention(CompareOptions options) {
        this.options = options;
    }

    /**
     * For each operation.
     *
     * @param retries compare-and-exchanges that failed
     * @param waits rounds of waiting for a lock or a flush
     */
    record PerOperation(Spread retries, Spread waits) {}

    /** By operation and strategy; a strategy that refuses an operation has no entry. */
    Map<String, Map<StrategyId, PerOperation>> run() {
        Map<String, Map<StrategyId, PerOperation>> all = new LinkedHashMap<>();
        Workers.OPERATIONS.forEach((name, operation) -> all.put(name, run(operation)));
        return all;
    }

    private Map<StrategyId, PerOperation> run(Workers.Operation operation) {
        Map<StrategyId, List<Double>> retries = new LinkedHashMap<>();
        Map<StrategyId, List<Double>> waits = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (StrategyId strategy : options.strategies()) {
                ContentionMemory memory = new ContentionMemory();
                Workers.Ran ran = Workers.run(
                        memory,
                        strategy,
                        operation,
                        options.cpus(),
                        options.batch().toNanos());
                if (!ran.refused()) {
                    double operations = ran.operations();
                    retries.computeIfAbsent(strategy, first -> new ArrayList<>())
                            .add(memory.retries() / operations);
                    waits.computeIfAbsent(strategy, first -> new ArrayList<>()).add(memory.waits() / operations);
                }
            }
        }
        Map<StrategyId, PerOperation> all = new LinkedHashMap<>();
        retries.forEach((strategy, list) ->
                all.put(strategy, new PerOperation(Spread.of(list), Spread.of(waits.get(strategy)))));
        return all;
    }
}
