package org.vmtorture.reduce;

import java.util.List;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/**
 * A violation to be shown again, and the machine on which it happened.
 *
 * @param id the finding's
 * @param op what the CPU was doing
 * @param cpu which
 * @param life the frame's number and the generation that was granted, as a PTE; 0 if it is about no frame
 * @param freer the CPU that freed it, or -1
 * @param owner the CPU that has it now, or -1
 * @param counts whether a driver that frees while it is mapped would be wrong, and none was meant to be
 * @param actors by CPU
 */
public record Incident(
        String id,
        String title,
        FindingKind kind,
        Op op,
        int cpu,
        long life,
        int freer,
        int owner,
        StrategyId strategy,
        Defect defect,
        GupMode gup,
        Shootdown shootdown,
        boolean counts,
        List<String> actors,
        Scene scene) {
    public Incident {
        actors = List.copyOf(actors);
    }
}
