package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.scenario.Races;
import org.vmtorture.strategy.StrategyId;

/** A small decision table, measured once for all tests that look at one. */
final class MeasuredTable {
    private static ObjectNode table;

    private MeasuredTable() {}

    static CompareOptions options() {
        return new CompareOptions(
                List.of(StrategyId.UNTRACKED, StrategyId.VM_STRUCT),
                true,
                1,
                Duration.ofMillis(100),
                Duration.ofMillis(30),
                Duration.ofMillis(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                FiberKind.best(),
                2);
    }

    /** Of two strategies and one race. Not to be changed: copy it. */
    static synchronized ObjectNode measured() {
        if (table == null) {
            table = new DecisionTable(
                            options(), List.of(Races.find("cve-2024-0582").orElseThrow()), GivenRuns.NONE, part -> {})
                    .measure(Clock.systemUTC());
        }
        return table;
    }

    /** As large as a real one: every strategy, with the figures of one that was measured. */
    static ObjectNode withAllStrategies() {
        ObjectNode all = measured().deepCopy();
        ArrayNode strategies = all.putArray("strategies");
        for (StrategyId id : StrategyId.values()) {
            ObjectNode one = measured()
                    .path("strategies")
                    .get(id == StrategyId.UNTRACKED ? 0 : 1)
                    .deepCopy();
            strategies.add(one.put("id", id.id()).put("summary", id.summary()));
        }
        return all;
    }
}
