package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;

/** What a search says, and when it ends. */
class VerdictTest {
    private static Verdict explore(Program program, Search search) {
        try (var explorer = Explorer.of(program)) {
            return explorer.explore(search);
        }
    }

    private static Script independent(int first, int second) {
        return new Script(2, memory -> {
            Words words = memory.words("word", 2);
            return new Runnable[] {() -> write(words, 0, first), () -> write(words, 1, second)};
        });
    }

    /** Of the interleavings, however many of them begin alike: C(i + j, i) of i steps of one and j of the other. */
    private static long beginnings(int first, int second) {
        var ways = new long[first + 1][second + 1];
        long sum = 0;
        for (int i = 0; i <= first; i++) {
            for (int j = 0; j <= second; j++) {
                ways[i][j] = i == 0 || j == 0 ? 1 : ways[i - 1][j] + ways[i][j - 1];
                sum += ways[i][j];
            }
        }
        return sum - 1; // the empty one
    }

    private static void write(Words words, int index, int times) {
        for (int i = 0; i < times; i++) {
            words.setOpaque(index, i);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "3, 2, 10", "5, 5, 252", "7, 3, 120"})
    void independentActorsInterleaveInBinomiallyManyWays(int first, int second, long ways) {
        Verdict plain = explore(independent(first, second), Search.depthFirst());
        assertThat(plain.executions()).isEqualTo(ways);
        assertThat(plain.steps()).as("each beginning is made once").isEqualTo(beginnings(first, second));
        assertThat(plain.outcome()).isEqualTo(Verdict.Outcome.EXHAUSTED);
        assertThat(explore(independent(first, second), Search.sourceDpor()).executions())
                .isEqualTo(1);
        assertThat(explore(independent(first, second), Search.storedStates()).distinct())
                .as("only the state at rest: no step is a branch")
                .isEqualTo(1);
    }

    @Test
    void nobodyCanRunIsDeadlockOrLivelock() {
        Program deadlock = SmallPrograms.withWaits().get("deadlock");
        Program missed = SmallPrograms.withWaits().get("await that can be missed");
        for (Search search : List.of(Search.storedStates(), Search.sourceDpor(), Search.depthFirst())) {
            Violation stuck = explore(deadlock, search).violation().orElseThrow();
            assertThat(stuck.violated().kind()).isEqualTo(FindingKind.DEADLOCK);
            assertThat(stuck.actor()).isEqualTo(Violation.STUCK);
            assertThat(stuck.steps()).hasSize(2);
            Violation waits = explore(missed, search).violation().orElseThrow();
            assertThat(waits.violated().kind()).isEqualTo(FindingKind.LIVELOCK);
        }
    }

    @Test
    void aLimitMakesItBounded() {
        try (var explorer = Explorer.of(new RegionRace(2, false))) {
            assertThat(explorer.executions(10).explore(Search.depthFirst()).outcome())
                    .isEqualTo(Verdict.Outcome.BOUNDED);
            Verdict stopped =
                    explorer.executions(Long.MAX_VALUE).stop(() -> true).explore(Search.depthFirst());
            assertThat(stopped.outcome()).isEqualTo(Verdict.Outcome.BOUNDED);
            assertThat(stopped.covered()).isFalse();
        }
        Verdict within = explore(new RegionRace(1, false), Search.preemptions(1));
        assertThat(within.outcome()).as("its own bound").isEqualTo(Verdict.Outcome.BOUNDED);
        assertThat(within.covered()).isTrue();
        assertThat(explore(new RegionRace(1, false), Search.preemptions(20)).outcome())
                .as("a bound that binds nothing")
                .isEqualTo(Verdict.Outcome.EXHAUSTED);
    }

    @Test
    void progressIsToldAndItsShareRises() {
        var shares = new ArrayList<Double>();
        try (var explorer = Explorer.of(new RegionRace(2, true)).collect(true)) {
            explorer.executions(30_000)
                    .progress((executions, depth, share) -> shares.add(share))
                    .explore(Search.depthFirst());
        }
        assertThat(shares).hasSize(7).isSorted().allMatch(share -> share > 0 && share < 1);
    }

