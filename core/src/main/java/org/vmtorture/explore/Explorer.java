package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Weakening;

/**
 * Explores a program. Boots it once, at {@link #of}; each search starts from that state again. For one thread at a
 * time; close it, for fibers may be threads.
 */
public final class Explorer implements AutoCloseable {
    private final Interleaver run;
    private long executions = Long.MAX_VALUE;
    private BooleanSupplier stop = () -> false;
    private Progress progress = (executions, depth, share) -> {};
    private boolean races;
    private boolean coverage;
    private boolean collect;
    private Predicate<Violated> sought; // null for any
    private final Set<Weakening> weakenings = new HashSet<>();

    private Explorer(Program program, Interleaver run) {
        this.run = run;
        this.races = !program.weakenings().isEmpty();
        program.weakenings().stream()
                .filter(weakening ->
                        run.memory.rows().stream().anyMatch(row -> row.name().equals(weakening.row())))
                .forEach(weakenings::add); // a strategy that has no such row forgets nothing
    }

    /** On the fastest fibers that this JVM has. */
    public static Explorer of(Program program) {
        return of(program, FiberKind.best());
    }

    /**
     * On fibers of a given kind.
     *
     * @throws UnsupportedOperationException if this JVM has none of them
     */
    public static Explorer of(Program program, FiberKind kind) {
        return new Explorer(program, new Interleaver(program, kind));
    }

    /** At most so many executions. */
    public Explorer executions(long most) {
        executions = most;
        return this;
    }

    /** Ends a search early once it says true; asked every few executions, so it may look at a clock. */
    public Explorer stop(BooleanSupplier when) {
        stop = when;
        return this;
    }

    public Explorer progress(Progress told) {
        progress = told;
        return this;
    }

    /**
     * Whether happens-before races are looked for; if not said, then where the program leaves ordering out. Not with
     * {@link Search#storedStates}.
     */
    public Explorer races(boolean on) {
        races = on;
        return this;
    }

    /** A row's accesses lose a side of their ordering, in the race detector's eyes: a barrier left out, on purpose. */
    public Explorer weaken(Weakening weakening) {
        weakenings.add(weakening);
        return this;
    }

    /** Whether the verdict says which accesses met. */
    public Explorer coverage(boolean on) {
        coverage = on;
        return this;
    }

    /** Whether a search goes on after a violation. If so, an execution still ends with its first. */
    public Explorer collect(boolean on) {
        collect = on;
        return this;
    }

    /** Ends a search once such a violation is met, and passes over all others; null: none is passed over. */
    public Explorer seek(Predicate<Violated> which) {
        sought = which;
        return this;
    }

    /**
     * Searches.
     *
     * @throws IllegalArgumentException if race detection is on and the search stores states
     * @throws IllegalStateException if the program itself fails, with the schedule
     */
    public Verdict explore(Search search) {
        if (races && storesStates(search)) {
            throw new IllegalArgumentException("a stored state knows nothing of clocks: search=" + search.describe());
        }
        return explore(choices(search), search.describe());
    }

    private Verdict explore(Choices choices, String described) {
        Coverage met = coverage ? new Coverage(run.course) : null;
        Watch watch = detector().and(coverage ? met : Watch.NOTHING);
        Tally tally = run.search(choices, watch, new Budget(executions, stop, progress, collect, sought));
        boolean exhausted = tally.covered && choices.exhausted();
        var outcome = tally.violations > 0
                ? Verdict.Outcome.VIOLATED
                : exhausted ? Verdict.Outcome.EXHAUSTED : Verdict.Outcome.BOUNDED;
        long executed = tally.executions;
        long steps = tally.steps;
        long redundant = choices.redundant(tally);
        int depth = tally.deepest;
        long violating = tally.violations;
        boolean covered = tally.covered;
        var violations = new ArrayList<Violation>();
        for (Sighting sighting : List.copyOf(tally.sightings)) {
            violations.add(witness(sighting));
        }
        return new Verdict(
                outcome,
                described,
                run.fibers.kind().text(),
                executed,
                steps,
                choices.distinct(),
                redundant,
                depth,
                covered,
                violating,
                violations,
                coverage ? met.seen() : List.of());
    }

