package org.vmtorture.survey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vmtorture.explore.Search;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/**
 * What is explored, and how.
 *
 * @param search for all of them; empty for what each scenario declares
 * @param races whether happens-before races are looked for
 * @param budget of each search, and of minimising each finding
 * @param executions of each search, at most
 * @param workers on how many cores: how many are explored at once, or how many work on one; results do not depend on it
 */
public record SurveyOptions(
        List<Scenario> scenarios,
        List<StrategyId> strategies,
        Optional<Search> search,
        boolean races,
        Duration budget,
        long executions,
        FiberKind fibers,
        int workers) {
    public SurveyOptions {
        scenarios = List.copyOf(scenarios);
        strategies = List.copyOf(strategies);
    }

    /** Whether happens-before races are looked for in any of the scenarios: if asked to, or where one needs it. */
    public boolean detectsAnyRaces() {
        return scenarios.stream().anyMatch(scenario -> Plan.detectsRaces(this, scenario));
    }

    /** All pairs, in the order in which they are told. */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            strategies.forEach(strategy -> pairs.add(new Pair(scenario, strategy)));
        }
        return pairs;
    }
}
