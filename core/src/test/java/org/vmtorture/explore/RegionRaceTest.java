package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Weakening;

/** The numbers of the region race, which were counted before by other means, and what every search makes of it. */
class RegionRaceTest {
    private static Verdict explore(int gups, boolean bug, Search search) {
        try (var explorer = Explorer.of(new RegionRace(gups, bug)).collect(true)) {
            return explorer.explore(search);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 226, 0, 36", "true, 124, 20, 24"})
    void interleavingsAndTraces(boolean bug, long interleavings, long failing, long traces) {
        Verdict plain = explore(1, bug, Search.depthFirst());
        assertThat(plain.executions()).isEqualTo(interleavings);
        assertThat(plain.violating()).isEqualTo(failing);
        assertThat(plain.outcome()).isEqualTo(bug ? Verdict.Outcome.VIOLATED : Verdict.Outcome.EXHAUSTED);
        Verdict reduced = explore(1, bug, Search.sourceDpor());
        assertThat(reduced.distinct()).isEqualTo(traces);
        assertThat(reduced.redundant()).isZero();
    }

    @Test
    void twoGupsInFull() {
        assumeThat(FiberKind.CONTINUATION.available()).as("continuations").isTrue(); // else it takes minutes
        assertThat(explore(2, false, Search.depthFirst()).executions()).isEqualTo(1_978_596);
        Verdict bug = explore(2, true, Search.depthFirst());
        assertThat(bug.executions()).isEqualTo(75_694);
        assertThat(bug.violating()).isEqualTo(6_420);
    }

    /** 5924 if a compare-and-exchange that fails counts as a write; by outcome it is a read, and there are fewer. */
    @Test
    void tracesOfTwoGups() {
        Seen byKind = Seen.by(new SourceSets(), new RegionRace(2, false), RegionRaceTest::byKind);
        assertThat(byKind.completed).isEqualTo(5_924);
        assertThat(byKind.abandoned).isZero();
        Verdict byOutcome = explore(2, false, Search.sourceDpor());
        assertThat(byOutcome.distinct()).isEqualTo(4_172);
        assertThat(byOutcome.redundant()).isZero();
    }

    private static void byKind(Footprint step) {
        int word = step.word();
        Access access = step.access();
        step.clear();
        step.step(word, access, access.stores());
    }

    /** As many as step machines have, whose states hold an actor's place and its locals: other code counted them. */
    @ParameterizedTest
    @CsvSource({"1, 57", "2, 466", "3, 4244"})
    void states(int gups, long states) {
        Verdict unreduced = explore(gups, false, new Search.StoredStates(false));
        assertThat(unreduced.outcome()).isEqualTo(Verdict.Outcome.EXHAUSTED);
        assertThat(unreduced.distinct()).isEqualTo(states);
        Verdict reduced = explore(gups, false, Search.storedStates());
        assertThat(reduced.outcome()).isEqualTo(Verdict.Outcome.EXHAUSTED);
        assertThat(reduced.distinct()).isEqualTo(states);
    }

    static List<Search> searches() {
        return List.of(
                Search.storedStates(),
                Search.sourceDpor(),
                Search.depthFirst(),
                Search.preemptions(1),
                Search.randomWalk(1),
                Search.pct(2, 1),
                Search.pos(1));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void everySearchFindsTheBugAndNothingElse(Search search) {
        assertThat(Canary.alive(FiberKind.best(), search)).isTrue();
    }

    /** The control: a search that sees only schedules without preemptions does not, and the canary tells. */
    @Test
    void theCanaryDies() {
        assertThat(Canary.alive(FiberKind.best(), Search.preemptions(0))).isFalse();
    }

    @ParameterizedTest
    @MethodSource("searches")
    void raceDetectionFindsALastPutWithoutAcquire(Search search) {
        assumeThat(search).isNotInstanceOf(Search.StoredStates.class); // refused with race detection
        assertThat(Canary.raceFound(FiberKind.best(), search)).isPresent();
    }

    /** The controls: a detector that sees nothing, and one that sees races where there are none. */
    @Test
    void theCanaryOfRaceDetectionDies() {
        var seesAll = new Weakening("page.refcount", Weakening.Side.RELEASE);
        assertThat(Canary.raceFound(FiberKind.best(), Search.sourceDpor(), explorer -> explorer.races(false)))
                .isEmpty();
        assertThat(Canary.raceFound(
                        FiberKind.best(),
                        Search.sourceDpor(),
                        explorer -> explorer.races(true).weaken(seesAll)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfFiberRunsTheSameSchedules(FiberKind kind) {
        assumeThat(kind.available()).as(kind.text()).isTrue();
        for (boolean bug : new boolean[] {false, true}) {
            for (Search search : searches()) {
                assertThat(told(kind, bug, search))
                        .as(search.describe())
                        .isEqualTo(told(FiberKind.PLATFORM, bug, search));
            }
        }
    }

    private static List<Object> told(FiberKind kind, boolean bug, Search search) {
        try (var explorer =
                Explorer.of(new RegionRace(1, bug), kind).executions(300).collect(true)) {
            Verdict verdict = explorer.explore(search);
            var told = new ArrayList<Object>(List.of(
                    verdict.outcome(),
                    verdict.executions(),
                    verdict.steps(),
                    verdict.distinct(),
                    verdict.redundant(),
                    verdict.violating()));
            verdict.violation().ifPresent(violation -> told.addAll(List.of(violation.schedule(), violation.steps())));
            return told;
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void theShortestScheduleHasOnePreemption(int gups) {
        try (var explorer = Explorer.of(new RegionRace(gups, true))) {
            Minimal minimal = explorer.minimise(FindingKind.DOUBLE_FREE, 3).orElseThrow();
            assertThat(minimal.how()).isEqualTo("1 preemption, 9 steps: none has fewer");
            assertThat(explorer.minimise(FindingKind.USE_AFTER_FREE, 3)).isEmpty();
        }
    }

    /**
     * Since JDK 24 a continuation takes the monitors of its thread along when it yields; so our caller's must not be
     * there.
     */
    @Test
    void aCallerMayHoldAMonitor() {
        var held = new ConcurrentHashMap<String, Verdict>();
        for (int i = 0; i < 1000; i++) {
            held.computeIfAbsent("race " + i, name -> {
                try (var explorer = Explorer.of(new RegionRace(1, false))) {
                    return explorer.explore(Search.sourceDpor());
                }
            });
        }
        assertThat(held.values())
                .allMatch(verdict -> verdict.distinct() == held.get("race 0").distinct());
    }
}
