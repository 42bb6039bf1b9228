package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.scenario.Races;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/** A finding loses what it does not need, and nothing that it does. */
class MinimiserTest {
    /** A page freed while mapped, and a bystander, a pin and its unpin, and loads that have nothing to do with it. */
    private static final Scenario CROWDED = Scenario.parse("""
            name = crowded
            why = "a page freed while it is mapped, and others"
            areas { A = 1, B = 1 }
            maps { P = [A, B] }
            actors {
                driver = [vfree A]
                P      = [load B/0, load A/0, load B/0]
                other  = [pin P B/0, unpin]
            }
            expect { default = use-after-free }
            """, "crowded");

    private static Violation violation() {
        try (var explorer = Explorer.of(CROWDED.on(StrategyId.UNTRACKED))) {
            return explorer.seek(violated -> violated.kind() == FindingKind.USE_AFTER_FREE)
                    .explore(Search.storedStates())
                    .violation()
                    .orElseThrow();
        }
    }

    @Test
    void leavesOutWhatIsNotNeeded() {
        Violation found = violation();
        var result = new Minimiser(StrategyId.UNTRACKED, FiberKind.best()).minimise(CROWDED, found);
        var program = result.scenario().on(StrategyId.UNTRACKED);
        assertThat(Title.of(result.violation().violated())).isEqualTo(Title.of(found.violated()));
        int operations = 0;
        for (int actor = 0; actor < program.actors(); actor++) {
            assertThat(program.actor(actor)).isNotEqualTo("other");
            operations += program.operations(actor);
        }
        assertThat(operations).isLessThanOrEqualTo(2);
        assertThat(result.how())
                .startsWith("no actor or operation can be left out; ")
                .contains("none has fewer");
        // the control: what is left shows it, and is an execution of the smaller program
        try (var explorer = Explorer.of(program)) {
            assertThat(explorer.replay(result.violation().schedule()).violation())
                    .isPresent();
        }
    }

    @Test
    void saysWhenItWasCutShort() {
        var result = new Minimiser(StrategyId.UNTRACKED, FiberKind.best())
                .stop(() -> true)
                .minimise(CROWDED, violation());
        assertThat(result.scenario()).isEqualTo(CROWDED);
        assertThat(result.how()).startsWith("an actor or operation might still be left out");
    }

    /** Of schedules that are equally short, one switches where the mmap ends; another in the middle of the store. */
    @Test
    void switchesBetweenOperationsWhereItCan() {
        Scenario ring = Races.find("cve-2024-0582").orElseThrow().scenario();
        try (var explorer = Explorer.of(ring.on(StrategyId.UNTRACKED))) {
            Minimal minimal = explorer.minimise(FindingKind.USE_AFTER_FREE, 3).orElseThrow();
            int rows = Trace.rows(minimal.violation().steps());
            assertThat(rows).isEqualTo(3);
            assertThat(minimal.how()).contains("none has fewer");
            Replay replay = explorer.replay(minimal.violation().schedule());
            assertThat(replay.violation()).as("the control: it is an execution").isPresent();
        }
    }
}
