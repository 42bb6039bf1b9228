package org.vmtorture.explore;

import org.vmtorture.oracle.Violated;

/** When a search is to end that could go on. Asked after each execution, on whatever fiber runs. */
interface Limit {
    /** Whether there may be another execution. */
    boolean allows(Tally tally, Choices choices);

    /** Whether a violation is to be kept. */
    boolean isNew(Tally tally, Violated violated);
}
