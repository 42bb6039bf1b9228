package org.vmtorture.soak;

import java.util.List;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/**
 * One violation, with all that the tester knows of it. Findings of the same title are one finding, counted.
 *
 * @param id first 12 hex digits of the SHA-256 of title, strategy and kind
 * @param title as a kernel developer writes it, without numbers, addresses or actors
 * @param op what the violating CPU was doing
 * @param actor who did it, as {@code proc-3}
 * @param pfn the frame, or -1
 * @param object what holds or lost the reference, or -1
 * @param value what was read or written, for an access
 * @param allocated who had allocated the frame for the life that was granted
 * @param freed who freed it
 * @param reused who has it now; empty if it is free
 * @param state expected and actual values, as {@code name=value} words
 * @param histories the last operations of the CPUs concerned, oldest first
 * @param atNanos nanoseconds since the soak began
 */
public record Finding(
        String id,
        String title,
        FindingKind kind,
        StrategyId strategy,
        boolean careless,
        String defect,
        Op op,
        String actor,
        int pfn,
        int object,
        long value,
        String allocated,
        String freed,
        String reused,
        List<String> state,
        List<History> histories,
        long atNanos) {
    /** The last operations of one actor, a line each. */
    public record History(String actor, List<String> operations) {}
}
