package org.vmtorture.soak;

import java.util.List;
import java.util.Optional;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.reduce.Scene;

/**
 * A violation as it was seen on the CPU that committed it, before anyone had time to write about it. Sightings of one
 * sort have one title, and are counted together; the first of them has the whole scene with it.
 */
record Sighting(
        int sort,
        FindingKind kind,
        Op op,
        int cpu,
        int pfn,
        int object,
        long granted,
        long actual,
        long value,
        long truth,
        List<CpuHistory> histories,
        String waitingAt,
        long atNanos,
        Optional<Scene> scene) {
    boolean freerForgotten() {
        return Title.livesBetween(kind, granted, truth);
    }

    /** The last records of one CPU's flight recorder, oldest first. */
    record CpuHistory(int cpu, long firstNumber, long[] records) {}
}
