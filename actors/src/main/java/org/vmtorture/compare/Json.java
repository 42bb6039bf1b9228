package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.vmtorture.strategy.StrategyId;

/** Measurements as JSON, in the form that docs/compare.schema.json describes. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static ObjectNode of(Spread spread) {
        return NODES.objectNode()
                .put("median", rounded(spread.median()))
                .put("least", rounded(spread.least()))
                .put("most", rounded(spread.most()));
    }

    /** Of what happens seldom in an operation, and so is below 1. */
    static ObjectNode fine(Spread spread) {
        return NODES.objectNode()
                .put("median", thousandths(spread.median()))
                .put("least", thousandths(spread.least()))
                .put("most", thousandths(spread.most()));
    }

    private static double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    static ObjectNode contention(Map<String, Map<StrategyId, Contention.PerOperation>> all, StrategyId strategy) {
        ObjectNode node = NODES.objectNode();
        all.forEach((operation, by) -> {
            Contention.PerOperation one = by.get(strategy);
            if (one != null) {
                ObjectNode both = node.putObject(operation);
                both.set("cas_retries", fine(one.retries()));
                both.set("waits", fine(one.waits()));
            }
        });
        return node;
    }

    /** More figures would say more than was measured. */
    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    static ObjectNode exact(Map<String, ExactCost.Cost> costs) {
        ObjectNode node = NODES.objectNode();
        costs.forEach((operation, cost) -> {
            ObjectNode one = node.putObject(operation);
            one.set("first_page", of(cost.first()));
            one.set("page_more", of(cost.more()));
        });
        return node;
    }

    private static ObjectNode of(ExactCost.Accesses accesses) {
        return NODES.objectNode()
                .put("rmws", accesses.rmws())
                .put("loads", accesses.loads())
                .put("stores", accesses.stores());
    }

    static ObjectNode of(Retention.Held held) {
        return NODES.objectNode()
                .put("peak_bytes", held.peak() * Memory.PAGE_BYTES)
                .put("mean_bytes", Math.round(held.mean() * Memory.PAGE_BYTES))
                .put("backlog_peak_bytes", held.backlog() * Memory.PAGE_BYTES)
                .put("steps_to_free", Math.round(held.waited() * 1000) / 1000.0)
                .put("pins", held.pinned());
    }

    static ObjectNode timings(Map<String, Map<StrategyId, Map<Integer, Spread>>> all, StrategyId strategy) {
        ObjectNode node = NODES.objectNode();
        all.forEach((operation, by) -> {
            ObjectNode one = node.putObject(operation);
            by.getOrDefault(strategy, Map.of())
                    .forEach((threads, spread) -> one.set(String.valueOf(threads), of(spread)));
        });
        return node;
    }

    static ObjectNode races(Map<String, CatalogueSide.Verdict> races) {
        ObjectNode node = NODES.objectNode();
        races.forEach((race, verdict) -> node.put(race, verdict.name().toLowerCase(Locale.ROOT)));
        return node;
    }
}
