package org.vmtorture.strategy;

import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;

/** Makes strategies by their names. */
public final class Strategies {
    private Strategies() {}

    /** Adds a strategy's rows to the oracle's machine. One strategy per machine. */
    public static Strategy create(StrategyId id, Oracle oracle, Defect defect) {
        return id.make(oracle, defect);
    }
}
