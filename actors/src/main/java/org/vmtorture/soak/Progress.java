package org.vmtorture.soak;

/**
 * Where a soak is, once a second.
 *
 * @param leg the leg that runs
 * @param nanos since the soak began
 * @param totalNanos what it was given
 * @param operations since the soak began
 * @param operationsPerSecond over the last second
 * @param uniqueFindings titles so far
 * @param findings violations so far
 * @param windowsEntered noise windows entered so far
 * @param retainedPages at the last audit
 * @param livePages allocated to areas at the last audit
 * @param backlog areas and regions that waited for a worker when the last audit began
 * @param mailboxPeak most messages that waited in any one actor's mailbox, of some looks in the last second
 * @param audits in this leg so far
 * @param stuck actors that have not finished a burst for long
 * @param situationsReached kinds of rare situation reached in this leg
 * @param situations kinds there are
 */
public record Progress(
        Leg leg,
        long nanos,
        long totalNanos,
        long operations,
        double operationsPerSecond,
        int uniqueFindings,
        long findings,
        long windowsEntered,
        long retainedPages,
        long livePages,
        long backlog,
        int mailboxPeak,
        long audits,
        int stuck,
        int situationsReached,
        int situations) {}
