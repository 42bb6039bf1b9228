package org.vmtorture.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vmtorture.strategy.StrategyId;

/** What a run did not show: it stands beside the verdict, or the verdict says too much. */
final class Uncovered {
    private final JsonNode run;
    private final List<String> all = new ArrayList<>();

    private Uncovered(JsonNode run) {
        this.run = run;
    }

    static List<String> of(JsonNode run) {
        Uncovered uncovered = new Uncovered(run);
        if (RunFiles.isSoak(run)) {
            uncovered.soaked();
        } else {
            uncovered.explored();
        }
        uncovered.strategies();
        return uncovered.all;
    }

    private void soaked() {
        all.add("Schedules: a soak sees those that the operating system chose. A clean leg is no proof; explore has the"
                + " proofs, for its small scenarios.");
        all.add("Memory order: only what this machine (" + run.path("arch").asText()
                + ") reorders. jcstress tests that.");
        JsonNode options = run.path("options");
        if (options.path("noise").asDouble() == 0) {
            all.add("No noise: races were as wide as they are by nature (--noise P widens them).");
        }
        if (options.path("careless").asDouble() == 0) {
            all.add("No careless drivers (--careless).");
        }
        if (!options.path("gup").asText("fast").equals("fast")) {
            all.add("GUP was not fast: --gup " + options.path("gup").asText() + ".");
        }
        Map<String, List<String>> never = new TreeMap<>();
        for (JsonNode leg : run.path("legs")) {
            String name = leg.path("strategy").asText() + " with "
                    + leg.path("drivers").asText() + " drivers";
            if (leg.path("verdict").asText().equals("unknown")) {
                all.add("Unknown, which is not clean: " + name + ".");
            }
            if (leg.path("cut").asBoolean()) {
                all.add("Cut before its time: " + name + ".");
            }
            leg.path("situations").properties().forEach(entry -> {
                if (entry.getValue().asLong() == 0) {
                    never.computeIfAbsent(entry.getKey(), first -> new ArrayList<>())
                            .add(leg.path("strategy").asText() + "/"
                                    + leg.path("drivers").asText());
                }
            });
        }
        if (!never.isEmpty()) {
            List<String> words = new ArrayList<>();
            never.forEach((situation, legs) -> words.add(situation + " (" + String.join(", ", legs) + ")"));
            all.add("Situations that a leg never reached: " + String.join("; ", words) + ".");
        }
        int missing = run.path("legs_planned").size() - run.path("legs").size();
        if (missing > 0) {
            all.add("Legs that did not run, or did not end: " + missing + " of "
                    + run.path("legs_planned").size() + ".");
        }
        if (run.path("oracles").path("missed").size() > 0) {
            all.add("Oracles that were not shown to be alive: "
                    + run.path("oracles").path("missed") + ".");
        }
    }

    private void explored() {
        all.add("Beyond each scenario's few actors and operations: an exhausted search is a proof for that scenario"
                + " alone.");
        all.add("Memory order weaker than sequential consistency, but for happens-before races where they were looked"
                + " for.");
        for (JsonNode pair : run.path("explorations")) {
            if (!pair.path("doubt").asText().isEmpty()) {
                all.add(pair.path("scenario").asText() + " under "
                        + pair.path("strategy").asText() + ": "
                        + pair.path("doubt").asText() + ".");
            }
        }
    }

    private void strategies() {
        Set<String> missing = new TreeSet<>();
        for (StrategyId strategy : StrategyId.values()) {
            missing.add(strategy.id());
        }
        run.path("options").path("strategies").forEach(one -> missing.remove(one.asText()));
        if (!missing.isEmpty()) {
            all.add("Strategies that were not run: " + String.join(", ", missing) + ".");
        }
    }
}
