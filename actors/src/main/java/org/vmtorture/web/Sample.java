package org.vmtorture.web;

import org.vmtorture.soak.Leg;

/**
 * One point of the plots: a second of the soak, or several that were merged.
 *
 * @param seconds since the soak began, at its end
 * @param leg the one that ran
 * @param operationsPerSecond on average
 * @param findings violations so far
 * @param retainedPages most, of the seconds merged
 * @param livePages most, of the seconds merged
 * @param heapAfterGc bytes at its end; 0 while nothing has been collected
 * @param weight how many seconds it stands for
 */
record Sample(
        double seconds,
        Leg leg,
        double operationsPerSecond,
        long findings,
        long retainedPages,
        long livePages,
        long heapAfterGc,
        int weight) {
    /** This one and the one after it, as one. */
    Sample and(Sample next) {
        int both = weight + next.weight;
        return new Sample(
                next.seconds,
                next.leg,
                (operationsPerSecond * weight + next.operationsPerSecond * next.weight) / both,
                next.findings,
                Math.max(retainedPages, next.retainedPages),
                Math.max(livePages, next.livePages),
                next.heapAfterGc,
                both);
    }
}
