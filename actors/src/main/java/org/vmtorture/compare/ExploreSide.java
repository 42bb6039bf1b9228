package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import org.vmtorture.oracle.Defect;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.Exploration;

/** Every scenario that breaks nothing on purpose, under every strategy, as far as the time goes. */
final class ExploreSide {
    private final CompareOptions options;
    private List<Exploration> explored = List.of();
    private int scenarios;

    ExploreSide(CompareOptions options) {
        this.options = options;
    }

    void run() {
        List<Scenario> all = Scenarios.names().stream()
                .map(Scenarios::load)
                .filter(scenario -> scenario.defect() == Defect.NONE
                        && scenario.weakenings().isEmpty())
                .toList();
        scenarios = all.size();
        explored = new TimedSurvey(options).run(all);
    }

    ObjectNode json(StrategyId strategy) {
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        for (Exploration.Outcome outcome : Exploration.Outcome.values()) {
            outcomes.put(outcome.text(), 0);
        }
        TreeMap<String, Integer> kinds = new TreeMap<>();
        int ended = 0;
        for (Exploration one : explored) {
            if (one.pair().strategy() == strategy) {
                ended++;
                outcomes.merge(one.outcome().text(), 1, Integer::sum);
                one.kinds().forEach(kind -> kinds.merge(kind.id(), 1, Integer::sum));
            }
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("scenarios", scenarios);
        outcomes.forEach(node::put);
        node.put("not_run", scenarios - ended);
        ObjectNode findings = node.putObject("scenarios_by_finding");
        kinds.forEach(findings::put);
        return node;
    }
}
