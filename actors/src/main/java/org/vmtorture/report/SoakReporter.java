package org.vmtorture.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vmtorture.reduce.Reproduction;
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
    private final Map<String, Integer> segments = new LinkedHashMap<>(); // by finding
    private final Map<Integer, SoakRun> earlier = new LinkedHashMap<>(); // by segment
    private final Map<String, Repro> repros = new LinkedHashMap<>(); // by finding
    private final Set<String> flooded = new LinkedHashSet<>();
    private final int segment;
    private final List<String> told; // of the past, if there is one
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private LiveLines live;
    private long nanos; // where the soak is, as far as we were told
    private String fault = "";

    /** A reporter of one soak; {@code stop} is what it does when the disk fails. */
    public SoakReporter(SoakRun run, RunDirectory directory, Screen screen, Clock clock, Runnable stop) {
        this(run, Optional.empty(), directory, screen, clock, stop, UNIQUE_MAX);
    }

    /** A reporter of a soak that goes on. */
    public SoakReporter(
            SoakRun run, Optional<PastRun> past, RunDirectory directory, Screen screen, Clock clock, Runnable stop) {
        this(run, past, directory, screen, clock, stop, UNIQUE_MAX);
    }

    SoakReporter(
            SoakRun run,
            Optional<PastRun> past,
            RunDirectory directory,
            Screen screen,
            Clock clock,
            Runnable stop,
            int uniqueMax) {
        this.uniqueMax = uniqueMax;
        this.run = run;
        this.directory = directory;
        this.screen = screen;
        this.clock = clock;
        this.stop = stop;
        this.segment = past.map(PastRun::segment).orElse(1);
        this.told = past.map(before -> before.notes(run)).orElse(List.of());
        this.json = past.map(before -> before.begin(run, clock.instant()))
                .orElseGet(() -> RunJson.run(run, clock.instant()));
        this.results = json.withArrayProperty("legs");
        this.notes = json.withArrayProperty("notes");
        json.put("resume", resume());
        past.ifPresent(this::recall);
        this.live = new LiveLines(screen, run.options().duration().toNanos(), run.legs());
        write(() -> directory.run(RunJson.text(json)));
    }

    private void recall(PastRun past) {
        for (PastRun.Told before : past.told()) {
            String id = before.finding().id();
            findings.put(id, before.finding());
            firsts.put(id, before.first());
            segments.put(id, before.segment());
            repros.put(id, before.repro());
            earlier.computeIfAbsent(before.segment(), past::run);
        }
        counts.putAll(past.soak().counts());
        flooded.addAll(past.flooded());
    }

    /** Says what runs, once the disk has it: what a user has read can be resumed. */
    public synchronized void begin() {
        screen.lines(run.heading(directory.path().toString()));
        told.forEach(this::note);
    }

    /** The command that goes on with this run, should it be stopped. */
    public String resume() {
        return "./vmtorture soak --resume " + SoakRun.quoted(directory.path().toString());
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
        String line = RunJson.metrics(progress, segment, Heap.read());
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
        segments.put(finding.id(), segment);
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
        int segmentOf = segments.get(finding.id());
        SoakRun runOf = earlier.getOrDefault(segmentOf, run);
        List<String> alike = Likeness.of(finding, findings.values());
        Repro repro = Likeness.with(repros.getOrDefault(finding.id(), Repro.UNKNOWN), alike, repros);
        return Map.of(
                "report.txt", FindingReport.of(runOf, finding, count, repro),
                "finding.json", RunJson.finding(runOf, segmentOf, finding, first, count, repro, alike));
    }

    /** What shows a finding again is on disk before its report says so. */
    @Override
    public synchronized void reproduced(String findingId, Reproduction reproduction) {
        Finding finding = findings.get(findingId);
        if (finding == null) {
            return; // of a flood
        }
        Path replay = directory.path().resolve("findings").resolve(findingId).resolve(RunDirectory.REPLAY);
        String command = "./vmtorture replay " + SoakRun.quoted(shown(replay));
        String told = reproduction.execution().isPresent() ? command : "";
        repros.put(findingId, new Repro(reproduction.how(), reproduction.steps(), told));
        reproduction
                .execution()
                .map(execution -> execution.file(run.build().version()))
                .ifPresent(file -> write(() -> directory.amended(findingId, RunDirectory.REPLAY, file.text())));
        if (!reproduction.history().isEmpty()) {
            String text = String.join("\n", reproduction.history()) + "\n";
            write(() -> directory.amended(findingId, "history.txt", text));
        }
        files(finding).forEach((name, text) -> write(() -> directory.amended(findingId, name, text)));
        if (!told.isEmpty()) {
            screen.line("  id " + findingId + " reproduced: " + reproduction.how());
            screen.line("  " + told);
        }
    }

    /** As a report may print a path: relative to where we are. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return here.relativize(path.toAbsolutePath().normalize()).toString();
    }

    private void flood(Finding finding) {
        if (!flooded.add(finding.id())) {
            return; // an earlier segment listed it
        }
        write(() -> directory.flood(finding.id() + " " + Text.clock(finding.atNanos()) + " "
                + finding.strategy().id() + " " + Text.printable(finding.title())));
        if (flooded.size() == 1) {
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
        if (!flooded.isEmpty()) {
            json.put("flood", flooded.size());
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
        closeSegment(result.interrupted() ? "interrupted" : "finished");
        List<String> table = ResultTable.of(run, result, outcome, counts, segmentsInWords());
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

    /** The user has asked for the prompt. From any thread. */
    public void hurry() {
        directory.hurry();
    }

    /** Ends the run without a result: the soak did not come back, or threw. */
    public synchronized void abandon(String state, String verdict, ExitStatus status, String why) {
        json.put("tester_failure", why);
        closeSegment(state);
        end(state, verdict, status.code());
        screen.erase();
    }

    /** How to go on with a run that was stopped; nothing if it is finished. */
    public synchronized Optional<String> unfinished() {
        return json.has("resume") ? Optional.of("To go on: " + resume()) : Optional.empty();
    }

    private void closeSegment(String state) {
        ArrayNode all = json.withArrayProperty("segments");
        PastRun.end((ObjectNode) all.get(all.size() - 1), clock.instant(), state);
        long wall = 0;
        for (JsonNode one : all) {
            wall += one.path("wall_ms").asLong();
        }
        json.put("wall_ms", wall);
    }

    /** How the run came about, where one process did not do it all; empty else. */
    private String segmentsInWords() {
        List<String> parts = new ArrayList<>();
        for (JsonNode one : json.withArrayProperty("segments")) {
            Duration time = Duration.ofMillis(one.path("wall_ms").asLong());
            parts.add(Text.duration(time.toNanos()) + " " + one.path("state").asText());
        }
        Duration wall = Duration.ofMillis(json.path("wall_ms").asLong());
        return parts.size() == 1
                ? ""
                : "Segments: " + parts.size() + " (" + String.join(", ", parts) + "), " + Text.duration(wall.toNanos())
                        + " of wall time without the pauses between them.";
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
        if (state.equals("finished")) {
            json.remove("resume");
        }
        write(() -> directory.run(RunJson.text(json)));
    }

    /** What happened once when it was told may have happened often. */
    private void amend() {
        findings.forEach((id, finding) -> {
            if (counts.get(id) > 1 || !Likeness.of(finding, findings.values()).isEmpty()) {
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
