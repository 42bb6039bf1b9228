package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.vmtorture.explore.Explorer;
import org.vmtorture.explore.Minimiser;
import org.vmtorture.explore.Search;
import org.vmtorture.explore.Trace;
import org.vmtorture.explore.Violation;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Scenario;

/**
 * The way from one incident to its shortest execution: scenarios of what was recorded, the smallest first, then shipped
 * ones; each explored with few preemptions, for the same title or else for the same kind in the same function.
 */
final class Reduction {
    /** What is found at all is mostly found by a few samples; the second sees all with one preemption. */
    private static final List<Search> SEARCHES =
            List.of(Search.pos(1), new Search.Preemptions(1, Integer.MAX_VALUE, true));

    private static final long SAMPLES = 300;
    private static final long EXECUTIONS = 4_000; // of each scenario, and of each candidate of the minimiser
    private static final int BETTER_MAX = 4; // scenarios that are tried for the title once another title was shown
    private static final int[][] SIZES = {{1, 2}, {2, 1}, {2, 2}, {3, 2}, {2, 4}, {3, 4}, {4, 3}, {5, 4}};

    private final Incident incident;
    private final FiberKind fibers;
    private final BooleanSupplier stop;
    private final Cut cut;
    private final Focus focus;

    Reduction(Incident incident, FiberKind fibers, BooleanSupplier stop) {
        this.incident = incident;
        this.fibers = fibers;
        this.stop = stop;
        this.focus = new Focus(incident);
        this.cut = new Cut(incident, focus);
    }

    /** What a scenario showed. */
    private record Shown(Scenario scenario, Violation violation, String from, boolean recorded, boolean sameTitle) {}

    Reproduction run() {
        long began = System.nanoTime();
        Shown best = null;
        for (int i = 0; i < 2 && best == null; i++) {
            boolean recorded = i == 0;
            List<Scenario> scenarios = recorded ? recorded() : Templates.of(incident);
            best = first(scenarios, recorded);
        }
        if (best == null) {
            String why = stop.getAsBoolean() ? "no, in the time that there was" : "no";
            return new Reproduction(
                    Reproduction.Outcome.NO,
                    why + ": recorded history attached",
                    0,
                    Optional.empty(),
                    history(),
                    System.nanoTime() - began);
        }
        return minimised(best, began);
    }

    List<String> history() {
        return cut.lines(incident.actors());
    }

    private List<Scenario> recorded() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int[] size : SIZES) {
            for (Sketch.Presupposed more : EnumSet.allOf(Sketch.Presupposed.class)) {
                new Sketch(incident, focus)
                        .of(cut.last(size[0], size[1]), more)
                        .filter(scenario -> !scenarios.contains(scenario))
                        .ifPresent(scenarios::add);
            }
        }
        return scenarios;
    }

    /** The first that shows the title; if none does, the first that shows the same kind in the same function. */
    private Shown first(List<Scenario> scenarios, boolean recorded) {
        Shown like = null;
        int more = BETTER_MAX;
        for (Scenario scenario : scenarios) {
            if (stop.getAsBoolean() || like != null && more-- == 0) {
                break;
            }
            Optional<Shown> shown = explore(scenario, recorded);
            if (shown.isPresent() && shown.get().sameTitle()) {
                return shown.get();
            }
            like = like == null ? shown.orElse(null) : like;
        }
        return like;
    }

    private Optional<Shown> explore(Scenario scenario, boolean recorded) {
        String from = recorded ? "the recorded operations" : "the shipped scenario " + scenario.name();
        var almost = new boolean[1];
        try (Explorer explorer = explorer(scenario)) {
            Optional<Violation> found = violation(recorded, explorer.seek(violated -> {
                almost[0] |= isLike(violated);
                return isSame(violated);
            }));
            boolean same = found.isPresent();
            if (!same && almost[0]) {
                found = violation(recorded, explorer.seek(this::isLike));
            }
            return found.map(violation -> new Shown(scenario, violation, from, recorded, same));
        } catch (IllegalStateException | Violated senseless) {
            return Optional.empty(); // what it presupposes is not possible on its machine, or violates already
        }
    }

    private Explorer explorer(Scenario scenario) {
        return Explorer.of(scenario.on(incident.strategy()), fibers).stop(stop);
    }

    /** A shipped scenario is small enough for a search of all of it. */
    private static Optional<Violation> violation(boolean recorded, Explorer explorer) {
        for (Search search : SEARCHES) {
            boolean samples = search instanceof Search.Pos;
            Optional<Violation> found = explorer.executions(samples ? SAMPLES : EXECUTIONS)
                    .explore(search)
                    .violation();
            if (found.isPresent()) {
                return found;
            }
        }
        if (!recorded) {
            return explorer.executions(EXECUTIONS)
                    .explore(Search.storedStates())
                    .violation();
        }
        return Optional.empty();
    }

    /** The titles of waits name the place, which only a soak knows. */
    private boolean isSame(Violated violated) {
        return isWait(incident.kind())
                ? isWait(violated.kind())
                : Title.of(violated).equals(incident.title());
    }

    private static boolean isWait(FindingKind kind) {
        return kind == FindingKind.LIVELOCK || kind == FindingKind.DEADLOCK;
    }

    private boolean isLike(Violated violated) {
        return violated.kind() == incident.kind()
                && violated.op() == incident.op()
                && violated.pfn() >= 0 == incident.life() > 0;
    }

    private Reproduction minimised(Shown shown, long began) {
        Predicate<Violated> sought = shown.sameTitle() ? this::isSame : this::isLike;
        Minimiser.Result minimal = new Minimiser(incident.strategy(), fibers)
                .executions(EXECUTIONS)
                .stop(stop)
                .searches(List.of(SEARCHES.get(1), SEARCHES.get(0)))
                .seek(sought)
                .minimise(shown.scenario(), shown.violation());
        Violation violation = minimal.violation();
        var execution = new Reproduction.Execution(
                Title.of(violation.violated()),
                incident.strategy(),
                "a soak, then exploration",
                minimal.scenario(),
                violation.schedule());
        int rows = Trace.of(minimal.scenario().on(incident.strategy()), violation)
                .rows()
                .size();
        String as = shown.sameTitle() ? "" : "; as: " + execution.title();
        return new Reproduction(
                shown.recorded() ? Reproduction.Outcome.RECORDED : Reproduction.Outcome.SHIPPED,
                "yes, " + rows + (rows == 1 ? " step" : " steps") + ", from " + shown.from()
                        + addition(shown, minimal.scenario()) + as,
                rows,
                Optional.of(execution),
                List.of(),
                System.nanoTime() - began);
    }

    private static String addition(Shown shown, Scenario minimal) {
        if (!shown.recorded()) {
            return " with the same operations";
        }
        return Sketch.presupposes(minimal) ? " and what they presuppose" : "";
    }
}
