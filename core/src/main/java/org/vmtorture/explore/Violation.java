package org.vmtorture.explore;

import java.util.List;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;
import org.vmtorture.oracle.Violations;

/**
 * A violation and the execution that shows it.
 *
 * @param violated what the oracle found
 * @param actor on whose step, or {@link #AT_REST} or {@link #STUCK}
 * @param schedule who made each step; its last step is the one that showed it
 * @param steps what each step did, one for each choice of the schedule
 */
public record Violation(Violated violated, int actor, Schedule schedule, List<Step> steps) {
    /** Found when all were done. */
    public static final int AT_REST = -1;

    /** Found when nobody could go on. */
    public static final int STUCK = -2;

    public Violation {
        steps = List.copyOf(steps);
    }

    /** A finding of the explorer's own, on no page and no object. */
    static Violated own(FindingKind kind, int actor, Op path) {
        return new Violated(kind, actor, path, Violations.NO_PFN, Violations.NO_OBJECT, 0, 0, 0);
    }
}
