package org.vmtorture.strategy;

import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;

/** Makes strategies by their names: the one place that knows them all. */
public final class Strategies {
    private Strategies() {}

    /** Adds a strategy's rows to the oracle's machine. One strategy per machine. */
    public static Strategy create(StrategyId id, Oracle oracle, Defect defect) {
        CountingSteps steps = CountingSteps.of(defect);
        return switch (id) {
            case TODAY -> new Today(oracle, steps);
            case PAGE_MEMDESC, KMEM_MEMDESC -> new PageDescriptors(oracle, steps, id);
            case UNTRACKED -> new Untracked(oracle);
            case VM_STRUCT, VM_STRUCT_VMA -> new VmStructCount(oracle, steps, id);
            case INDIRECTION -> new Indirection(oracle, steps);
        };
    }
}
