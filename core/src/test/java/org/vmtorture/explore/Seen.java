package org.vmtorture.explore;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.Mix;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;

/**
 * Everything that a search came across: which inequivalent executions, told apart by the partial order of their steps,
 * which states at rest, which findings. Over plain depth-first search it is the oracle for all others.
 */
final class Seen {
    private static final long EXECUTIONS_MAX = 6_000;

    final Set<Long> traces = ConcurrentHashMap.newKeySet();
    final Set<Long> restStates = ConcurrentHashMap.newKeySet();
    final Set<FindingKind> findings = ConcurrentHashMap.newKeySet();
    /** Whether it came to an end within {@link #EXECUTIONS_MAX}. */
    boolean covered;

    long completed; // told once all have ended
    long abandoned;
    int workers = 1; // that made an execution

    static Seen by(Choices choices, Program program) {
        return by(choices, program, step -> {});
    }

    /** The search sees footprints as {@code eyes} leave them; the traces are told apart by what they really were. */
    static Seen by(Choices choices, Program program, Consumer<Footprint> eyes) {
        var seen = new Seen();
        var run = new Interleaver(program, FiberKind.best());
        try {
            var budget = new Budget(EXECUTIONS_MAX, () -> false, (done, depth, share) -> {}, true, null);
            seen.covered = run.search(new Listening(choices, seen, eyes), Watch.NOTHING, budget).covered;
        } finally {
            run.close();
        }
        return seen;
    }

    /** The same by so many workers, from the first execution on. */
    static Seen divided(Choices choices, Program program, int workers, Consumer<Footprint> eyes) {
        var seen = new Seen();
        var machines = new ConcurrentLinkedQueue<Interleaver>();
        Supplier<Site> sites = () -> {
            var run = new Interleaver(program, FiberKind.best());
            machines.add(run);
            return new Site(run, Watch.NOTHING, null);
        };
        var budget = new Budget(Long.MAX_VALUE, () -> false, (done, depth, share) -> {}, true, null);
        var listening = new Listening(choices, seen, eyes);
        try {
            Site first = sites.get();
            listening.run = first.run().course;
            listening.start();
            var division = new Division(budget, new Tally(), Division.Order.LOST, sites, new Semaphore(workers - 1));
            Tally tally = division.run(listening, first);
            seen.covered = tally.covered;
            seen.abandoned = tally.abandoned;
            seen.completed = tally.executions - tally.abandoned;
            seen.workers = (int) Stream.concat(
                            Stream.of(listening), division.others().stream().map(worker -> (Listening) worker.choices))
                    .filter(each -> each.executions > 0)
                    .count();
        } finally {
            machines.forEach(Interleaver::close);
        }
        return seen;
    }

    /** Hands every question on, and writes down what it sees. */
    private static final class Listening extends HandingOn {
        private final Seen seen;
        private final Consumer<Footprint> eyes;
        private final Footprint[] steps = new Footprint[1000];
        private final int[][] clocks = new int[1000][];
        private long executions;

        Listening(Choices inner, Seen seen, Consumer<Footprint> eyes) {
            super(inner);
            this.seen = seen;
            this.eyes = eyes;
        }

        @Override
        void stepped(int depth) {
            steps[depth] = new Footprint();
            steps[depth].copy(run.footprint);
            eyes.accept(run.footprint);
            inner.stepped(depth);
        }

        @Override
        boolean another(int depth, Ending ending) {
            executions++;
            if (ending == Ending.ABANDONED) {
                seen.abandoned++;
            } else {
                seen.completed++;
                seen.traces.add(trace(depth));
                if (ending == Ending.VIOLATED) {
                    seen.findings.add(run.violated().kind());
                } else {
                    seen.restStates.add(run.stateKey());
                }
            }
            return inner.another(depth, ending);
        }

        /** The partial order: of each step, how many steps of every actor must come before it. */
        private long trace(int depth) {
            long sum = 0;
            var latest = new int[run.actors][run.actors];
            for (int at = 0; at < depth; at++) {
                int actor = run.actor(at);
                int[] clock = latest[actor].clone();
                for (int before = 0; before < at; before++) {
                    if (steps[before].conflicts(steps[at])) {
                        for (int i = 0; i < clock.length; i++) {
                            clock[i] = Math.max(clock[i], clocks[before][i]);
                        }
                    }
                }
                clock[actor] = latest[actor][actor] + 1;
                clocks[at] = clock;
                latest[actor] = clock;
                long hash = Mix.finish(actor + 1);
                for (int i = 0; i < clock.length; i++) {
                    hash = Mix.first(hash, clock[i]);
                }
                sum += hash;
            }
            return sum;
        }

        @Override
        int kept() {
            return divided ? inner.kept() : 0; // the oracle makes every execution from the start
        }

        @Override
        Listening fork() {
            return new Listening(inner.fork(), seen, eyes);
        }

        @Override
        boolean give(Choices fork) {
            return inner.give(((Listening) fork).inner);
        }
    }
}
