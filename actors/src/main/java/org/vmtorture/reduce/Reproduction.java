package org.vmtorture.reduce;

import java.util.List;
import java.util.Optional;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Schedule;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/**
 * Whether a soak's finding was shown again by the explorer, and how.
 *
 * @param outcome in one word
 * @param how in words, for a report's line
 * @param steps rows of the trace, as it is printed; 0 without one
 * @param execution what shows it; empty if nothing does
 * @param history what was recorded, if nothing shows it; for a file
 * @param nanos how long it took
 */
public record Reproduction(
        Outcome outcome, String how, int steps, Optional<Execution> execution, List<String> history, long nanos) {
    /** How it ended. */
    public enum Outcome {
        /** From what was recorded. */
        RECORDED,
        /** From a shipped scenario with the same operations. */
        SHIPPED,
        /** Tried, and not shown. */
        NO,
        /** The soak was over before its turn came. */
        NOT_TRIED
    }

    /** All that a replay file says, but which vmtorture wrote it. */
    public record Execution(String title, StrategyId strategy, String search, Scenario scenario, Schedule schedule) {
        public ReplayFile file(String version) {
            return new ReplayFile(version, title, strategy, search, false, scenario, schedule);
        }
    }

    public Reproduction {
        history = List.copyOf(history);
    }

    /** One whose turn did not come. */
    public static Reproduction notTried(List<String> history) {
        return new Reproduction(
                Outcome.NOT_TRIED, "not tried: the soak was over first", 0, Optional.empty(), history, 0);
    }

    /** One at which the tester itself failed. */
    static Reproduction failed(String why) {
        return new Reproduction(Outcome.NO, "no: the tester failed at it: " + why, 0, Optional.empty(), List.of(), 0);
    }
}
