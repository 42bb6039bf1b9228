package org.vmtorture.explore;

import java.util.function.BooleanSupplier;
import org.vmtorture.oracle.FindingKind;

/**
 * When a search ends that has neither covered everything nor found anything.
 *
 * @param executions at most so many
 * @param stop asked every few executions; true ends the search: core has no clock of its own
 * @param progress is told
 * @param collect whether the search goes on after a violation, keeping the first of each kind
 * @param sought with {@code collect}, the kind after which it does not; null for none
 */
record Budget(long executions, BooleanSupplier stop, Progress progress, boolean collect, FindingKind sought) {
    private static final int STOP_EVERY = 64; // executions; a power of two
    private static final int PROGRESS_EVERY = 4096;

    boolean allows(Tally tally, Choices choices) {
        boolean found = tally.violations > 0 && (!collect || sought != null && tally.has(sought));
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
}
