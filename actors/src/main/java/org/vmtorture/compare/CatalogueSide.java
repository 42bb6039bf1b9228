package org.vmtorture.compare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vmtorture.scenario.Race;
import org.vmtorture.strategy.StrategyId;

/** The catalogue of races under every strategy, as the explorer found them. */
final class CatalogueSide {
    /** What a strategy does to a race. */
    enum Verdict {
        PREVENTED,
        POSSIBLE
    }

    private final Map<StrategyId, Map<String, Verdict>> verdicts = new EnumMap<>(StrategyId.class);

    /** The verdicts of those outcomes that are of a race. */
    CatalogueSide(List<Race> races, List<Outcome> outcomes) {
        Set<String> ids = races.stream().map(Race::id).collect(Collectors.toSet());
        for (Outcome one : outcomes) {
            if (ids.contains(one.scenario())) {
                verdict(one)
                        .ifPresent(verdict -> verdicts.computeIfAbsent(one.strategy(), strategy -> new TreeMap<>())
                                .put(one.scenario(), verdict));
            }
        }
    }

    /** Nothing of an exploration that did not come to its end and found nothing. */
    private static Optional<Verdict> verdict(Outcome one) {
        return switch (one.outcome()) {
            case VIOLATED -> Optional.of(Verdict.POSSIBLE);
            case EXHAUSTED -> Optional.of(Verdict.PREVENTED);
            case BOUNDED, UNKNOWN -> Optional.empty();
        };
    }

    /** By race; nothing if none was explored to its end. */
    Optional<Map<String, Verdict>> under(StrategyId strategy) {
        return Optional.ofNullable(verdicts.get(strategy));
    }
}
