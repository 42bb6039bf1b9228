package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.FiberKind;

/** A schedule is an execution: on any fibers, as often as one likes, as long as the program is the same. */
class ReplayTest {
    private static Violation violation() {
        try (var explorer = Explorer.of(new RegionRace(1, true))) {
            return explorer.explore(Search.depthFirst()).violation().orElseThrow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScheduleShowsTheSameAgain(FiberKind kind) {
        assumeThat(kind.available()).as(kind.text()).isTrue();
        Violation recorded = violation();
        try (var explorer = Explorer.of(new RegionRace(1, true), kind)) {
            for (int i = 0; i < 100; i++) {
                Replay replay = explorer.replay(recorded.schedule());
                assertThat(replay.divergence()).isEmpty();
                Violation again = replay.violation().orElseThrow();
                assertThat(again.violated().kind())
                        .isEqualTo(recorded.violated().kind());
                assertThat(again.steps()).isEqualTo(recorded.steps());
            }
        }
    }

    @Test
    void aStepSaysWhatItDid() {
        Violation recorded = violation();
        assertThat(recorded.steps()).hasSize(recorded.schedule().steps());
        Step first = recorded.steps().get(0);
        assertThat(first).isEqualTo(new Step(0, 0, "pte", "pte", Access.LOAD_VOLATILE, 1, 1, false));
        Step last = recorded.steps().get(recorded.steps().size() - 1);
        assertThat(last).isEqualTo(new Step(0, 0, "freed", "freed", Access.ADD, 1, 2, true));
    }

    @Test
    void aChangedProgramDivergesWhereItDiffers() {
        Violation recorded = violation();
        try (var explorer = Explorer.of(new RegionRace(1, false))) {
            Replay replay = explorer.replay(recorded.schedule());
            assertThat(replay.violation()).isEmpty();
            // without the bug the GUP caller sees a count of zero at step 5 and is done
            assertThat(replay.divergence()).contains(new Divergence(6, 1, 0));
            assertThat(replay.steps()).hasSize(6);
        }
    }

    @Test
    void aScheduleThatIsTooShortOrNamesOthersDiverges() {
        var choices = new ArrayList<>(violation().schedule().choices());
        try (var explorer = Explorer.of(new RegionRace(1, true))) {
            var cut = new Schedule(choices.subList(0, 3));
            assertThat(explorer.replay(cut).divergence()).contains(new Divergence(3, 0, 5));
            choices.set(2, new Schedule.Choice(0, 3));
            assertThat(explorer.replay(new Schedule(choices)).divergence()).contains(new Divergence(2, 3, 7));
        }
    }
}
