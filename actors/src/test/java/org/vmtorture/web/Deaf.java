package org.vmtorture.web;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.SoakListener;

/** Hears how often it was told something, and remembers notes alone. */
class Deaf implements SoakListener {
    final List<String> notes = new ArrayList<>();
    int told;

    @Override
    public void started(List<Leg> legs, OracleProof proof) {
        told++;
    }

    @Override
    public void legStarted(Leg leg, long nanosPlanned) {
        told++;
    }

    @Override
    public void progress(Progress progress) {
        told++;
    }

    @Override
    public void found(Finding finding) {
        told++;
    }

    @Override
    public void counted(String findingId, long count) {
        told++;
    }

    @Override
    public void legEnded(LegResult result) {
        told++;
    }

    @Override
    public void note(String line) {
        notes.add(line);
    }
}
