package org.vmtorture.oracle;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Op;

/**
 * Where oracles report to. Called on the violating CPU's thread in the middle of its operation, perhaps under its
 * locks: a soak counts and goes on, an explorer may throw.
 */
@FunctionalInterface
public interface Violations {
    int NO_PFN = -1;
    int NO_OBJECT = -1;

    /**
     * Something was found.
     *
     * @param op what the CPU was doing
     * @param pfn the frame, or {@link #NO_PFN}
     * @param object what holds or lost the reference, by the strategy's numbering, or {@link #NO_OBJECT}
     * @param granted for an access the generation that was granted, else what was expected
     * @param actual for an access the truth word of the frame, decoded by {@link org.vmtorture.mm.Truth}; else what
     * was found
     * @param value for an access the content that was read or written
     */
    void found(Cpu cpu, FindingKind kind, Op op, int pfn, int object, long granted, long actual, long value);
}
