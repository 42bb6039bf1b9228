package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.scenario.Program;

/**
 * Source-DPOR that is divided from its first execution on leaves out nothing either, whoever finds what is to be tried
 * in whose part: plain depth-first search by one worker is the oracle.
 */
class DividedTracesTest {
    private static final int SEEDS = 200;
    private static final int[] WORKERS = {2, 3, 5};

    @BeforeEach
    void fast() {
        assumeThat(FiberKind.CONTINUATION.available()).as("continuations").isTrue(); // else it takes minutes
    }

    static Stream<String> withoutWaits() {
        return SmallPrograms.withoutWaits().keySet().stream();
    }

    static Stream<String> withWaits() {
        return SmallPrograms.withWaits().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("withoutWaits")
    void eachTraceOnce(String name) {
        Program program = SmallPrograms.withoutWaits().get(name);
        Seen plain = Seen.by(new DepthFirst(), program);
        for (int workers : WORKERS) {
            Seen divided = checked(plain, program, workers, name);
            assertThat(divided.completed).as("each once").isEqualTo(plain.traces.size());
            assertThat(divided.abandoned).as("redundant").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("withWaits")
    void eachTrace(String name) {
        Program program = SmallPrograms.withWaits().get(name);
        Seen plain = Seen.by(new DepthFirst(), program);
        for (int workers : WORKERS) {
            checked(plain, program, workers, name);
        }
    }

    @Test
    void onArbitraryProgramsToo() {
        int checked = 0;
        int divided = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Seen plain = Seen.by(new DepthFirst(), ArbitraryProgram.of(seed));
            if (plain.covered) {
                checked++;
                divided += checked(plain, ArbitraryProgram.of(seed), 3, "seed=" + seed).workers > 1 ? 1 : 0;
            }
        }
        assertThat(checked).isGreaterThan(SEEDS / 2);
        assertThat(divided).as("by more than one").isGreaterThan(SEEDS / 4);
    }

    private static Seen checked(Seen plain, Program program, int workers, String what) {
        Seen divided = Seen.divided(new SourceSets(), program, workers, step -> {});
        assertThat(divided.covered).as(what).isTrue();
        assertThat(divided.traces).as(what).isEqualTo(plain.traces);
        assertThat(divided.restStates).as(what).isEqualTo(plain.restStates);
        assertThat(divided.findings).as(what).isEqualTo(plain.findings);
        return divided;
    }

    /** The control: a wrong independence loses traces here too, and is seen. */
    @Test
    void aWrongIndependenceIsSeen() {
        var program = new RegionRace(1, false);
        Seen plain = Seen.by(new DepthFirst(), program);
        Seen blind = Seen.divided(new SourceSets(), program, 2, step -> {
            if (step.access() == Access.ADD) {
                step.clear();
            }
        });
        assertThat(plain.traces).containsAll(blind.traces);
        assertThat(blind.traces).hasSizeLessThan(plain.traces.size());
    }
}
