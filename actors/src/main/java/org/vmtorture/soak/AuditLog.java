package org.vmtorture.soak;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vmtorture.oracle.Census;

/** What the audits of one leg saw; written by the auditor, read by whoever shows progress. */
final class AuditLog {
    private final CountDownLatch retired = new CountDownLatch(1);
    private long audits;
    private long retainedPeak;
    private long retainedSum;
    private long retained;
    private long live;
    private long backlog;
    private long orphanPins;
    private long orphanMappings;

    synchronized void audited(Census census, int backlog) {
        audits++;
        this.backlog = backlog;
        retained = census.retainedPages();
        retainedSum += retained;
        retainedPeak = Math.max(retainedPeak, retained);
        live = census.livePages();
        orphanPins += census.orphanPins();
        orphanMappings += census.orphanMappings();
    }

    void retired() {
        retired.countDown();
    }

    boolean awaitRetired(long millis) throws InterruptedException {
        return retired.await(millis, TimeUnit.MILLISECONDS);
    }

    synchronized long audits() {
        return audits;
    }

    synchronized long retained() {
        return retained;
    }

    synchronized long live() {
        return live;
    }

    /** Areas and regions that waited for a worker when the last audit began. */
    synchronized long backlog() {
        return backlog;
    }

    synchronized long retainedPeak() {
        return retainedPeak;
    }

    synchronized double retainedMean() {
        return audits == 0 ? 0 : (double) retainedSum / audits;
    }

    /** Pins seen at audits on pages whose area was freed. */
    synchronized long orphanPins() {
        return orphanPins;
    }

    /** PTEs seen at audits on pages whose area was freed. */
    synchronized long orphanMappings() {
        return orphanMappings;
    }
}
