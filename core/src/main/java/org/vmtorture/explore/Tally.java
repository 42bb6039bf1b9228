package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;

/** What a search has done so far. */
final class Tally {
    long executions;
    long steps;
    long abandoned; // executions that were given up half-way
    long violations;
    int deepest;
    boolean covered; // the search had nothing left to try
    final List<Sighting> sightings = new ArrayList<>(); // one of each kind
    private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);

    void clear() {
        executions = 0;
        steps = 0;
        abandoned = 0;
        violations = 0;
        deepest = 0;
        covered = false;
        sightings.clear();
        kinds.clear();
    }

    void count(Ending ending, int depth) {
        executions++;
        steps += depth;
        if (depth > deepest) {
            deepest = depth;
        }
        if (ending == Ending.ABANDONED) {
            abandoned++;
        } else if (ending == Ending.VIOLATED) {
            violations++;
        }
    }

    boolean isNew(Violated violated) {
        return !kinds.contains(violated.kind());
    }

    void add(Sighting sighting) {
        kinds.add(sighting.violated().kind());
        sightings.add(sighting);
    }
}
