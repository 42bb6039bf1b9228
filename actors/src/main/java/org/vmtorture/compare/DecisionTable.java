package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vmtorture.report.Build;
import org.vmtorture.report.Host;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.soak.Profiles;
import org.vmtorture.strategy.StrategyId;

/** Measures all strategies on this machine, and tells of them in one document. */
public final class DecisionTable {
    public static final String SCHEMA = "vmtorture.compare/1";

    private static final long MIB_64 = 64L << 20;

    private final CompareOptions options;
    private final List<Race> races;
    private final GivenRuns given;
    private final Consumer<String> progress;

    /**
     * A measurement.
     *
     * @param races to be tried
     * @param given runs whose verdicts are taken over; what they leave open is run
     * @param progress is told of each part that begins
     */
    public DecisionTable(CompareOptions options, List<Race> races, GivenRuns given, Consumer<String> progress) {
        this.options = options;
        this.races = races;
        this.given = given;
        this.progress = progress;
    }

    /** Runs everything; what is timed first, for each other kind of memory behind the seam slows the ones before it. */
    public ObjectNode measure(Clock clock) {
        Instant started = clock.instant();
        progress.accept("counting accesses, memory and retention, and trying what callers can do");
        ArrayNode strategies = JsonNodeFactory.instance.arrayNode();
        options.strategies().forEach(strategy -> strategies.add(exact(strategy)));
        progress.accept("timing operations with 1 to " + options.cpus() + " threads");
        var timings = new Timing(options).run();
        progress.accept(
                given.soaks().isEmpty()
                        ? "soaking with careful and careless drivers, and by profile"
                        : "soaking by profile; careful and careless drivers are those of the runs given");
        SoakSide soak = new SoakSide(options, given);
        soak.run();
        progress.accept("counting retries and waits with " + options.cpus() + " threads");
        var contention = new Contention(options).run();
        List<Scenario> scenarios = ExploreSide.scenarios();
        List<Outcome> outcomes = outcomes(scenarios);
        ExploreSide explore = new ExploreSide(scenarios, outcomes);
        CatalogueSide catalogue = new CatalogueSide(races, outcomes);
        for (int i = 0; i < strategies.size(); i++) {
            StrategyId strategy = options.strategies().get(i);
            ObjectNode node = (ObjectNode) strategies.get(i);
            node.set("nanos_per_operation", Json.timings(timings, strategy));
            node.set("contention_per_operation", Json.contention(contention, strategy));
            node.set("operations_per_second", soak.rates(strategy));
            node.set("drivers", soak.safety(strategy));
            node.set("explored", explore.json(strategy));
            catalogue.under(strategy).ifPresent(those -> node.set("races", Json.races(those)));
        }
        ObjectNode root = heading(started, Duration.between(started, clock.instant()), soak.careless());
        root.set("strategies", strategies);
        return root;
    }

    private List<Outcome> outcomes(List<Scenario> scenarios) {
        List<Outcome> all = new ArrayList<>(Outcome.ofRuns(given.explorations()));
        if (given.explorations().isEmpty()) {
            all.addAll(explored("scenarios", scenarios));
        }
        all.addAll(Outcome.ofRuns(given.reproductions()));
        if (given.reproductions().isEmpty() && !races.isEmpty()) {
            all.addAll(
                    explored("known races", races.stream().map(Race::scenario).toList()));
        }
        return all;
    }

    private List<Outcome> explored(String what, List<Scenario> those) {
        progress.accept("exploring " + what + ", for " + options.searches().toSeconds() + " s at most");
        return Outcome.of(new TimedSurvey(options).run(those));
    }

    private ObjectNode heading(Instant started, Duration wall, double careless) {
        Build build = Build.current();
        Host host = Host.current();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schema", SCHEMA);
        root.put("version", build.version()).put("commit", build.commit());
        root.put("jvm", host.jvm())
                .put("os", host.os())
                .put("arch", host.arch())
                .put("cpus", host.cpus());
        root.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
        root.put("wall_ms", wall.toMillis());
        root.put("quick", options.quick()).put("rounds", options.rounds());
        root.put("leg_ms", options.leg().toMillis())
                .put("profile_leg_ms", options.profileLeg().toMillis());
        root.put("careless", careless);
        root.set("safety_from", given.json());
        return root;
    }

    /** What two runs say alike. */
    static ObjectNode exact(StrategyId strategy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", strategy.id()).put("summary", strategy.summary());
        node.set("accesses", Json.exact(ExactCost.of(strategy)));
        node.set("memory", memory(strategy));
        node.set("retention", Json.of(Retention.of(strategy)));
        ObjectNode semantics = node.putObject("semantics");
        Semantics.of(strategy).forEach(semantics::put);
        return node;
    }

    private static ObjectNode memory(StrategyId strategy) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("objects_of_a_64_page_area", Memory.objects(strategy, Bench.PAGES_MAX));
        node.put("kernel_bytes_per_object", strategy.kernelBytes());
        ObjectNode areas = node.putObject("kernel_bytes_by_area");
        areas.put("1 page", Memory.kernelBytes(strategy, 1));
        for (Map.Entry<String, Integer> profile : profilePages().entrySet()) {
            areas.put(profile.getKey(), Memory.kernelBytes(strategy, profile.getValue()));
        }
        areas.put("64 MiB", Memory.kernelBytes(strategy, MIB_64 / Memory.PAGE_BYTES));
        return node;
    }

    /** The largest area of each profile. */
    private static Map<String, Integer> profilePages() {
        Map<String, Integer> pages = new TreeMap<>();
        for (String name : Profiles.names()) {
            int most = Profiles.named(name).pagesMax();
            pages.put(name + ", " + most + " pages", most);
        }
        return pages;
    }
}
