package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/**
 * Makes a finding small: leaves out actors, then operations one by one and in pairs (a pin and its unpin), as long as a
 * finding of the same kind in the same kernel function is left, until nothing more can go; then searches what is left
 * for the execution with the fewest preemptions, and of those for the shortest. What else a title says, as who has the
 * frame now, may go with the operation that it is about.
 */
public final class Minimiser {
    private static final int PREEMPTIONS_MAX = 8;

    private final StrategyId strategy;
    private final FiberKind fibers;
    private long executions = 100_000;
    private BooleanSupplier stop = () -> false;
    private boolean races;
    private List<Search> searches = List.of(); // empty for one that covers all
    private Predicate<Violated> sought; // null for the same kind in the same function
    private boolean cut; // a candidate was given up before all of its executions were seen

    public Minimiser(StrategyId strategy, FiberKind fibers) {
        this.strategy = strategy;
        this.fibers = fibers;
    }

    /** At most so many for each candidate. */
    public Minimiser executions(long most) {
        executions = most;
        return this;
    }

    /** Ends minimising once it says true, with what has been reached. */
    public Minimiser stop(BooleanSupplier when) {
        stop = when;
        return this;
    }

    /** Whether the finding needs race detection to be seen. One of left-out ordering always does. */
    public Minimiser races(boolean on) {
        races = on;
        return this;
    }

    /** How each candidate is searched, one after the other; by itself all of it is. Not with race detection. */
    public Minimiser searches(List<Search> quick) {
        searches = List.copyOf(quick);
        return this;
    }

    /** What must be left; null for a finding of the same kind in the same kernel function. */
    public Minimiser seek(Predicate<Violated> which) {
        sought = which;
        return this;
    }

    /**
     * A finding in its smallest form.
     *
     * @param scenario what is left of the scenario
     * @param violation the execution
     * @param how in what sense it is minimal, in words
     */
    public record Result(Scenario scenario, Violation violation, String how) {}

    /** Minimises a violation of a scenario. */
    public Result minimise(Scenario scenario, Violation found) {
        cut = false;
        var smallest = new Result(scenario, found, "");
        for (Optional<Result> next = Optional.of(smallest); next.isPresent(); next = smaller(smallest)) {
            smallest = next.get();
        }
        String parts = cut
                ? "an actor or operation might still be left out, for the search was cut short"
                : "no actor or operation can be left out";
        return shortest(smallest, parts);
    }

    /** Without an actor, or else an operation, or else two of one actor; the first that still shows the finding. */
    private Optional<Result> smaller(Result from) {
        for (Scenario candidate : candidates(from.scenario())) {
            if (stop.getAsBoolean()) {
                cut = true;
                return Optional.empty();
            }
            Optional<Violation> found = find(candidate, from.violation().violated());
            if (found.isPresent()) {
                return Optional.of(new Result(candidate, found.get(), ""));
            }
        }
        return Optional.empty();
    }

    private List<Scenario> candidates(Scenario scenario) {
        var program = scenario.on(strategy);
        var candidates = new ArrayList<Scenario>();
        if (program.actors() > 1) {
            for (int actor = 0; actor < program.actors(); actor++) {
                scenario.without(actor).ifPresent(candidates::add);
            }
        }
        for (int actor = 0; actor < program.actors(); actor++) {
            int operations = program.operations(actor);
            for (int one = 0; operations > 1 && one < operations; one++) {
                scenario.without(actor, one).ifPresent(candidates::add);
            }
        }
        for (int actor = 0; actor < program.actors(); actor++) {
            int operations = program.operations(actor);
            for (int one = 0; operations > 2 && one < operations; one++) {
                for (int other = one + 1; other < operations; other++) {
                    scenario.without(actor, one, other).ifPresent(candidates::add);
                }
            }
        }
        return candidates;
    }

    private Optional<Violation> find(Scenario scenario, Violated like) {
        List<Search> all = searches.isEmpty()
                ? List.of(detects(scenario) ? Search.sourceDpor() : Search.storedStates())
                : searches;
        boolean exhausted = false;
        try (Explorer explorer = explorer(scenario, like)) {
            for (Search search : all) {
                Verdict verdict = explorer.explore(search);
                if (verdict.violation().isPresent()) {
                    return verdict.violation();
                }
                exhausted |= verdict.covered() && !(search instanceof Search.Preemptions);
            }
        }
        cut |= !exhausted;
        return Optional.empty();
    }

    private boolean detects(Scenario scenario) {
        return races || !scenario.weakenings().isEmpty();
    }

    private Explorer explorer(Scenario scenario, Violated like) {
        return Explorer.of(scenario.on(strategy), fibers)
                .races(detects(scenario))
                .executions(executions)
                .stop(stop)
                .seek(violated -> isLike(violated, like));
    }

    private boolean isLike(Violated violated, Violated like) {
        if (sought != null) {
            return sought.test(violated);
        }
        boolean onFrames = violated.pfn() >= 0;
        return violated.kind() == like.kind() && violated.op() == like.op() && onFrames == (like.pfn() >= 0);
    }

    private Result shortest(Result smallest, String parts) {
        Violated like = smallest.violation().violated();
        try (Explorer explorer = explorer(smallest.scenario(), like)) {
            Optional<Minimal> minimal = explorer.minimise(violated -> isLike(violated, like), PREEMPTIONS_MAX);
            if (minimal.isPresent()) {
                String how = parts + "; " + minimal.get().how();
                return new Result(smallest.scenario(), minimal.get().violation(), how);
            }
            return new Result(
                    smallest.scenario(),
                    smallest.violation(),
                    parts + "; no shorter schedule was looked for to the end");
        }
    }
}
