package org.vmtorture.report;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The tester's own heap, which must stay flat for as long as it runs. */
public final class Heap {
    private Heap() {}

    /**
     * The heap at one moment.
     *
     * @param used bytes, garbage included
     * @param afterGc as {@link Heap#afterGc} tells
     * @param collections since the JVM began
     * @param collectionMillis what they took together
     */
    record Reading(long used, long afterGc, long collections, long collectionMillis) {}

    static Reading read() {
        Runtime heap = Runtime.getRuntime();
        long count = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
            count += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        return new Reading(heap.totalMemory() - heap.freeMemory(), afterGc(), count, millis);
    }

    /**
     * Bytes in all heap pools after the last collection; 0 before the first. After a young collection that includes
     * what has died in the old generation: only its trend over collections means something. A pool's own collection
     * usage would not do, as pools that a collection left alone keep the figure of an earlier one, or none.
     */
    public static long afterGc() {
        Set<String> heapPools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(pool -> pool.getName())
                .collect(Collectors.toSet());
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(info -> used(info, heapPools))
                .orElse(0L);
    }

    private static long used(GcInfo info, Set<String> heapPools) {
        return info.getMemoryUsageAfterGc().entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }
}
