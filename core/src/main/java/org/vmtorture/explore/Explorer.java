package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.scenario.Program;

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

    private Explorer(Interleaver run) {
        this.run = run;
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
        return new Explorer(new Interleaver(program, kind));
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

    /** Whether happens-before races are looked for. Not with {@link Search#storedStates}. */
    public Explorer races(boolean on) {
        races = on;
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

    /**
     * Searches.
     *
     * @throws IllegalArgumentException if race detection is on and the search stores states
     * @throws IllegalStateException if the program itself fails, with the schedule
     */
    public Verdict explore(Search search) {
        if (races && search instanceof Search.StoredStates) {
            throw new IllegalArgumentException("a stored state knows nothing of clocks: search=" + search.describe());
        }
        Choices choices = choices(search);
        Coverage covered = coverage ? new Coverage(run.course) : null;
        Watch watch = detector().and(coverage ? covered : Watch.NOTHING);
        Tally tally = run.search(choices, watch, new Budget(executions, stop, progress, collect));
        boolean exhausted = tally.covered && choices.exhausted();
        var outcome = tally.violations > 0
                ? Verdict.Outcome.VIOLATED
                : exhausted ? Verdict.Outcome.EXHAUSTED : Verdict.Outcome.BOUNDED;
        long executed = tally.executions;
        long steps = tally.steps;
        long redundant = choices.redundant(tally);
        int depth = tally.deepest;
        long violating = tally.violations;
        var violations = new ArrayList<Violation>();
        for (Sighting sighting : List.copyOf(tally.sightings)) {
            violations.add(witness(sighting));
        }
        return new Verdict(
                outcome,
                search.describe(),
                run.fibers.kind().text(),
                executed,
                steps,
                choices.distinct(),
                redundant,
                depth,
                violating,
                violations,
                coverage ? covered.seen() : List.of());
    }

    private Watch detector() {
        return races ? new RaceDetector(run.course) : Watch.NOTHING;
    }

    private static Choices choices(Search search) {
        if (search instanceof Search.StoredStates stored) {
            return new ByState(stored.reduced());
        } else if (search instanceof Search.SourceDpor) {
            return new SourceSets();
        } else if (search instanceof Search.DepthFirst) {
            return new DepthFirst();
        } else if (search instanceof Search.Preemptions bounded) {
            return new Bounded(bounded.most(), bounded.steps());
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
        var budget = new Budget(1, () -> false, (done, depth, share) -> {}, false);
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
