package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.Mix;
import org.vmtorture.memory.ScheduledMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;

/** What a divided search says does not depend on how many workers there are. */
class DivisionTest {
    private static final int ALONE = 0; // not even prepared to be divided
    private static final int[] WORKERS = {1, 2, 3};

    /** What all numbers of workers must agree on. */
    private record Told(
            Verdict.Outcome outcome,
            long executions,
            long steps,
            long distinct,
            long violating,
            boolean covered,
            List<FindingKind> kinds,
            List<Schedule> replays,
            Set<Long> atRest) {}

    @BeforeEach
    void fast() {
        assumeThat(FiberKind.CONTINUATION.available()).as("continuations").isTrue(); // else it takes minutes
    }

    static Stream<Arguments> searches() {
        return Stream.concat(
                finding(),
                Stream.of(
                        Arguments.of(Search.preemptions(3), new RegionRace(3, false)),
                        Arguments.of(Search.storedStates(), new RegionRace(4, false)),
                        Arguments.of(Search.sourceDpor(), new RegionRace(3, true))));
    }

    static Stream<Arguments> finding() {
        var late = counts(2, 4);
        var later = counts(3, 3);
        return Stream.of(
                Arguments.of(Search.depthFirst(), late),
                Arguments.of(Search.depthFirst(), new RegionRace(2, true)),
                Arguments.of(Search.preemptions(7), late),
                Arguments.of(new Search.Preemptions(4, Integer.MAX_VALUE, true), later),
                Arguments.of(new Search.Preemptions(4, Integer.MAX_VALUE, true), new RegionRace(3, true)),
                Arguments.of(Search.storedStates(), later),
                Arguments.of(Search.storedStates(), new RegionRace(3, true)),
                Arguments.of(new Search.StoredStates(false), new RegionRace(3, true)),
                Arguments.of(Search.randomWalk(7), late),
                Arguments.of(Search.pct(3, 7), late),
                Arguments.of(Search.pos(7), late));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void allIsSearchedAndAllIsFound(Search search, Program program) {
        Told alone = told(search, program, ALONE, true);
        for (int workers : WORKERS) {
            assertThat(told(search, program, workers, true)).isEqualTo(alone);
        }
        assertThat(booted(search, program)).as("the control: it is divided").isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("finding")
    void theFirstFindingIsTheSame(Search search, Program program) {
        Told alone = told(search, program, ALONE, false);
        assertThat(alone.outcome()).isEqualTo(Verdict.Outcome.VIOLATED);
        for (int workers : WORKERS) {
            assertThat(told(search, program, workers, false)).isEqualTo(alone);
        }
    }

    @Test
    void aShortSearchIsNotDivided() {
        assertThat(booted(Search.depthFirst(), new RegionRace(1, false))).isEqualTo(1);
    }

    /** How many machines were booted for it. */
    private static int booted(Search search, Program program) {
        var observed = new Observed(program);
        explore(search, observed, 2, true);
        return observed.boots();
    }

    @Test
    void theFullModelToo() {
        Program program = Scenarios.load("gup-vs-driver-close").on(StrategyId.VM_STRUCT);
        Verdict alone = explore(Search.storedStates(), program, ALONE, true);
        assertThat(alone.executions()).isGreaterThan(Division.ALONE_MAX);
        for (int workers : WORKERS) {
            Verdict divided = explore(Search.storedStates(), program, workers, true);
            assertThat(divided.outcome()).isEqualTo(alone.outcome());
            assertThat(divided.distinct()).isEqualTo(alone.distinct());
            assertThat(divided.executions()).isEqualTo(alone.executions());
            assertThat(divided.steps()).isEqualTo(alone.steps());
        }
    }

    @Test
    void coresAreGivenBack() {
        var spare = new Semaphore(2);
        try (var explorer = Explorer.of(new RegionRace(3, false)).spare(spare)) {
            explorer.explore(Search.storedStates());
            assertThat(spare.availablePermits()).isEqualTo(2);
        }
    }

    @Test
    void aLimitIsKeptToTheExecution() {
        long most = 3 * Division.ALONE_MAX + 17;
        for (Search search : List.of(Search.randomWalk(1), Search.pct(2, 1), Search.pos(1), Search.depthFirst())) {
            try (var explorer =
                    Explorer.of(counts(2, 5)).workers(3).collect(true).executions(most)) {
                Verdict verdict = explorer.explore(search);
                assertThat(verdict.executions()).isEqualTo(most);
                assertThat(verdict.covered()).isFalse();
            }
        }
    }

    @Test
    void aStopEndsAllWorkers() {
        try (var explorer = Explorer.of(new RegionRace(3, false)).workers(3)) {
            var asked = new int[1]; // by one at a time
            Verdict verdict = explorer.stop(() -> ++asked[0] > 1000).explore(Search.depthFirst());
            assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.BOUNDED);
            assertThat(verdict.executions()).isBetween(60_000L, 70_000L);
        }
    }

    /**
     * Actors that add to one count, each in two steps, so many times. It is a finding if the last of them comes first,
     * which a depth-first search tries last; another if nobody's additions are lost.
     */
    private static Program counts(int actors, int times) {
        return new Script(actors, memory -> {
            Words count = memory.words("count", 1);
            Words first = memory.words("first", actors);
            var code = new Runnable[actors + 1];
            for (int i = 0; i < actors; i++) {
                int me = i;
                code[i] = () -> add(count, first, me, times);
            }
            code[actors] = () -> check(count.getOpaque(0) == (long) actors * times, FindingKind.LEAK);
            return code;
        });
    }

    private static void add(Words count, Words first, int me, int times) {
        long seen = count.getOpaque(0);
        if (me == 0) {
            check(seen == times, FindingKind.UNDERFLOW);
        }
        count.setOpaque(0, seen + 1);
        for (int i = 1; i < times; i++) {
            count.setOpaque(0, count.getOpaque(0) + 1);
        }
        first.setPlain(me, seen);
    }

    private static void check(boolean wrong, FindingKind kind) {
        if (wrong) {
            throw Violation.own(kind, 0, Op.AUDIT);
        }
    }

    private static Told told(Search search, Program program, int workers, boolean collect) {
        var observed = new Observed(program);
        Verdict verdict = explore(search, observed, workers, collect);
        boolean samples = search instanceof Search.Pos || search instanceof Search.Pct;
        boolean ends = !collect && verdict.outcome() == Verdict.Outcome.VIOLATED;
        return new Told(
                verdict.outcome(),
                verdict.executions() - verdict.redundant(),
                // which of equivalent executions are made, and so how alike they begin, depends on speed
                search instanceof Search.SourceDpor ? 0 : verdict.steps(),
                verdict.distinct(),
                verdict.violating(),
                verdict.covered(),
                verdict.violations().stream()
                        .map(violation -> violation.violated().kind())
                        .toList(),
                verdict.violations().stream().map(Violation::schedule).toList(),
                samples || ends ? Set.of() : Set.copyOf(observed.atRest));
    }

    private static Verdict explore(Search search, Program program, int workers, boolean collect) {
        boolean samples = search.describe().contains("seed");
        try (var explorer = Explorer.of(program).collect(collect)) {
            if (workers != ALONE) {
                explorer.workers(workers);
            }
            return explorer.executions(samples ? 20_000 : Long.MAX_VALUE).explore(search);
        }
    }

    /** Notes each state at rest, and how often it was booted. */
    private static final class Observed implements Program {
        final Set<Long> atRest = ConcurrentHashMap.newKeySet();
        private final AtomicInteger boots = new AtomicInteger();
        private final Program inner;

        Observed(Program inner) {
            this.inner = inner;
        }

        int boots() {
            return boots.get();
        }

        @Override
        public int actors() {
            return inner.actors();
        }

        @Override
        public String actor(int actor) {
            return inner.actor(actor);
        }

        @Override
        public int operations(int actor) {
            return inner.operations(actor);
        }

        @Override
        public String operation(int actor, int operation) {
            return inner.operation(actor, operation);
        }

        @Override
        public Execution boot(SharedMemory memory) {
            boots.incrementAndGet();
            Execution execution = inner.boot(memory);
            return new Execution() {
                @Override
                public void operate(int actor, int operation) {
                    execution.operate(actor, operation);
                }

                @Override
                public void atRest() {
                    atRest.add(state((ScheduledMemory) memory));
                    execution.atRest();
                }
            };
        }

        private static long state(ScheduledMemory memory) {
            long sum = 0;
            for (int word = 0; word < memory.size(); word++) {
                sum += Mix.first(word, memory.value(word));
            }
            return sum;
        }
    }
}
