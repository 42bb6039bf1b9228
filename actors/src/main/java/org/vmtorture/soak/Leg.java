package org.vmtorture.soak;

import org.vmtorture.strategy.StrategyId;

/**
 * One part of a soak: a strategy under careful or careless drivers, on a machine of its own.
 *
 * @param index its place in the soak, from 0
 * @param careless whether some drivers free while they are mapped
 */
public record Leg(int index, StrategyId strategy, boolean careless) {
    /** As tables name the column: careful or careless. */
    public String drivers() {
        return careless ? "careless" : "careful";
    }
}
