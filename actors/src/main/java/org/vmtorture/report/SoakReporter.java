package org.vmtorture.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.SoakListener;
import org.vmtorture.soak.SoakResult;

/**
 * Tells a soak to people and to the disk; the disk first, so that nothing was printed that a kill -9 takes back. A
 * disk that fails stops the soak: what cannot be recorded is not worth running.
 */
public final class SoakReporter implements SoakListener {
    /** Titles that get a folder each; what comes after is listed in FLOOD. */
    public static final int UNIQUE_MAX = 500;

    private static final int NOTES_MAX = 1000;

    private interface Writing {
        void run() throws IOException;
    }

    private final SoakRun run;
    private final RunDirectory directory;
    private final Screen screen;
    private final Clock clock;
    private final Runnable stop;
    private final int uniqueMax;
    private final ObjectNode json;
    private final ArrayNode results;
    private final ArrayNode notes;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Map<String, Instant> firsts = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private LiveLines live;
    private long nanos; // where the soak is, as far as we were told
    private long flooded;
    private String fault = "";

    /** A reporter of one soak; {@code stop} is what it does when the disk fails. */
    public SoakReporter(SoakRun run, RunDirectory directory, Screen screen, Clock clock, Runnable stop) {
        this(run, directory, screen, clock, stop, UNIQUE_MAX);
    }

    SoakReporter(SoakRun run, RunDirectory directory, Screen screen, Clock clock, Runnable stop, int uniqueMax) {
        this.uniqueMax = uniqueMax;
        this.run = run;
        this.directory = directory;
        this.screen = screen;
        this.clock = clock;
        this.stop = stop;
        this.json = RunJson.run(run, clock.instant());
        this.results = json.putArray("legs");
        this.notes = json.putArray("notes");
        this.live = new LiveLines(screen, run.options().duration().toNanos(), run.legs());
        write(() -> directory.run(RunJson.text(json)));
    }

    @Override
    public synchronized void started(List<Leg> legs, OracleProof proof) {
        RunJson.planned(json, legs, proof);
        write(() -> directory.run(RunJson.text(json)));
        live = new LiveLines(screen, run.options().duration().toNanos(), legs.size());
        int proven = proof.proven().size();
        screen.line("oracles    " + proven + "/" + (proven + proof.missed().size()) + " alive");
        proof.missed().forEach(missed -> screen.line("  not shown to be alive: " + missed));
    }

    @Override
    public synchronized void legStarted(Leg leg, long nanosPlanned) {
        live.legStarted(leg);
    }

    @Override
    public synchronized void progress(Progress progress) {
        nanos = progress.nanos();
        Runtime heap = Runtime.getRuntime();
        String line = RunJson.metrics(progress, heap.totalMemory() - heap.freeMemory(), Heap.afterGc());
        write(() -> directory.metrics(line));
        live.progress(progress);
    }

    @Override
    public synchronized void found(Finding finding) {
        if (!finding.id().matches("[0-9a-f]{12}") || findings.containsKey(finding.id())) {
            throw new IllegalArgumentException("finding id=" + Text.printable(finding.id()) + " is malformed or known");
        }
        if (findings.size() >= uniqueMax) {
            flood(finding);
            return;
        }
        Instant now = clock.instant();
        findings.put(finding.id(), finding);
        firsts.put(finding.id(), now);
        counts.put(finding.id(), 1L);
        boolean written = write(() -> directory.finding(finding.id(), files(finding)));
        screen.lines(FindingReport.title(finding, Text.COLUMNS));
        if (written) {
            screen.line("  id " + finding.id() + ", " + directory.path() + "/findings/" + finding.id() + "/report.txt");
        }
    }

    private Map<String, String> files(Finding finding) {
        long count = counts.get(finding.id());
        Instant first = firsts.get(finding.id());
        return Map.of(
                "report.txt", FindingReport.of(run, finding, count),
                "finding.json", RunJson.finding(run, finding, first, count));
    }

