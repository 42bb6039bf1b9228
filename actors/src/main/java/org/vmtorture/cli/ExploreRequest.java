package org.vmtorture.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vmtorture.explore.Search;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.report.Build;
import org.vmtorture.report.Host;
import org.vmtorture.report.SoakRun;
import org.vmtorture.report.SurveyRun;
import org.vmtorture.scenario.BadScenario;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.SurveyOptions;

/** An exploration as it was asked for, checked in all its parts before anything is created or run. */
final class ExploreRequest {
    private static final Duration BUDGET = Duration.ofMinutes(2);
    private static final int PREEMPTIONS_MAX = 99;
    private static final int PCT_DEPTH_MAX = 99;
    private static final String ALL = "all";
    private static final List<String> SEARCHES =
            List.of("states", "dpor", "dfs", "preemptions:2", "pct:3", "pos", "random");

    private final SurveyRun run;
    private final Optional<Path> directory;
    private final boolean json;

    ExploreRequest(Shell shell, ExploreCommand asked) {
        this(shell, asked, scenarios(shell, asked.scenarios), Optional.empty());
    }

    /** The reproduction of a race, with the options that it shares with an exploration. */
    ExploreRequest(Shell shell, ExploreCommand asked, Race race) {
        this(shell, asked, List.of(race.scenario()), Optional.of(race));
    }

    private ExploreRequest(Shell shell, ExploreCommand asked, List<Scenario> scenarios, Optional<Race> race) {
        this.json = asked.json;
        List<StrategyId> strategies =
                asked.strategy == null ? List.of(StrategyId.values()) : SoakRequest.strategies(asked.strategy);
        long seed = asked.seed == null ? 1 : Quantity.seed("--seed", asked.seed);
        Optional<Search> search = Optional.ofNullable(asked.search).map(text -> search(text, seed));
        if (search.filter(Search.StoredStates.class::isInstance).isPresent()) {
            refuseRaces(asked, scenarios);
        }
        Duration budget = asked.budget == null ? BUDGET : Quantity.time("--budget", asked.budget);
        long executions = asked.schedules == null
                ? Long.MAX_VALUE
                : Quantity.whole("--schedules", asked.schedules, 1, Integer.MAX_VALUE);
        this.directory = Optional.ofNullable(asked.runDir).map(name -> SoakRequest.path("--run-dir", name));
        var options = new SurveyOptions(
                scenarios,
                strategies,
                search,
                asked.races,
                budget,
                executions,
                fibers(asked.fibers),
                Runtime.getRuntime().availableProcessors());
        this.run = new SurveyRun(
                Build.current(),
                Host.current(),
                options,
                "vmtorture " + shell.words().stream().map(SoakRun::quoted).collect(Collectors.joining(" ")),
                shell.current(),
                race.isEmpty() && scenarios.size() == 1 && strategies.size() == 1,
                race);
    }

    /** A stored state could be met again with other clocks, and the race behind it be lost. */
    private static void refuseRaces(ExploreCommand asked, List<Scenario> scenarios) {
        String search =
                "--search " + asked.search + ": a stored state knows nothing of clocks; --search dpor would be right";
        if (asked.races) {
            throw new Complaint("--races " + search);
        }
        scenarios.stream()
                .filter(scenario -> !scenario.weakenings().isEmpty())
                .findFirst()
                .ifPresent(scenario -> {
                    throw new Complaint(
                            scenario.name() + " leaves ordering out, for race detection to find; " + search);
                });
    }

    SurveyRun run() {
        return run;
    }

    /** The run directory that the user named. */
    Optional<Path> directory() {
        return directory;
    }

    boolean json() {
        return json;
    }

    private static List<Scenario> scenarios(Shell shell, List<String> names) {
        if (names.isEmpty()) {
            throw new Complaint("explore: say which scenario: all, a name of list scenarios, or a file");
        }
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : names) {
            if (name.equals(ALL)) {
                Scenarios.names().forEach(shipped -> scenarios.add(Scenarios.load(shipped)));
            } else {
                scenarios.add(scenario(shell, name));
            }
        }
        return scenarios.stream().distinct().toList();
    }

    private static Scenario scenario(Shell shell, String name) {
        if (Scenarios.names().contains(name)) {
            return Scenarios.load(name);
        }
        Path file = shell.current().resolve(SoakRequest.path("SCENARIO", name));
        boolean meantAsFile = name.contains("/") || name.contains(".") || Files.exists(file);
        if (!meantAsFile) {
            throw new Complaint(name + ": unknown scenario; " + Nearest.suggestion(name, Scenarios.names())
                    + "list scenarios names them all");
        }
        if (!Files.exists(file)) {
            throw new Complaint(file + ": no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new Complaint(file + ": not a file");
        }
        try {
            return Scenario.read(file);
        } catch (BadScenario wrong) {
            throw new Complaint(wrong.getMessage());
        }
    }

    private static Search search(String text, long seed) {
        String[] words = text.split(":", 2);
        String option = "--search " + text;
        boolean takesNumber = words[0].equals("preemptions") || words[0].equals("pct");
        if (takesNumber && words.length == 1) {
            throw new Complaint(option + ": needs a number, as in " + words[0] + ":2");
        }
        if (!takesNumber && words.length == 2 && SEARCHES.contains(words[0])) {
            throw new Complaint(option + ": takes no number; --search " + words[0] + " would be right");
        }
        return switch (words[0]) {
            case "states" -> Search.storedStates();
            case "dpor" -> Search.sourceDpor();
            case "dfs" -> Search.depthFirst();
            case "preemptions" -> Search.preemptions(Quantity.whole(option, words[1], 0, PREEMPTIONS_MAX));
            case "pct" -> Search.pct(Quantity.whole(option, words[1], 1, PCT_DEPTH_MAX), seed);
            case "pos" -> Search.pos(seed);
            case "random" -> Search.randomWalk(seed);
            default -> throw Nearest.unknown(option, "search", text, SEARCHES);
        };
    }

    /** As FiberKind has them, one word each. */
    static FiberKind fibers(String name) {
        if (name == null) {
            return FiberKind.best();
        }
        List<String> known = List.of("continuations", "virtual", "threads");
        int index = known.indexOf(name);
        if (index < 0) {
            throw Nearest.unknown("--fibers " + name, "kind", name, known);
        }
        FiberKind kind = FiberKind.values()[index];
        if (!kind.available()) {
            String usable = Arrays.stream(FiberKind.values())
                    .filter(FiberKind::available)
                    .map(other -> known.get(other.ordinal()))
                    .collect(Collectors.joining(", "));
            throw new Complaint("--fibers " + name + ": Java "
                    + Runtime.version().feature() + " as it was started has none; it has: " + usable);
        }
        return kind;
    }
}
