package org.vmtorture.survey;

import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/** A scenario under a strategy: what one exploration is of. */
public record Pair(Scenario scenario, StrategyId strategy) {
    @Override
    public String toString() {
        return scenario.name() + " x " + strategy.id();
    }
}
