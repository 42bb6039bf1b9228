package org.vmtorture.compare;

import java.time.Duration;
import java.util.List;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.strategy.StrategyId;

/**
 * How much is measured.
 *
 * @param quick whether this is the measurement of three minutes
 * @param rounds how often the soak and the timings come round to each strategy
 * @param leg of a soak, of one strategy with one kind of drivers
 * @param profileLeg of a soak by profile, of one strategy with careful drivers
 * @param batch of one timing
 * @param search of each scenario under each strategy, at most
 * @param searches of all scenarios together, and of all known races, at most; what is left is told as not run
 */
public record CompareOptions(
        List<StrategyId> strategies,
        boolean quick,
        int rounds,
        Duration leg,
        Duration profileLeg,
        Duration batch,
        Duration search,
        Duration searches,
        FiberKind fibers,
        int cpus) {
    public static CompareOptions quick(FiberKind fibers, int cpus) {
        return new CompareOptions(
                List.of(StrategyId.values()),
                true,
                3,
                Duration.ofMillis(700),
                Duration.ofMillis(250),
                Duration.ofMillis(25),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                fibers,
                cpus);
    }

    public static CompareOptions thorough(FiberKind fibers, int cpus) {
        return new CompareOptions(
                List.of(StrategyId.values()),
                false,
                7,
                Duration.ofSeconds(4),
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                Duration.ofSeconds(60),
                Duration.ofMinutes(30),
                fibers,
                cpus);
    }
}
