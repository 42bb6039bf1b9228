package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vmtorture.oracle.Defect;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.Exploration;

/** Scenarios under every strategy, as far as they were explored. */
final class ExploreSide {
    private final Set<String> scenarios;
    private final List<Outcome> outcomes;

    /** The outcomes of those scenarios; what else was explored is not counted. */
    ExploreSide(List<Scenario> scenarios, List<Outcome> outcomes) {
        this.scenarios = scenarios.stream().map(Scenario::name).collect(Collectors.toSet());
        this.outcomes = outcomes;
    }

    /** Every scenario that breaks nothing on purpose. */
    static List<Scenario> scenarios() {
        return Scenarios.names().stream()
                .map(Scenarios::load)
                .filter(scenario -> scenario.defect() == Defect.NONE
                        && scenario.weakenings().isEmpty())
                .toList();
    }

    ObjectNode json(StrategyId strategy) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        for (Exploration.Outcome outcome : Exploration.Outcome.values()) {
            counts.put(outcome.text(), 0);
        }
        TreeMap<String, Integer> kinds = new TreeMap<>();
        int ended = 0;
        for (Outcome one : outcomes) {
            if (one.strategy() == strategy && scenarios.contains(one.scenario())) {
                ended++;
                counts.merge(one.outcome().text(), 1, Integer::sum);
                one.kinds().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
            }
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("scenarios", scenarios.size());
        counts.forEach(node::put);
        node.put("not_run", scenarios.size() - ended);
        ObjectNode findings = node.putObject("scenarios_by_finding");
        kinds.forEach(findings::put);
        return node;
    }
}
