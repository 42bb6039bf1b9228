package org.vmtorture.survey;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.vmtorture.explore.Coverage;
import org.vmtorture.explore.Explorer;
import org.vmtorture.explore.Minimiser;
import org.vmtorture.explore.Search;
import org.vmtorture.explore.Verdict;
import org.vmtorture.explore.Violation;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Window;

/** Explores one pair: searches, falls back if that is too much, judges, and minimises what was found. */
final class PairRun {
    private static final long MINIMISING_EXECUTIONS = 100_000;

    private final Pair pair;
    private final SurveyOptions options;
    private final Gauge gauge;
    private final Semaphore spare;
    private final BooleanSupplier interrupted;
    private final boolean races;

    /** On one core, and on those of {@code spare} while a search can use them. */
    PairRun(Pair pair, SurveyOptions options, Gauge gauge, Semaphore spare, BooleanSupplier interrupted) {
        this.pair = pair;
        this.options = options;
        this.gauge = gauge;
        this.spare = spare;
        this.interrupted = interrupted;
        this.races = Plan.detectsRaces(options, pair.scenario());
    }

    Exploration run() {
        long began = System.nanoTime();
        Search search = Plan.search(options, pair.scenario());
        boolean samples = Plan.samples(search);
        boolean fallsBack = options.search().isEmpty();
        var violations = new EnumMap<FindingKind, Violation>(FindingKind.class);
        var entered = new ArrayList<Window>();
        var seen = new ArrayList<Coverage.Pair>();
        Verdict verdict;
        long executions;
        long steps;
        boolean fellBack = false;
        try (Explorer explorer = explorer()) {
            verdict = explorer.explore(search);
            take(verdict, violations, entered);
            seen.addAll(verdict.coverage());
            executions = verdict.executions();
            steps = verdict.steps();
            if (!verdict.covered() && fallsBack && !interrupted.getAsBoolean()) {
                fellBack = true;
                Verdict second = explorer.stop(deadline()).explore(Plan.fallBack(races));
                take(second, violations, entered);
                seen.addAll(second.coverage());
                executions += second.executions();
                steps += second.steps();
            }
        }
        boolean stopped = interrupted.getAsBoolean() && !verdict.covered();
        var judgement = new Judgement(pair, violations.keySet(), verdict, samples, stopped, fellBack, missing(entered));
        gauge.minimising(executions);
        return new Exploration(
                pair,
                judgement.outcome(),
                judgement.surprise(),
                judgement.doubt(),
                verdict.search(),
                verdict.distinct(),
                executions,
                verdict.redundant(),
                steps,
                verdict.depth(),
                System.nanoTime() - began,
                minimised(violations, verdict.search()),
                Meeting.of(pair.scenario().on(pair.strategy()), seen),
                entered);
    }

    private Explorer explorer() {
        return Explorer.of(pair.scenario().on(pair.strategy()), options.fibers())
                .races(races)
                .spare(spare)
                .executions(options.executions())
                .collect(true)
                .coverage(true)
                .progress(gauge)
                .stop(deadline());
    }

    private BooleanSupplier deadline() {
        long until = System.nanoTime() + options.budget().toNanos();
        return () -> interrupted.getAsBoolean() || System.nanoTime() - until > 0;
    }

    private void take(Verdict verdict, Map<FindingKind, Violation> violations, List<Window> entered) {
        for (Violation violation : verdict.violations()) {
            violations.putIfAbsent(violation.violated().kind(), violation);
        }
        for (Window window : pair.scenario().windows()) {
            if (!entered.contains(window) && isEntered(verdict, window)) {
                entered.add(window);
            }
        }
    }

    /** The windows that were not entered, as scenario files write them. */
    private List<String> missing(List<Window> entered) {
        Program program = pair.scenario().on(pair.strategy());
        return pair.scenario().windows().stream()
                .filter(window -> !entered.contains(window))
                .map(window -> Meeting.side(program, window.actor(), window.operation()) + " meets "
                        + Meeting.side(program, window.other(), window.otherOperation()))
                .toList();
    }

    /** Whether each of the two operations made an access after one of the other's that it conflicts with. */
    private static boolean isEntered(Verdict verdict, Window window) {
        return inOrder(verdict, window.actor(), window.operation(), window.other(), window.otherOperation())
                && inOrder(verdict, window.other(), window.otherOperation(), window.actor(), window.operation());
    }

    private static boolean inOrder(Verdict verdict, int first, int firstOperation, int second, int secondOperation) {
        return verdict.coverage().stream()
                .anyMatch(pair -> pair.firstActor() == first
                        && pair.firstOperation() == firstOperation
                        && pair.secondActor() == second
                        && pair.secondOperation() == secondOperation);
    }

    private List<Found> minimised(Map<FindingKind, Violation> violations, String search) {
        var found = new ArrayList<Found>();
        violations.forEach((kind, violation) -> {
            Minimiser.Result minimal = new Minimiser(pair.strategy(), options.fibers())
                    .races(races)
                    .executions(MINIMISING_EXECUTIONS)
                    .stop(deadline())
                    .minimise(pair.scenario(), violation);
            boolean expected = Judgement.expected(pair).contains(kind);
            found.add(new Found(pair, minimal, search, races, expected));
        });
        return found;
    }
}
