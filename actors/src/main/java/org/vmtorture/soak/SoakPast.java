package org.vmtorture.soak;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.oracle.FindingKind;

/**
 * What an interrupted soak had done that another one goes on with.
 *
 * @param legs those that ended, the first ones in order
 * @param findings of those, and of the leg that was under way
 * @param counts how often each finding happened, by its id
 */
public record SoakPast(List<LegResult> legs, List<Finding> findings, Map<String, Long> counts) {
    /** A soak that begins. */
    public static final SoakPast NONE = new SoakPast(List.of(), List.of(), Map.of());

    /** What an earlier attempt at a leg found: it happened, whether or not the leg finds it again. */
    Map<FindingKind, Long> found(Leg leg) {
        Map<FindingKind, Long> found = new EnumMap<>(FindingKind.class);
        for (Finding finding : findings) {
            if (finding.strategy() == leg.strategy() && finding.careless() == leg.careless()) {
                found.merge(finding.kind(), counts.getOrDefault(finding.id(), 1L), Long::sum);
            }
        }
        return found;
    }
}
