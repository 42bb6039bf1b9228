package org.vmtorture.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
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
    private static final String SAFETY_PROFILE = "mixed";
    private static final double CARELESS = 0.05;

    private static final Duration WARM_UP = Duration.ofMillis(100);
    private static final List<String> DRIVERS = List.of("careful", "careless");

    private final CompareOptions options;
    private final GivenRuns given;
    private final Map<StrategyId, Map<String, Legs>> safety = new EnumMap<>(StrategyId.class);
    private final Map<StrategyId, Map<String, List<Double>>> rates = new EnumMap<>(StrategyId.class);

    SoakSide(CompareOptions options, GivenRuns given) {
        this.options = options;
        this.given = given;
    }

    /** What legs of one strategy and one kind of drivers came to together. */
    private static final class Legs {
        private long operations;
        private int count;
        private int unknown;
        private final Map<String, Long> findings = new TreeMap<>();

        void add(LegResult leg) {
            add(leg.operations(), leg.verdict() == LegResult.Verdict.UNKNOWN || leg.cut());
            leg.findings().forEach((kind, times) -> findings.merge(kind.id(), times, Long::sum));
        }

        void add(JsonNode leg) {
            String verdict = leg.path("verdict").asText();
            add(
                    leg.path("operations").asLong(),
                    verdict.equals("unknown") || leg.path("cut").asBoolean());
            leg.path("findings")
                    .properties()
                    .forEach(kind ->
                            findings.merge(kind.getKey(), kind.getValue().asLong(), Long::sum));
        }

        private void add(long more, boolean isUnknown) {
            count++;
            operations += more;
            unknown += isUnknown ? 1 : 0;
        }

        /** One leg that did not reach every situation leaves it unknown: the others may have missed what it missed. */
        ObjectNode json() {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            String sound = count == 0 ? "not run" : unknown > 0 ? "unknown" : "clean";
            node.put("verdict", findings.isEmpty() ? sound : "violated");
            node.put("legs", count).put("legs_unknown", unknown).put("operations", operations);
            ObjectNode kinds = node.putObject("findings");
            findings.forEach(kinds::put);
            return node;
        }
    }

    /** Both kinds of drivers, unless runs were given, and every profile; strategies in turn within each round. */
    void run() {
        /* For the compiler: a cold leg is too slow to reach every situation. But what it finds counts. */
        for (LegResult leg : soak(SAFETY_PROFILE, CARELESS, WARM_UP, 0)) {
            if (given.soaks().isEmpty() && !leg.findings().isEmpty()) {
                legs(leg.leg().strategy(), leg.leg().drivers()).add(leg);
            }
        }
        for (int round = 1; round <= options.rounds(); round++) {
            if (given.soaks().isEmpty()) {
                for (LegResult leg : soak(SAFETY_PROFILE, CARELESS, options.leg(), round)) {
                    legs(leg.leg().strategy(), leg.leg().drivers()).add(leg);
                    if (!leg.leg().careless()) {
                        rate(SAFETY_PROFILE, leg);
                    }
                }
            }
            for (String profile : Profiles.names()) {
                if (!profile.equals(SAFETY_PROFILE) || !given.soaks().isEmpty()) {
                    soak(profile, 0, options.profileLeg(), round).forEach(leg -> rate(profile, leg));
                }
            }
        }
        take();
    }

    /** What the runs given say. */
    void take() {
        given.soaks().forEach(soak -> soak.run().path("legs").forEach(this::take));
    }

    /** A leg of a run from before. */
    private void take(JsonNode leg) {
        StrategyId strategy = StrategyId.of(leg.path("strategy").asText());
        if (strategy != null) {
            legs(strategy, leg.path("drivers").asText()).add(leg);
        }
    }

    private Legs legs(StrategyId strategy, String drivers) {
        return safety.computeIfAbsent(strategy, first -> new LinkedHashMap<>())
                .computeIfAbsent(drivers, first -> new Legs());
    }

    private void rate(String profile, LegResult leg) {
        rates.computeIfAbsent(leg.leg().strategy(), first -> new LinkedHashMap<>())
                .computeIfAbsent(profile, first -> new ArrayList<>())
                .add(perSecond(leg));
    }

    private static double perSecond(LegResult leg) {
        return leg.operations() * 1e9 / Math.max(1, leg.nanos());
    }

    private List<LegResult> soak(String name, double careless, Duration leg, long seed) {
        Profile profile = Profiles.named(name);
        int legs = options.strategies().size() * (careless > 0 ? 2 : 1);
        SoakOptions soak = new SoakOptions(
                options.strategies(),
                leg.multipliedBy(legs),
                profile,
                Optional.empty(),
                GupMode.FAST,
                careless,
                Defect.NONE,
                0,
                seed);
        SoakResult result = new Soak(soak, new Unheard()).run();
        if (!result.testerFailure().isEmpty()) {
            throw new IllegalStateException("soak of profile " + name + ": " + result.testerFailure());
        }
        return result.legs();
    }

    ObjectNode safety(StrategyId strategy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        for (String drivers : DRIVERS) {
            node.set(drivers, legs(strategy, drivers).json());
        }
        return node;
    }

    /** The fraction of careless frees in the legs that were looked at. */
    double careless() {
        return given.soaks().isEmpty() ? CARELESS : given.careless();
    }

    ObjectNode rates(StrategyId strategy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        rates.get(strategy).forEach((profile, list) -> node.set(profile, Json.of(Spread.of(list))));
        return node;
    }

    /** Nobody watches: what counts is the result. */
    private static final class Unheard implements SoakListener {
        @Override
        public boolean wantsReproductions() {
            return false;
        }

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
