package org.vmtorture.soak;

import java.util.List;

/**
 * What a soak did before it began, to show that its oracles see: each of its deliberate defects was run in a fixed
 * order of steps.
 *
 * @param proven oracles that caught their defect and were silent without it
 * @param missed oracles that did not, one line each: a soak with any can end in no better verdict than inconclusive
 */
public record OracleProof(List<String> proven, List<String> missed) {
    public boolean complete() {
        return missed.isEmpty();
    }
}
