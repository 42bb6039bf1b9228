package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.mm.Pte;
import org.vmtorture.strategy.StrategyId;

class ScenarioTest {
    static final String EXAMPLE = """
            name   = gup-fast-vs-munmap-vs-vfree
            why    = "A lockless pin, the last unmap and the driver's free meet on one page."
            frames = 8
            areas  { A = 1 }                       # pages
            maps   { P = [A] }                     # process P has A mapped at the start
            actors { driver = [vfree A, vmalloc B 1], P = [munmap A], gup = [pin P A/0, touch, unpin] }
            expect { default = clean, untracked = use-after-free }
            defect = none                          // or a named defect of the catalogue
            windows = [gup pin P A/0 meets P munmap A]
            """;

    @Test
    void theExampleOfTheManualRunsInTheOrderWritten() {
        var scenario = Scenario.parse(EXAMPLE, "example.conf");
        assertThat(Scenario.parse(scenario.text(), "again")).isEqualTo(scenario);
        Program program = scenario.on(StrategyId.TODAY);
        Program.Execution execution = program.boot(new HardwareMemory());
        for (int actor = 0; actor < program.actors(); actor++) {
            for (int operation = 0; operation < program.operations(actor); operation++) {
                execution.operate(actor, operation);
            }
        }
        execution.atRest();
    }

    private static Scenario example() {
        return Scenario.parse(EXAMPLE, "example.conf");
    }

    @Test
    void withoutAnActorTheOthersRemain() {
        Scenario smaller = example().without(0).orElseThrow();
        assertThat(smaller.text()).contains("P = [munmap A]", "gup = [pin P A/0, touch, unpin]");
        assertThat(smaller.text()).doesNotContain("driver =");
        assertThat(smaller.windows()).containsExactly(new Window(1, 0, 0, 0));
        assertThat(example().without(1).orElseThrow().windows()).isEmpty();
    }

    @Test
    void aPinGoesOnlyWithItsUnpin() {
        assertThat(example().without(2, 2)).as("without unpin").isEmpty();
        assertThat(example().without(2, 0)).as("without pin").isEmpty();
        Scenario smaller = example().without(2, 1).orElseThrow();
        assertThat(smaller.text()).contains("gup = [pin P A/0, unpin]");
        assertThat(smaller.without(2, 0, 1).orElseThrow().actors()).isEqualTo(2);
        assertThat(smaller).isNotEqualTo(example());
    }

    @Test
    void aPinThatIsHandedOnGoesAtBothEnds() {
        Scenario handedOn = Scenarios.load("pin-handed-on"); // gup: pin, hand-on; device: take, touch, unpin
        assertThat(handedOn.without(0)).isEmpty();
        assertThat(handedOn.without(1)).isEmpty();
        var pair = Set.of(
                new Position(0, 0), new Position(0, 1), new Position(1, 0), new Position(1, 1), new Position(1, 2));
        assertThat(handedOn.without(pair).orElseThrow().actors()).isEqualTo(1);
    }

    @Test
    void aForkStaysAsLongAsItsChildActs() {
        Scenario forks = Scenarios.load("access-vs-fork"); // C: store, walk; P: fork C, munmap; driver: vfree
        assertThat(forks.without(1, 0)).isEmpty();
        assertThat(forks.without(0).orElseThrow().without(0, 0)).isPresent();
    }

    @Test
    void nothingIsLeftOfALastOperation() {
        Scenario one = Scenarios.load("defect-double-vfree");
        assertThat(one.actors()).isEqualTo(1);
        assertThat(one.without(0)).isEmpty();
    }

    /** What the machine can be set back to is all there is: no operation keeps anything in Java fields. */
    @Test
    void twoMachinesOfOneProgramDoNotKnowEachOther() {
        Program program = Scenarios.load("pin-handed-on").on(StrategyId.TODAY);
        Program.Execution one = program.boot(new HardwareMemory());
        Program.Execution other = program.boot(new HardwareMemory());
        for (int actor = 0; actor < program.actors(); actor++) {
            for (int operation = 0; operation < program.operations(actor); operation++) {
                one.operate(actor, operation);
                other.operate(actor, operation);
            }
        }
        one.atRest();
        other.atRest();
    }

    @Test
    void whereAProcessExitsItsOthersLeaveAndTheLastTakesItDown() {
        String text = """
                name = exit-last
                why = "A reader is the last user of an address space."
                areas { A = 1 }
                maps { P = [A] }
                actors { P = [exit], gup = [pin P A/0, touch, unpin], late = [load P A/0, load P A/0, slab] }
                expect { default = clean }
                """;
        var stage =
                (Stage) Scenario.parse(text, "exit.conf").on(StrategyId.TODAY).boot(new HardwareMemory());
        stage.operate(0, 0);
        stage.operate(1, 0);
        stage.operate(2, 0);
        assertThat(Pte.present(stage.kernel().machine().pageTables().pte(0, 0)))
                .as("still used")
                .isTrue();
        stage.operate(2, 1); // the last one there
        assertThat(Pte.present(stage.kernel().machine().pageTables().pte(0, 0)))
                .as("still used")
                .isFalse();
        stage.operate(1, 1);
        stage.operate(1, 2);
        stage.operate(2, 2);
        stage.atRest();
    }

    @Test
    void allDriversCanBeMadeToCount() {
        for (String name : Scenarios.names()) {
            Scenario counted = Scenarios.load(name).counted();
            assertThat(counted.areas()).as(name).allMatch(Area::counted);
            assertThat(counted.text()).as(name).doesNotContainPattern("(vmalloc|alloc-pages) \\w+ \\d+[,\\]]");
            assertThat(counted.counted()).as("again").isEqualTo(counted);
        }
        assertThat(Scenarios.load("access-vs-vfree").areas()).as("the control").noneMatch(Area::counted);
    }
}
