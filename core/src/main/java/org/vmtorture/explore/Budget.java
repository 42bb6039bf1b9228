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
record Budget(long executions, BooleanSupplier stop, Progress progress, boolean collect, Predicate<Violated> sought)
        implements Limit {
    private static final int STOP_EVERY = 64; // executions; a power of two
    private static final int PROGRESS_EVERY = 4096;

    @Override
    public boolean allows(Tally tally, Choices choices) {
        if (found(tally) || tally.all() >= executions) {
            return false;
        }
        if (isStopDue(tally) && stop.getAsBoolean()) {
            return false;
        }
        if (isProgressDue(tally)) {
            double left = choices.left();
            progress.at(tally.all(), tally.deepest, left < 0 ? -1 : 1 - left);
        }
        return true;
    }

    static boolean isStopDue(Tally tally) {
        return (tally.executions & (STOP_EVERY - 1)) == 0;
    }

    static boolean isProgressDue(Tally tally) {
        return (tally.executions & (PROGRESS_EVERY - 1)) == 0;
    }

    /** Whether what was found ends the search. */
    boolean found(Tally tally) {
        return sought == null ? !collect && tally.violations > 0 : !tally.sightings.isEmpty();
    }

    @Override
    public boolean isNew(Tally tally, Violated violated) {
        return sought == null ? tally.isNew(violated) : tally.sightings.isEmpty() && sought.test(violated);
    }
}
