package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Scenario;

/**
 * The way from one incident to its shortest execution: scenarios of what was recorded, the smallest first, then shipped
 * ones; each explored with few preemptions, for the same title or else for the same kind in the same function.
 */
final class Reduction {
    /** What is found at all is mostly found by a few samples; then all with one preemption is seen. */
    private static final Search SAMPLES = Search.pos(1);

    private static final Search ONE_PREEMPTION = new Search.Preemptions(1, Integer.MAX_VALUE, true);
    private static final Search TWO_PREEMPTIONS = new Search.Preemptions(2, Integer.MAX_VALUE, true);
    private static final long SAMPLES_MAX = 300;
    private static final long SAMPLES_QUICK = 100;
    private static final long EXECUTIONS = 4_000; // of each scenario, and of each candidate of the minimiser
    private static final int BETTER_MAX = 4; // scenarios that are tried for the title once another title was shown
    private static final int[][] SIZES = {{1, 2}, {2, 1}, {2, 2}, {3, 2}, {2, 4}, {3, 4}, {4, 3}, {5, 4}};
    private static final int SIZES_QUICK = 3;
    private static final int SHIPPED_QUICK = 12;

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

    /** All that can be done. */
    Reproduction run() {
        return quick().orElseGet(this::thorough);
    }

    /**
     * A few samples of the smallest scenarios and of the nearest ones, and all of those that were made for the defect
     * that is there: most of what comes down at all comes down here, and whoever waits behind does not wait long.
     */
    Optional<Reproduction> quick() {
        long began = System.nanoTime();
        Shown best = first(recorded(SIZES_QUICK), true, true);
        if (best == null) {
            best = first(Templates.madeFor(incident), false, false);
        }
        if (best == null) {
            List<Scenario> near = Templates.near(incident);
            best = first(near.subList(0, Math.min(SHIPPED_QUICK, near.size())), false, true);
        }
        return Optional.ofNullable(best).map(shown -> minimised(shown, began));
    }

    /** Everything, which may take minutes. */
    Reproduction thorough() {
        long began = System.nanoTime();
        Shown best = first(recorded(SIZES.length), true, false);
        if (best == null) {
            best = first(Templates.of(incident), false, false);
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

    private List<Scenario> recorded(int sizes) {
        List<Scenario> scenarios = new ArrayList<>();
        for (int[] size : Arrays.copyOf(SIZES, sizes)) {
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
    private Shown first(List<Scenario> scenarios, boolean recorded, boolean quick) {
        Shown like = null;
        int more = BETTER_MAX;
        for (Scenario scenario : scenarios) {
            if (stop.getAsBoolean() || like != null && more-- == 0) {
                break;
            }
            Optional<Shown> shown = explore(scenario, recorded, quick);
            if (shown.isPresent() && shown.get().sameTitle()) {
                return shown.get();
            }
            like = like == null ? shown.orElse(null) : like;
        }
        return like;
    }

    private Optional<Shown> explore(Scenario scenario, boolean recorded, boolean quick) {
        String from = recorded ? "the recorded operations" : "the shipped scenario " + scenario.name();
        var almost = new boolean[1];
        try (Explorer explorer = explorer(scenario)) {
            Optional<Violation> found = violation(recorded, quick, explorer.seek(violated -> {
                almost[0] |= isLike(violated);
                return isSame(violated);
            }));
            boolean same = found.isPresent();
            if (!same && almost[0]) {
                found = violation(recorded, quick, explorer.seek(this::isLike));
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
    private static Optional<Violation> violation(boolean recorded, boolean quick, Explorer explorer) {
        Optional<Violation> found = explorer.executions(quick ? SAMPLES_QUICK : SAMPLES_MAX)
                .explore(SAMPLES)
                .violation();
        if (found.isEmpty() && !quick) {
            found = explorer.executions(EXECUTIONS).explore(ONE_PREEMPTION).violation();
            if (found.isEmpty() && !recorded) {
                found = explorer.explore(TWO_PREEMPTIONS)
                        .violation()
                        .or(() -> explorer.explore(Search.storedStates()).violation());
            }
        }
        return found;
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
                && (access(violated.op()) == access(incident.op()) || isOfCount(violated.kind()))
                && violated.pfn() >= 0 == incident.life() > 0;
    }

    /** Whether it reads or writes what it must not is chance too. */
    private static Op access(Op op) {
        return switch (op) {
            case STORE -> Op.LOAD;
            case PIN_STORE -> Op.PIN_LOAD;
            case KSTORE -> Op.KLOAD;
            default -> op;
        };
    }

    /** Who comes across a count that is wrong is chance: any path that uses it. */
    private static boolean isOfCount(FindingKind kind) {
        return kind == FindingKind.UNDERFLOW || kind == FindingKind.OVERFLOW || kind == FindingKind.RESURRECTION;
    }

    private Reproduction minimised(Shown shown, long began) {
        Predicate<Violated> sought = shown.sameTitle() ? this::isSame : this::isLike;
        Minimiser.Result minimal = new Minimiser(incident.strategy(), fibers)
                .executions(EXECUTIONS)
                .stop(stop)
                .searches(List.of(ONE_PREEMPTION, SAMPLES))
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
