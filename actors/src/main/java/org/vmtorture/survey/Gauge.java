package org.vmtorture.survey;

import org.vmtorture.explore.Progress;

/** How far one exploration is. Written by one thread at a time that explores, read by the one that tells. */
final class Gauge implements Progress {
    private volatile long executions; // opaque would do: nothing is read because of it
    private volatile int depth;
    private volatile double share = -1;
    private volatile boolean minimising;

    @Override
    public void at(long done, int longest, double part) {
        executions = done;
        depth = longest;
        share = part;
    }

    void minimising(long done) {
        executions = done;
        minimising = true;
    }

    long executions() {
        return executions;
    }

    int depth() {
        return depth;
    }

    double share() {
        return share;
    }

    boolean isMinimising() {
        return minimising;
    }
}
