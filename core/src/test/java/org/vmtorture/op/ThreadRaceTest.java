package org.vmtorture.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
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
                    setups.add(setup(strategy, GupMode.FAST, shootdown, true, noise));
                    if (strategy != StrategyId.UNTRACKED) { // which must not free while mapped
                        setups.add(setup(strategy, GupMode.FAST, shootdown, false, noise));
                    }
                }
            }
            setups.add(setup(strategy, GupMode.SLOW, Shootdown.BROADCAST, true, 0));
        }
        return setups;
    }

    private static ThreadRace.Setup setup(
            StrategyId strategy, GupMode gup, Shootdown shootdown, boolean counted, double noise) {
        return new ThreadRace.Setup(strategy, gup, shootdown, counted, noise, Defect.NONE, 0);
    }

    @ParameterizedTest
    @MethodSource("setups")
    void nothingIsFound(ThreadRace.Setup setup) throws InterruptedException {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = setup.hashCode() + (long) round;
            var seeded = new ThreadRace.Setup(
                    setup.strategy(),
                    setup.gup(),
                    setup.shootdown(),
                    setup.counted(),
                    setup.noise(),
                    setup.defect(),
                    seed);
            assertThat(new ThreadRace(seeded).run(OPERATIONS_EACH)).isEmpty();
        }
    }
}
