package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Profile;
import org.vmtorture.soak.Profiles;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.Soak;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.soak.SoakResult;
import org.vmtorture.strategy.StrategyId;

/** Soaks of all strategies, leg by leg in turn, several times over. */
final class SoakSide {
    static final String SAFETY_PROFILE = "mixed";
    static final double CARELESS = 0.05;

    private final CompareOptions options;
    private final Map<StrategyId, Map<String, Legs>> safety = new EnumMap<>(StrategyId.class);
    private final Map<StrategyId, Map<String, List<Double>>> rates = new EnumMap<>(StrategyId.class);

    SoakSide(CompareOptions options) {
        this.options = options;
    }

    /** What legs of one strategy and one kind of drivers came to together. */
    private static final class Legs {
        private long operations;
        private int unknown;
        private final Map<FindingKind, Long> findings = new EnumMap<>(FindingKind.class);

        void add(LegResult leg) {
            operations += leg.operations();
            unknown += leg.verdict() == LegResult.Verdict.UNKNOWN ? 1 : 0;
            leg.findings().forEach((kind, count) -> findings.merge(kind, count, Long::sum));
        }

        /** One leg that did not reach every situation leaves it unknown: the others may have missed what it missed. */
        ObjectNode json(int legs) {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            node.put("verdict", !findings.isEmpty() ? "violated" : unknown > 0 ? "unknown" : "clean");
            node.put("legs", legs).put("legs_unknown", unknown).put("operations", operations);
            ObjectNode kinds = node.putObject("findings");
            new TreeMap<>(findings).forEach((kind, count) -> kinds.put(kind.id(), count));
            return node;
        }
    }

    void run() {
        for (int round = 0; round < options.rounds(); round++) {
            safetyRound(round);
        }
        for (String profile : Profiles.names()) {
            for (LegResult leg : soak(Profiles.named(profile), 0, 1).legs()) {
                rates.computeIfAbsent(leg.leg().strategy(), first -> new LinkedHashMap<>())
                        .computeIfAbsent(profile, first -> new ArrayList<>())
                        .add(perSecond(leg));
            }
        }
    }

    private void safetyRound(int round) {
        for (LegResult leg :
                soak(Profiles.named(SAFETY_PROFILE), CARELESS, round + 1).legs()) {
            safety.computeIfAbsent(leg.leg().strategy(), first -> new LinkedHashMap<>())
                    .computeIfAbsent(leg.leg().drivers(), first -> new Legs())
                    .add(leg);
            if (!leg.leg().careless()) {
                rates.computeIfAbsent(leg.leg().strategy(), first -> new LinkedHashMap<>())
                        .computeIfAbsent(SAFETY_PROFILE, first -> new ArrayList<>())
                        .add(perSecond(leg));
            }
        }
    }

    private static double perSecond(LegResult leg) {
        return leg.operations() * 1e9 / Math.max(1, leg.nanos());
    }

    private SoakResult soak(Profile profile, double careless, long seed) {
        int legs = options.strategies().size() * (careless > 0 ? 2 : 1);
        SoakOptions soak = new SoakOptions(
                options.strategies(),
                options.leg().multipliedBy(legs),
                profile,
                Optional.empty(),
                GupMode.FAST,
                careless,
                Defect.NONE,
                0,
                seed);
        SoakResult result = new Soak(soak, new Unheard()).run();
        if (!result.testerFailure().isEmpty()) {
            throw new IllegalStateException("soak of profile " + profile.name() + ": " + result.testerFailure());
        }
        return result;
    }

    ObjectNode safety(StrategyId strategy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        safety.get(strategy).forEach((drivers, legs) -> node.set(drivers, legs.json(options.rounds())));
        return node;
    }

    ObjectNode rates(StrategyId strategy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        rates.get(strategy).forEach((profile, list) -> node.set(profile, Json.of(Timing.Spread.of(list))));
        return node;
    }

    /** Nobody watches: what counts is the result. */
    private static final class Unheard implements SoakListener {
        @Override
        public void started(List<Leg> legs, OracleProof proof) {}

        @Override
        public void legStarted(Leg leg, long nanosPlanned) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void found(Finding finding) {}

        @Override
        public void counted(String findingId, long count) {}

        @Override
        public void legEnded(LegResult result) {}

        @Override
        public void note(String line) {}
    }
}
