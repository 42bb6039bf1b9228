package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.memory.Access;
import org.vmtorture.scenario.Program;

/** What a reduced search leaves out is nothing: plain depth-first search, which leaves out nothing, is the oracle. */
class SearchesAgreeTest {
    private static final int SEEDS = 60;

    static Stream<String> programs() {
        return all().keySet().stream();
    }

    private static Map<String, Program> all() {
        var all = new LinkedHashMap<>(SmallPrograms.withoutWaits());
        all.putAll(SmallPrograms.withWaits());
        return all;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void sourceDporMakesEachTrace(String name) {
        Seen plain = Seen.by(new DepthFirst(), all().get(name));
        Seen reduced = Seen.by(new SourceSets(), all().get(name));
        assertThat(reduced.traces).isEqualTo(plain.traces);
        assertThat(reduced.restStates).isEqualTo(plain.restStates);
        assertThat(reduced.findings).isEqualTo(plain.findings);
        if (SmallPrograms.withoutWaits().containsKey(name)) {
            assertThat(reduced.completed).as("each once").isEqualTo(plain.traces.size());
            assertThat(reduced.abandoned).as("redundant").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void storedStatesReachEachStateAtRest(String name) {
        Seen plain = Seen.by(new DepthFirst(), all().get(name));
        for (boolean reduced : new boolean[] {false, true}) {
            Seen stored = Seen.by(new ByState(reduced), all().get(name));
            assertThat(stored.restStates).isEqualTo(plain.restStates);
            assertThat(stored.findings).isEqualTo(plain.findings);
        }
    }

    @Test
    void onArbitraryProgramsToo() {
        int checked = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Seen plain = Seen.by(new DepthFirst(), ArbitraryProgram.of(seed));
            if (!plain.covered) {
                continue; // too large for the oracle
            }
            checked++;
            Seen reduced = Seen.by(new SourceSets(), ArbitraryProgram.of(seed));
            assertThat(reduced.traces).as("seed=" + seed).isEqualTo(plain.traces);
            assertThat(reduced.restStates).as("seed=" + seed).isEqualTo(plain.restStates);
            assertThat(reduced.findings).as("seed=" + seed).isEqualTo(plain.findings);
            Seen stored = Seen.by(new ByState(true), ArbitraryProgram.of(seed));
            assertThat(stored.restStates).as("seed=" + seed).isEqualTo(plain.restStates);
            assertThat(stored.findings).as("seed=" + seed).isEqualTo(plain.findings);
        }
        assertThat(checked).isGreaterThan(SEEDS / 2);
    }

    /** The control: a search that takes additions to commute with all else loses traces, and the oracle sees it. */
    @Test
    void aWrongIndependenceIsSeen() {
        var program = new RegionRace(1, false);
        Seen plain = Seen.by(new DepthFirst(), program);
        Seen blind = Seen.by(new SourceSets(), program, step -> {
            if (step.access() == Access.ADD) {
                step.clear();
            }
        });
        assertThat(plain.traces).containsAll(blind.traces);
        assertThat(blind.traces).hasSizeLessThan(plain.traces.size());
    }
}
