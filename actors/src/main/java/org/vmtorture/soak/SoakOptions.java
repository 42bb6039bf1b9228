package org.vmtorture.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/**
 * What to soak, checked and complete.
 *
 * @param strategies in the order in which they run
 * @param duration of the whole soak, divided evenly among its legs
 * @param profile the workload, with the numbers of actors and the machine's size already applied
 * @param trace a strace log whose workload replaces the profile's, if any
 * @param careless fraction of regions that careless drivers free while mapped; 0 leaves out the careless legs
 * @param noise probability of a delay before an access; 0 for none
 */
public record SoakOptions(
        List<StrategyId> strategies,
        Duration duration,
        Profile profile,
        Optional<Path> trace,
        GupMode gup,
        double careless,
        Defect defect,
        double noise,
        long seed) {}
