package org.vmtorture.soak;

import java.util.List;
import java.util.function.Function;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.op.Kernel;

/** What a soak runs: how large a machine it needs, and which roles its CPUs play. */
interface Workload {
    MachineSize size();

    /** Regions of all drivers together. */
    int regions();

    /**
     * The roles, one per CPU from 0 on; the CPU after the last is the auditor's.
     *
     * @param seed from which each role derives its own stream by its name, so that a new role moves no one else's dice
     * @param outboxes what a role of a name reaches its peers through
     */
    List<Role> roles(Kernel kernel, Leg leg, long seed, Function<String, Outbox> outboxes);

    /** Situations without which a leg of this workload has shown nothing. */
    List<Situations.Situation> required(Kernel kernel);
}
