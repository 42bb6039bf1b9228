package org.vmtorture.compare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.Exploration;

/**
 * What the explorer said of a scenario under a strategy, in this call or in a run from before.
 *
 * @param kinds of findings, by their ids
 */
record Outcome(String scenario, StrategyId strategy, Exploration.Outcome outcome, Set<String> kinds) {
    static List<Outcome> of(List<Exploration> explored) {
        return explored.stream()
                .map(one -> new Outcome(
                        one.pair().scenario().name(), one.pair().strategy(), one.outcome(), ids(one.kinds())))
                .toList();
    }

    private static Set<String> ids(Set<FindingKind> kinds) {
        Set<String> ids = new TreeSet<>();
        kinds.forEach(kind -> ids.add(kind.id()));
        return ids;
    }

    /** Of all runs; of a pair that stands in two, the later run's. */
    static List<Outcome> ofRuns(List<GivenRuns.Given> runs) {
        Map<String, Outcome> all = new LinkedHashMap<>();
        for (GivenRuns.Given given : runs) {
            for (JsonNode one : given.run().path("explorations")) {
                StrategyId strategy = StrategyId.of(one.path("strategy").asText());
                Exploration.Outcome outcome = outcome(one.path("outcome").asText());
                if (strategy != null && outcome != null) {
                    Set<String> kinds = new TreeSet<>();
                    one.path("found")
                            .forEach(found -> kinds.add(found.path("kind").asText()));
                    String scenario = one.path("scenario").asText();
                    all.put(scenario + " " + strategy.id(), new Outcome(scenario, strategy, outcome, kinds));
                }
            }
        }
        return new ArrayList<>(all.values());
    }

    private static Exploration.Outcome outcome(String text) {
        for (Exploration.Outcome outcome : Exploration.Outcome.values()) {
            if (outcome.text().equals(text)) {
                return outcome;
            }
        }
        return null;
    }
}
