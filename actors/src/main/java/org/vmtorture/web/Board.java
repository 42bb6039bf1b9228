package org.vmtorture.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.vmtorture.report.Heap;
import org.vmtorture.report.SoakReporter;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.web.Snapshot.Found;

/**
 * Hears a soak and puts up what is known of it for any number of readers. The soak's thread alone writes, and waits for
 * no reader: it publishes a new {@link Snapshot}, and readers take whichever is up.
 */
final class Board implements SoakListener {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final History history = new History();
    private final List<LegResult> results = new ArrayList<>();
    private final Map<String, Found> findings = new LinkedHashMap<>();
    private String state = "starting";
    private List<Leg> legs = List.of();
    private Optional<OracleProof> proof = Optional.empty();
    private Optional<Leg> running = Optional.empty();
    private Optional<Progress> progress = Optional.empty();
    private long unlisted;
    private int revision;

    private volatile Snapshot snapshot; // the only thing that readers see

    Board() {
        publish();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void started(List<Leg> planned, OracleProof shown) {
        state = "running";
        legs = List.copyOf(planned);
        proof = Optional.of(shown);
        changed();
    }

    @Override
    public void legStarted(Leg leg, long nanosPlanned) {
        running = Optional.of(leg);
        changed();
    }

    @Override
    public void progress(Progress told) {
        // The first of a leg is told before the leg has done anything.
        boolean begun = progress.isPresent() && progress.get().leg().equals(told.leg());
        progress = Optional.of(told);
        if (begun) {
            history.add(sample(told));
        }
        publish();
    }

    private static Sample sample(Progress told) {
        return new Sample(
                told.nanos() / 1e9,
                told.leg(),
                told.operationsPerSecond(),
                told.findings(),
                told.retainedPages(),
                told.livePages(),
                Heap.afterGc(),
                1);
    }

    @Override
    public void found(Finding finding) {
        if (findings.size() < SoakReporter.UNIQUE_MAX) {
            findings.putIfAbsent(finding.id(), new Found(finding, 0));
        } else {
            unlisted++;
        }
        changed();
    }

    @Override
    public void counted(String findingId, long count) {
        findings.computeIfPresent(findingId, (id, found) -> new Found(found.finding(), count));
        changed();
    }

    @Override
    public void legEnded(LegResult result) {
        results.add(result);
        running = Optional.empty();
        changed();
    }

    /** Notes are for the screen and the run directory. */
    @Override
    public void note(String line) {}

    /** The soak is over; nothing is told after this. */
    void end(String how) {
        state = how;
        running = Optional.empty();
        changed();
        ended.countDown();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Waits for so long, or until the soak is over. */
    void awaitEnd(long nanos) throws InterruptedException {
        if (ended.await(nanos, TimeUnit.NANOSECONDS)) {
            assert hasEnded();
        }
    }

    private void changed() {
        revision++;
        publish();
    }

    private void publish() {
        snapshot = new Snapshot(
                state,
                legs,
                proof,
                running,
                progress,
                List.copyOf(results),
                List.copyOf(findings.values()),
                unlisted,
                history.samples(),
                revision);
    }
}