    @Test
    void aProgramThatFailsIsNoVerdict() {
        var program = new Script(2, memory -> {
            Words words = memory.words("word", 1);
            Runnable fails = () -> {
                if (words.getOpaque(0) == 1) {
                    throw new UnsupportedOperationException("by mistake");
                }
                words.setOpaque(0, 1);
            };
            return new Runnable[] {fails, fails};
        });
        try (var explorer = Explorer.of(program)) {
            for (int i = 0; i < 2; i++) { // it is still there for another search
                assertThatThrownBy(() -> explorer.explore(Search.depthFirst()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("Choice[actor=0")
                        .hasRootCauseMessage("by mistake");
            }
        }
    }

    @Test
    void coverageNamesBothOrders() {
        var program = new Script(2, memory -> {
            Words words = memory.words("pte", 1);
            return new Runnable[] {() -> words.setOpaque(0, 1), () -> words.getOpaque(0)};
        });
        try (var explorer = Explorer.of(program).coverage(true)) {
            assertThat(explorer.explore(Search.depthFirst()).coverage())
                    .containsExactly(new Coverage.Pair("pte", 0, 0, 1, 0), new Coverage.Pair("pte", 1, 0, 0, 0));
            assertThat(explorer.executions(1).explore(Search.depthFirst()).coverage())
                    .containsExactly(new Coverage.Pair("pte", 0, 0, 1, 0));
        }
    }

    static List<Search> searches() {
        return List.of(
                Search.depthFirst(),
                Search.sourceDpor(),
                Search.storedStates(),
                new Search.StoredStates(false),
                Search.preemptions(1));
    }

    /** What an unpin of an uncounted page does: it touches nothing that a kernel has, and an oracle looks. */
    private static Script holderAndOwner(boolean secondLooks) {
        return new Script(2, 2, memory -> {
            Words truth = memory.words("truth", 1);
            Words word = memory.words("word", 2);
            Runnable looks = () -> {
                if (truth.getVolatile(0) != 0) {
                    throw Violation.own(FindingKind.WRONG_OBJECT, 0, Op.UNPIN);
                }
            };
            return new Runnable[] {
                () -> word.setOpaque(0, 1),
                secondLooks ? looks : () -> {},
                () -> word.setOpaque(1, 1),
                () -> {
                    word.setOpaque(1, 2);
                    truth.setVolatile(0, 1); // the owner frees
                }
            };
        });
    }

    @ParameterizedTest
    @MethodSource("searches")
    void anOperationThatTouchesNothingButTheTruthIsAStep(Search search) {
        Verdict verdict = explore(holderAndOwner(true), search);
        assertThat(verdict.violation()).hasValueSatisfying(violation -> {
            assertThat(violation.violated().kind()).isEqualTo(FindingKind.WRONG_OBJECT);
            Step last = violation.steps().get(violation.steps().size() - 1);
            assertThat(last.actor()).isZero();
            assertThat(last.operation()).as("the second").isEqualTo(1);
        });
    }

    /** What looks at nothing is no step: of one step against two there are three interleavings. */
    @Test
    void anOperationThatTouchesNothingCostsNoExecution() {
        assertThat(explore(holderAndOwner(false), Search.depthFirst()).executions())
                .isEqualTo(3);
        try (var explorer = Explorer.of(holderAndOwner(true)).collect(true)) {
            assertThat(explorer.explore(Search.sourceDpor()).executions())
                    .as("the look before the free, or after it")
                    .isEqualTo(2);
        }
    }

    @Test
    void actorsWithoutAnyStepAreDoneAllTheSame() {
        var done = new ArrayList<String>();
        var program = new Script(2, memory -> {
            Words words = memory.words("word", 1);
            return new Runnable[] {() -> done.add("idle"), () -> words.setOpaque(0, 1), () -> done.add("rest")};
        });
        assertThat(explore(program, Search.depthFirst()).executions()).isEqualTo(2);
        assertThat(done.subList(done.size() - 2, done.size())).containsExactly("idle", "rest");
    }
}
