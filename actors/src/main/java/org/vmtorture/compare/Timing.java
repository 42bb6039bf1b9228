package org.vmtorture.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.strategy.StrategyId;

/**
 * How long operations take on this machine. Strategies take turns within each round, so that what disturbs the machine
 * disturbs all alike.
 */
final class Timing {
    private final CompareOptions options;

    Timing(CompareOptions options) {
        this.options = options;
    }

    /** By operation, strategy and number of threads, from 1 to as many as there are CPUs: nanoseconds on a thread. */
    Map<String, Map<StrategyId, Map<Integer, Spread>>> run() {
        Map<String, Map<StrategyId, Map<Integer, Spread>>> all = new LinkedHashMap<>();
        Workers.OPERATIONS.forEach((name, operation) -> all.put(name, run(operation)));
        return all;
    }

    private Map<StrategyId, Map<Integer, Spread>> run(Workers.Operation operation) {
        Map<StrategyId, Map<Integer, List<Double>>> samples = new LinkedHashMap<>();
        for (int round = 0; round <= options.rounds(); round++) { // the first is for the compiler
            for (int threads = 1; threads <= options.cpus(); threads++) {
                for (StrategyId strategy : options.strategies()) {
                    Workers.Ran ran = Workers.run(
                            new HardwareMemory(),
                            strategy,
                            operation,
                            threads,
                            options.batch().toNanos());
                    if (round > 0 && !ran.refused()) {
                        samples.computeIfAbsent(strategy, first -> new LinkedHashMap<>())
                                .computeIfAbsent(threads, first -> new ArrayList<>())
                                .add(ran.nanos());
                    }
                }
            }
        }
        Map<StrategyId, Map<Integer, Spread>> spreads = new LinkedHashMap<>();
        samples.forEach((strategy, by) -> {
            Map<Integer, Spread> those = spreads.computeIfAbsent(strategy, first -> new LinkedHashMap<>());
            by.forEach((threads, list) -> those.put(threads, Spread.of(list)));
        });
        return spreads;
    }
}