    private void flood(Finding finding) {
        flooded++;
        write(() -> directory.flood(finding.id() + " " + Text.clock(finding.atNanos()) + " "
                + finding.strategy().id() + " " + Text.printable(finding.title())));
        if (flooded == 1) {
            screen.line("FLOOD: more than " + uniqueMax + " titles; the rest are listed in " + directory.path()
                    + "/findings/FLOOD/titles.txt");
        }
    }

    @Override
    public synchronized void counted(String findingId, long count) {
        if (findings.containsKey(findingId)) {
            counts.put(findingId, count);
        }
        write(() -> directory.counted(Text.clock(nanos) + " " + Text.printable(findingId) + " " + count));
    }

    @Override
    public synchronized void legEnded(LegResult result) {
        results.add(RunJson.result(result));
        listFindings();
        write(() -> directory.run(RunJson.text(json)));
    }

    private void listFindings() {
        ArrayNode list = json.putArray("findings");
        findings.values().forEach(finding -> list.add(RunJson.summary(finding, counts.get(finding.id()))));
        if (flooded > 0) {
            json.put("flood", flooded);
        }
    }

    @Override
    public synchronized void note(String line) {
        if (notes.size() < NOTES_MAX) {
            notes.add(Text.printable(line));
        }
        Text.wrap(Text.printable(line), Text.COLUMNS, "  ").forEach(screen::line);
    }

    /**
     * Ends the run: the table on screen and on disk, every count where it belongs. Returns the process's exit status.
     */
    public synchronized int finish(SoakResult result, Optional<ExitStatus> signal) {
        amend();
        Outcome outcome = Outcome.of(run, result, signal, fault);
        List<String> table = ResultTable.of(run, result, outcome, counts);
        write(() -> directory.table(String.join("\n", table) + "\n"));
        if (json.get("oracles") == null) {
            RunJson.planned(json, List.of(), result.proof());
        }
        results.removeAll();
        result.legs().forEach(leg -> results.add(RunJson.result(leg)));
        json.put("tester_failure", result.testerFailure());
        end(result.interrupted() ? "interrupted" : "finished", outcome.verdict(), outcome.code());
        screen.erase();
        screen.lines(table);
        Outcome last = Outcome.of(run, result, signal, fault); // the disk may have failed while we wrote
        return last.code();
    }

    /** Ends the run without a result: the soak did not come back, or threw. */
    public synchronized void abandon(String state, String verdict, ExitStatus status, String why) {
        json.put("tester_failure", why);
        end(state, verdict, status.code());
        screen.erase();
    }

    /** Whether a violation was reported, though there may be no result. */
    public synchronized boolean foundAny() {
        return !findings.isEmpty();
    }

    /** What of the disk failed first; empty if nothing. */
    public synchronized String fault() {
        return fault;
    }

    private void end(String state, String verdict, int code) {
        listFindings();
        json.put("state", state);
        json.put("ended", RunJson.time(clock.instant()));
        json.put("verdict", verdict);
        json.put("exit", code);
        write(() -> directory.run(RunJson.text(json)));
    }

    /** What happened once when it was told may have happened often. */
    private void amend() {
        findings.forEach((id, finding) -> {
            if (counts.get(id) > 1) {
                files(finding).forEach((name, text) -> write(() -> directory.amended(id, name, text)));
            }
        });
    }

    /** The document of {@code --json}: run.json as it now is. */
    public synchronized String json() {
        return RunJson.text(json);
    }

    /** Writes unless writing has failed before; true if it is done. */
    private boolean write(Writing writing) {
        if (!fault.isEmpty()) {
            return false;
        }
        try {
            writing.run();
            return true;
        } catch (IOException failed) {
            String reason = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            fault = Text.printable("cannot write to the run directory: " + reason);
            stop.run();
            return false;
        }
    }
}
