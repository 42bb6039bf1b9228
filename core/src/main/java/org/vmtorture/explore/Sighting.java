package org.vmtorture.explore;

import org.vmtorture.oracle.Violated;

/** A violation as the search met it. */
record Sighting(Violated violated, int actor, Schedule schedule) {}
