package org.vmtorture.explore;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.vmtorture.oracle.Violated;

/**
 * When a search ends that has neither covered everything nor found anything.
 *
 * @param executions at most so many
 * @param stop asked every few executions; true ends the search: core has no clock of its own
 * @param progress is told
 * @param collect whether the search goes on after a violation, keeping the first of each kind
 * @param sought what ends the search, all other violations being passed over; null: none is
 */
record Budget(long executions, BooleanSupplier stop, Progress progress, boolean collect, Predicate<Violated> sought) {
    private static final int STOP_EVERY = 64; // executions; a power of two
    private static final int PROGRESS_EVERY = 4096;

    boolean allows(Tally tally, Choices choices) {
        boolean found = sought == null ? !collect && tally.violations > 0 : !tally.sightings.isEmpty();
        if (found || tally.executions >= executions) {
            return false;
        }
        if ((tally.executions & (STOP_EVERY - 1)) == 0 && stop.getAsBoolean()) {
            return false;
        }
        if ((tally.executions & (PROGRESS_EVERY - 1)) == 0) {
            progress.at(tally.executions, tally.deepest, choices.share());
        }
        return true;
    }

    /** Whether a violation is to be kept. */
    boolean isNew(Tally tally, Violated violated) {
        return sought == null ? tally.isNew(violated) : tally.sightings.isEmpty() && sought.test(violated);
    }
}
