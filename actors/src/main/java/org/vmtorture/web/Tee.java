package org.vmtorture.web;

import java.util.List;
import org.vmtorture.reduce.Reproduction;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.SoakListener;

/**
 * Tells a second listener whatever the first is told. The first alone matters to the run: if the second fails, the
 * first has a note of it, and the second is told nothing more.
 */
final class Tee implements SoakListener {
    private final SoakListener first;
    private final SoakListener second;
    private boolean broken;

    Tee(SoakListener first, SoakListener second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void started(List<Leg> legs, OracleProof proof) {
        first.started(legs, proof);
        tell(() -> second.started(legs, proof));
    }

    @Override
    public void legStarted(Leg leg, long nanosPlanned) {
        first.legStarted(leg, nanosPlanned);
        tell(() -> second.legStarted(leg, nanosPlanned));
    }

    @Override
    public void progress(Progress progress) {
        first.progress(progress);
        tell(() -> second.progress(progress));
    }

    @Override
    public void found(Finding finding) {
        first.found(finding);
        tell(() -> second.found(finding));
    }

    @Override
    public void counted(String findingId, long count) {
        first.counted(findingId, count);
        tell(() -> second.counted(findingId, count));
    }

    @Override
    public void reproduced(String findingId, Reproduction reproduction) {
        first.reproduced(findingId, reproduction);
        tell(() -> second.reproduced(findingId, reproduction));
    }

    @Override
    public void legEnded(LegResult result) {
        first.legEnded(result);
        tell(() -> second.legEnded(result));
    }

    @Override
    public void note(String line) {
        first.note(line);
        tell(() -> second.note(line));
    }

    private void tell(Runnable what) {
        if (broken) {
            return;
        }
        try {
            what.run();
        } catch (Throwable failed) { // whatever it is, an assertion too: the run goes on without the second
            broken = true;
            first.note("web: the page is out of date from here on: " + failed);
        }
    }
}
