package org.vmtorture.soak;

import java.util.List;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.FindingKind;

/**
 * A violation as it was seen on the CPU that committed it, before anyone had time to write about it. Sightings of one
 * sort have one title, and are counted together.
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
        long atNanos) {
    /**
     * Whether the frame has had other lives since the one that was granted: then who freed that one is no longer known.
     */
    static boolean livesBetween(FindingKind kind, long granted, long truth) {
        boolean access = kind == FindingKind.USE_AFTER_FREE || kind == FindingKind.STALE_TLB;
        return access && Truth.generation(truth) > granted + 2;
    }

    boolean freerForgotten() {
        return livesBetween(kind, granted, truth);
    }

    /** The last records of one CPU's flight recorder, oldest first. */
    record CpuHistory(int cpu, long firstNumber, long[] records) {}
}
