package org.vmtorture.soak;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.op.OracleProofs;

/** Runs the deliberate defects, so that a soak begins with oracles that are known to see. */
final class OracleProver {
    private OracleProver() {}

    static OracleProof prove() {
        List<String> proven = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (OracleProofs.Proof proof : OracleProofs.all()) {
            String name = proof.kind().id() + " by " + proof.defect().id();
            (proof.holds() ? proven : missed).add(name);
        }
        return new OracleProof(List.copyOf(proven), List.copyOf(missed));
    }
}
