package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vmtorture.memory.HardwareMemory;
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
}
