package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;

/** What a search, or a part of one, has done so far. */
final class Tally {
    long executions;
    long steps; // each once, in however many executions it is
    long abandoned; // executions that were given up half-way
    long violations;
    int deepest;
    boolean covered; // the search had nothing left to try
    boolean divides; // it has proved to be long, and what is left of it may be divided
    final List<Sighting> sightings = new ArrayList<>(); // one of each kind
    private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);
    private long discarded; // executions that turned out to be no part of the search

    /** An execution of so many steps, the first of which were counted with another already. */
    void count(Ending ending, int depth, int shared) {
        executions++;
        steps += depth - shared;
        if (depth > deepest) {
            deepest = depth;
        }
        if (ending == Ending.ABANDONED) {
            abandoned++;
        } else if (ending == Ending.VIOLATED) {
            violations++;
        }
    }

    /** The search begins anew. What was found stays found. */
    void discard() {
        discarded += executions;
        executions = 0;
        steps = 0;
        abandoned = 0;
        violations = 0;
        deepest = 0;
    }

    /** Executions, those included that were no part of the search. */
    long all() {
        return executions + discarded;
    }

    boolean isNew(Violated violated) {
        return !kinds.contains(violated.kind());
    }

    void add(Sighting sighting) {
        kinds.add(sighting.violated().kind());
        sightings.add(sighting);
    }

    /** Whether all kinds of violation that the other has met were met here too. */
    boolean hasKindsOf(Tally other) {
        return kinds.containsAll(other.kinds);
    }

    /** The part of the search that follows was done by somebody else. */
    void add(Tally next) {
        executions += next.executions;
        steps += next.steps;
        abandoned += next.abandoned;
        violations += next.violations;
        deepest = Math.max(deepest, next.deepest);
        covered &= next.covered;
        discarded += next.discarded;
        addSightings(next);
    }

    void addSightings(Tally other) {
        for (Sighting sighting : other.sightings) {
            if (isNew(sighting.violated())) {
                add(sighting);
            }
        }
    }
}
