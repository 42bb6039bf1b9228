package org.vmtorture.compare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmtorture.scenario.Race;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.Exploration;

/** The catalogue of races under every strategy, as the explorer found them in this very call. */
final class CatalogueSide {
    /** What a strategy does to a race. */
    enum Verdict {
        PREVENTED,
        POSSIBLE
    }

    private final List<Race> races;
    private final TimedSurvey survey;
    private final Map<StrategyId, Map<String, Verdict>> verdicts = new EnumMap<>(StrategyId.class);

    CatalogueSide(List<Race> races, CompareOptions options) {
        this.races = races;
        this.survey = new TimedSurvey(options);
    }

    void run() {
        List<Exploration> explored =
                survey.run(races.stream().map(Race::scenario).toList());
        for (Exploration one : explored) {
            verdict(one)
                    .ifPresent(verdict -> verdicts.computeIfAbsent(one.pair().strategy(), strategy -> new TreeMap<>())
                            .put(one.pair().scenario().name(), verdict));
        }
    }

    /** Nothing of an exploration that did not come to its end and found nothing. */
    private static Optional<Verdict> verdict(Exploration one) {
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
