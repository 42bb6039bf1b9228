package org.vmtorture.soak;

import java.util.List;

/**
 * How a soak ended.
 *
 * @param legs those that ran, the last perhaps cut short
 * @param findings one per title, in the order of discovery
 * @param proof that the oracles are alive
 * @param interrupted whether it was stopped before its time
 * @param testerFailure what failed in the tester itself, empty if nothing
 */
public record SoakResult(
        List<LegResult> legs, List<Finding> findings, OracleProof proof, boolean interrupted, String testerFailure) {}
