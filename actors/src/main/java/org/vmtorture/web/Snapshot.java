package org.vmtorture.web;

import java.util.List;
import java.util.Optional;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Progress;

/**
 * All that is known of a soak at one moment; never changes, so that who reads it holds up nobody.
 *
 * @param state in words: starting, running, ended with what
 * @param legs all that are planned, in order; empty until the soak begins
 * @param running the leg that runs, if one does
 * @param progress the last that was told
 * @param results of the legs that have ended
 * @param findings one per title, in the order of discovery
 * @param unlisted titles after the last that is listed
 * @param samples of the whole soak, for plots
 * @param revision rises with each change of legs or findings, which change seldom
 */
record Snapshot(
        String state,
        List<Leg> legs,
        Optional<OracleProof> proof,
        Optional<Leg> running,
        Optional<Progress> progress,
        List<LegResult> results,
        List<Found> findings,
        long unlisted,
        List<Sample> samples,
        int revision) {
    /**
     * A finding.
     *
     * @param counted how often it had happened when that was last counted; 0 before it ever was
     */
    record Found(Finding finding, long counted) {
        long atLeast() {
            return Math.max(1, counted);
        }
    }

    /** The finding of that id, if it is one of those listed. */
    Optional<Found> finding(String id) {
        return findings.stream()
                .filter(found -> found.finding().id().equals(id))
                .findFirst();
    }
}
