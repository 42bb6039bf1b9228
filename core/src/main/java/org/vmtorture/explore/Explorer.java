package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
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
    private final Program program;
    private final FiberKind kind;
    private final Interleaver run;
    private final Queue<Interleaver> others = new ConcurrentLinkedQueue<>(); // booted for divided searches
    private final Queue<Interleaver> unused = new ConcurrentLinkedQueue<>(); // those of them that nobody uses now
    private Semaphore spare; // null: no search is divided
    private long executions = Long.MAX_VALUE;
    private BooleanSupplier stop = () -> false;
    private Progress progress = (executions, depth, share) -> {};
    private boolean races;
    private boolean coverage;
    private boolean collect;
    private Predicate<Violated> sought; // null for any
    private final Set<Weakening> weakenings = new HashSet<>();

    private Explorer(Program program, FiberKind kind) {
        this.program = program;
        this.kind = kind;
        this.run = new Interleaver(program, kind);
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
        return new Explorer(program, kind);
    }

    /**
     * On so many cores, if a search is long. What it says is the same for any number, but for this: with stored states
     * the greatest depth and what met on the way, with source-DPOR those, the steps and the redundant executions depend
     * on who was where first.
     */
    public Explorer workers(int most) {
        return spare(new Semaphore(most - 1));
    }

    /** Likewise, on one core and on as many more as there are permits: it takes them when it can use them. */
    public Explorer spare(Semaphore cores) {
        spare = cores;
        return this;
    }

    /** At most so many executions. */
    public Explorer executions(long most) {
        executions = most;
        return this;
    }

    /**
     * Ends a search early once it says true; asked every few executions, so it may look at a clock; by one thread at a
     * time, but any that explores.
     */
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
        var budget = new Budget(executions, stop, progress, collect, sought);
        Site site = site(run);
        Choices choices = choices(search);
        boolean divides = spare != null
                && choices.order() != Division.Order.WHOLE
                && (executions == Long.MAX_VALUE || choices.limit(executions));
        Tally tally = run.search(choices, site.watch(), divides ? new Alone(budget) : budget);
        if (tally.divides) {
            return divide(search, budget, choices, site, tally);
        }
        return verdict(search, choices, tally, coverage ? site.met().seen() : List.of());
    }

    /** Goes on with what one worker has begun. */
    private Verdict divide(Search search, Budget budget, Choices choices, Site site, Tally begun) {
        Tally alone = begun;
        Tally whole;
        do {
            var division = new Division(budget, alone, choices.order(), this::another, spare);
            whole = division.run(choices, site);
            for (Worker worker : division.others()) {
                choices.join(worker.choices);
                Site theirs = worker.site();
                if (coverage) {
                    site.met().add(theirs.met());
                }
                unused.add(theirs.run());
            }
            if (!choices.again()) {
                break;
            }
            alone = run.search(choices, site.watch(), new Alone(budget));
            whole = alone;
        } while (alone.divides);
        List<Coverage.Pair> met = coverage ? site.met().seen() : List.of();
        if (choices.order() == Division.Order.KEPT || begun.hasKindsOf(whole)) {
            return verdict(search, choices, inOrder(begun, whole), met);
        }
        return searchAnew(search, budget, choices, whole, met);
    }

    /** What was found depends on who was where first: so what counts is what one worker alone finds first. */
    private Verdict searchAnew(Search search, Budget budget, Choices choices, Tally whole, List<Coverage.Pair> met) {
        Site site = site(run);
        Choices alone = choices(search);
        Tally first = run.search(alone, site.watch(), new Until(whole, budget));
        if (budget.found(first)) {
            return verdict(search, alone, first, coverage ? site.met().seen() : List.of());
        }
        return verdict(search, choices, inOrder(first, whole), met);
    }

    /** The whole search, but what was found as who came first has found it. */
    private static Tally inOrder(Tally first, Tally whole) {
        var tally = new Tally();
        tally.covered = true;
        tally.addSightings(first);
        tally.add(whole);
        return tally;
    }

    private Site another() {
        Interleaver next = unused.poll();
        if (next == null) {
            next = new Interleaver(program, kind);
            others.add(next);
        }
        return site(next);
    }

    private Site site(Interleaver interleaver) {
        Coverage met = coverage ? new Coverage(interleaver.course) : null;
        return new Site(interleaver, detector(interleaver).and(coverage ? met : Watch.NOTHING), met);
    }

    private Verdict verdict(Search search, Choices choices, Tally tally, List<Coverage.Pair> met) {
        boolean violated = tally.violations > 0 || !tally.sightings.isEmpty();
        boolean exhausted = tally.covered && choices.exhausted();
        var violations = new ArrayList<Violation>();
        for (Sighting sighting : tally.sightings) {
            violations.add(witness(sighting));
        }
        return new Verdict(
                violated ? Verdict.Outcome.VIOLATED : exhausted ? Verdict.Outcome.EXHAUSTED : Verdict.Outcome.BOUNDED,
                search.describe(),
                run.fibers.kind().text(),
                tally.executions,
                tally.steps,
                choices.distinct(tally),
                choices.redundant(tally),
                tally.deepest,
                tally.covered,
                tally.violations,
                violations,
                met);
    }

    private static boolean storesStates(Search search) {
        return search instanceof Search.StoredStates || search instanceof Search.Preemptions some && some.stored();
    }

    private Watch detector(Interleaver of) {
        return races ? new RaceDetector(of.course, of::path, weakenings) : Watch.NOTHING;
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
            var budget = new Budget(executions, stop, progress, collect, sought);
            Tally tally = run.search(choices, detector(run), budget);
            if (tally.sightings.isEmpty()) {
                return readable;
            }
            readable = witness(tally.sightings.get(0));
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
        Tally tally = run.search(replaying, recording.and(detector(run)), budget);
        List<Step> steps = recording.steps(schedule);
        var violation = tally.sightings.stream()
                .map(seen -> new Violation(seen.violated(), seen.actor(), seen.schedule(), steps))
                .findFirst();
        return new Replay(Optional.ofNullable(replaying.divergence()), violation, steps);
    }

    @Override
    public void close() {
        run.close();
        others.forEach(Interleaver::close);
    }
}
