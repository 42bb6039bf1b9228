package org.vmtorture.soak;

import java.util.EnumMap;
import java.util.Map;

/** Rare situations that a soak must reach to have shown anything, and how often it did. */
final class Situations {
    /** A situation, by the words that a report uses. */
    enum Situation {
        AREA_MAPPED("area mapped"),
        PAGE_ACCESSED("mapped page accessed"),
        AREA_FREED("area freed by its driver"),
        FREED_WHILE_MAPPED("area freed while mapped"),
        MAPPING_UNMAPPED("mapping unmapped"),
        PARTLY_UNMAPPED("mapping unmapped in part"),
        MOVED("mapping moved"),
        FORKED("address space forked"),
        EXITED("address space exited"),
        MMAP_FAILED("mmap failed half-way"),
        FORK_FAILED("fork failed half-way"),
        PINNED("page pinned"),
        PIN_OUTLIVED_AREA("pin outlived its area"),
        PIN_HANDED_ON("pin handed on"),
        UNPINNED_ATOMIC("unpinned with interrupts off"),
        WALKED("page tables walked"),
        DEFERRED_FREE("deferred free done");

        private final String text;

        Situation(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private final long[] counts = new long[Situation.values().length];

    void add(Situation situation, long count) {
        counts[situation.ordinal()] += count;
    }

    long count(Situation situation) {
        return counts[situation.ordinal()];
    }

    int reached() {
        int reached = 0;
        for (long count : counts) {
            reached += count > 0 ? 1 : 0;
        }
        return reached;
    }

    Map<Situation, Long> all() {
        Map<Situation, Long> all = new EnumMap<>(Situation.class);
        for (Situation situation : Situation.values()) {
            all.put(situation, count(situation));
        }
        return all;
    }
}
