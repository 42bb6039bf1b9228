package org.vmtorture.explore;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;

/** The shipped scenarios of defects, explored and minimised once, each on the strategy that its defect was made for. */
final class Defects {
    private static final boolean FAST = FiberKind.CONTINUATION.available();
    private static final long EXECUTIONS_MAX = FAST ? 100_000 : 2000; // for each candidate
    private static final Map<String, Minimiser.Result> RESULTS = new ConcurrentHashMap<>();

    private Defects() {}

    static List<String> scenarios() {
        return Scenarios.names().stream()
                .filter(name -> name.startsWith("defect-"))
                .toList();
    }

    /** Those in which ordering is left out on purpose. */
    static List<String> weakened() {
        return Scenarios.names().stream()
                .filter(name -> name.startsWith("weakened-"))
                .toList();
    }

    /** What the first violation that the scenario shows comes down to. */
    static Minimiser.Result minimised(String name) {
        Scenario scenario = Scenarios.load(name);
        return RESULTS.computeIfAbsent(name, absent -> {
            StrategyId strategy = strategy(scenario);
            try (var explorer = Explorer.of(scenario.on(strategy))) {
                Violation violation = explorer.explore(search(scenario))
                        .violation()
                        .orElseThrow(() -> new AssertionError(name + " shows nothing"));
                return new Minimiser(strategy, FiberKind.best())
                        .executions(EXECUTIONS_MAX)
                        .minimise(scenario, violation);
            }
        });
    }

    static StrategyId strategy(Scenario scenario) {
        return StrategyId.of(scenario.defect().strategy());
    }

    private static Search search(Scenario scenario) {
        return scenario.weakenings().isEmpty() ? Search.storedStates() : Search.sourceDpor();
    }

    /** As it is written to disk. */
    static ReplayFile file(String name) {
        Minimiser.Result result = minimised(name);
        return new ReplayFile(
                "1",
                Title.of(result.violation().violated()),
                strategy(result.scenario()),
                search(result.scenario()).describe(),
                !result.scenario().weakenings().isEmpty(),
                result.scenario(),
                result.violation().schedule());
    }
}
