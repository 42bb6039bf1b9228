package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/**
 * Every strategy under four threads of random operations. The schedule is the operating system's: a failure is real,
 * but its seed repeats only the operations, not the order.
 */
class ThreadRaceTest {
    private static final int OPERATIONS_EACH = 10_000;
    private static final int ROUNDS = Integer.getInteger("vmtorture.rounds", 1); // more of them to hunt

    static List<ThreadRace.Setup> setups() {
        var setups = new ArrayList<ThreadRace.Setup>();
        for (StrategyId strategy : StrategyId.values()) {
            for (Shootdown shootdown : Shootdown.values()) {
                for (double noise : new double[] {0, 0.002}) {
                    add(setups, strategy, GupMode.FAST, shootdown, true, noise);
                    if (strategy != StrategyId.UNTRACKED) { // which must not free while mapped
                        add(setups, strategy, GupMode.FAST, shootdown, false, noise);
                    }
                }
            }
            add(setups, strategy, GupMode.SLOW, Shootdown.BROADCAST, true, 0);
        }
        return setups;
    }

    private static void add(
            List<ThreadRace.Setup> setups,
            StrategyId strategy,
            GupMode gup,
            Shootdown shootdown,
            boolean counted,
            double noise) {
        long seed = 1000L * setups.size();
        setups.add(new ThreadRace.Setup(strategy, gup, shootdown, counted, noise, Defect.NONE, seed));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void nothingIsFound(ThreadRace.Setup setup) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            var race = new ThreadRace(setup.withSeed(setup.seed() + round));
            assertThat(race.run(OPERATIONS_EACH)).isEmpty();
            assertSomethingWasDone(race, setup.strategy());
        }
    }

    /** A race in which every operation failed would be clean too. In sum: one CPU may wait for those not running. */
    private static void assertSomethingWasDone(ThreadRace race, StrategyId strategy) {
        assertThat(race.cpus().stream().mapToInt(cpu -> cpu.mapped).sum())
                .as("mapped")
                .isPositive();
        assertThat(race.cpus().stream().mapToInt(cpu -> cpu.forked).sum())
                .as("forked")
                .isPositive();
        assertThat(race.cpus().stream().mapToInt(cpu -> cpu.loaded).sum())
                .as("loaded")
                .isPositive();
        assertThat(race.cpus().stream().mapToInt(cpu -> cpu.pinned).sum() > 0)
                .as("pinned any")
                .isEqualTo(strategy != StrategyId.UNTRACKED);
    }

    /** The control, with defects that need no luck: the same threads, the same oracles. */
    @ParameterizedTest
    @EnumSource(names = {"ZAP_WITHOUT_PUT", "DOUBLE_VFREE", "WALK_WITHOUT_TYPE_TEST", "INLINE_FINAL_FREE"})
    void aDefectIsFound(Defect defect) throws InterruptedException {
        StrategyId strategy = StrategyId.of(defect.strategy());
        var setup = new ThreadRace.Setup(strategy, GupMode.FAST, Shootdown.BROADCAST, false, 0.002, defect, 1);
        assertThat(new ThreadRace(setup).run(OPERATIONS_EACH))
                .anySatisfy(
                        finding -> assertThat(finding).startsWith(defect.kind().id()));
    }
}