    private static boolean storesStates(Search search) {
        return search instanceof Search.StoredStates || search instanceof Search.Preemptions some && some.stored();
    }

    private Watch detector() {
        return races ? new RaceDetector(run.course, run::path, weakenings) : Watch.NOTHING;
    }

    /**
     * Searches anew for a finding, by rising bound of preemptions and then with ever fewer steps: greedy reordering of
     * one execution stops at twice the shortest. Obeys the limits that were set, all together.
     *
     * @param kind what to find
     * @param most preemptions to try
     * @return empty if no schedule with so few preemptions shows it, or the limits were too narrow
     */
    public Optional<Minimal> minimise(FindingKind kind, int most) {
        return minimise(violated -> violated.kind() == kind, most);
    }

    /** The same for a finding that more than its kind tells from others. */
    public Optional<Minimal> minimise(Predicate<Violated> which, int most) {
        Predicate<Violated> before = sought;
        sought = which;
        try {
            boolean all = true;
            for (int bound = 0; bound <= most; bound++) {
                Verdict verdict = explore(new Search.Preemptions(bound, Integer.MAX_VALUE, !races));
                Optional<Violation> found = verdict.violation();
                if (found.isPresent()) {
                    return Optional.of(shorten(found.get(), all));
                }
                if (verdict.outcome() == Verdict.Outcome.EXHAUSTED) {
                    return Optional.empty();
                }
                all &= verdict.covered();
            }
            return Optional.empty();
        } finally {
            sought = before;
        }
    }

    private Minimal shorten(Violation first, boolean fewestPreemptions) {
        Violation shortest = first;
        int bound = first.schedule().preemptions();
        while (true) {
            int steps = shortest.schedule().steps() - 1;
            Verdict verdict = explore(new Search.Preemptions(bound, steps, !races));
            Optional<Violation> found = verdict.violation();
            if (found.isEmpty()) {
                return new Minimal(withFewestRows(shortest, bound), fewestPreemptions, verdict.covered());
            }
            shortest = found.get();
        }
    }

    /** Of those that are as short, one that switches in the middle of an operation as seldom as can be. */
    private Violation withFewestRows(Violation shortest, int bound) {
        Violation readable = shortest;
        while (true) {
            int rows = Trace.rows(readable.steps()) - 1;
            var choices = new Borders(new Bounded(bound, shortest.schedule().steps(), false), rows);
            Optional<Violation> found = explore(choices, "fewer rows").violation();
            if (found.isEmpty()) {
                return readable;
            }
            readable = found.get();
        }
    }

    private static Choices choices(Search search) {
        if (search instanceof Search.StoredStates stored) {
            return new ByState(stored.reduced());
        } else if (search instanceof Search.SourceDpor) {
            return new SourceSets();
        } else if (search instanceof Search.DepthFirst) {
            return new DepthFirst();
        } else if (search instanceof Search.Preemptions bounded) {
            return new Bounded(bounded.most(), bounded.steps(), bounded.stored());
        } else if (search instanceof Search.Pct pct) {
            return new Priorities(pct.depth(), pct.seed());
        } else if (search instanceof Search.Pos pos) {
            return new OrderSampling(pos.seed());
        } else if (search instanceof Search.RandomWalk walk) {
            return new RandomSteps(walk.seed());
        }
        throw new AssertionError(search);
    }

    /** The same execution again, step by step. */
    private Violation witness(Sighting sighting) {
        Replay replay = replay(sighting.schedule());
        return replay.violation()
                .orElseThrow(() -> new IllegalStateException("the program is not deterministic: " + replay));
    }

    /** Runs one schedule, and says what was done and where it was left. */
    public Replay replay(Schedule schedule) {
        var replaying = new Replaying(schedule);
        var recording = new Recording(run.course);
        var budget = new Budget(1, () -> false, (done, depth, share) -> {}, false, null);
        Tally tally = run.search(replaying, recording.and(detector()), budget);
        List<Step> steps = recording.steps(schedule);
        var violation = tally.sightings.stream()
                .map(seen -> new Violation(seen.violated(), seen.actor(), seen.schedule(), steps))
                .findFirst();
        return new Replay(Optional.ofNullable(replaying.divergence()), violation, steps);
    }

    @Override
    public void close() {
        run.close();
    }
}
