package org.vmtorture.explore;

import org.vmtorture.oracle.Violated;

/** A budget, and an end once all kinds of violation were met that another search has met. */
record Until(Tally other, Budget budget) implements Limit {
    @Override
    public boolean allows(Tally tally, Choices choices) {
        return !tally.hasKindsOf(other) && budget.allows(tally, choices);
    }

    @Override
    public boolean isNew(Tally tally, Violated violated) {
        return budget.isNew(tally, violated);
    }
}
