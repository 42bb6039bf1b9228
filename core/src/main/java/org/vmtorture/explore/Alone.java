package org.vmtorture.explore;

import org.vmtorture.oracle.Violated;

/** A budget, and an end after so many executions that the rest is worth dividing. */
record Alone(Budget budget) implements Limit {
    @Override
    public boolean allows(Tally tally, Choices choices) {
        if (!budget.allows(tally, choices)) {
            return false;
        }
        tally.divides = tally.executions >= Division.ALONE_MAX;
        return !tally.divides;
    }

    @Override
    public boolean isNew(Tally tally, Violated violated) {
        return budget.isNew(tally, violated);
    }
}
