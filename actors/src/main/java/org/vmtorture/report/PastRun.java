package org.vmtorture.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.SoakPast;

/** What a run directory tells of a run that was stopped or killed: enough to go on where it was. */
public final class PastRun {
    private static final Pattern COUNT = Pattern.compile("\\S+ ([0-9a-f]{12}) (\\d{1,18})");

    private final ObjectNode json;
    private final int segment; // that goes on
    private final List<LegResult> legs = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final Set<String> flooded = new LinkedHashSet<>();
    private final List<String> lost = new ArrayList<>();

    /** A finding that an earlier segment told of, and what is to be said of it again. */
    record Told(Finding finding, int segment, Instant first, Repro repro) {}

    private PastRun(ObjectNode json) {
        this.json = json;
        this.segment = segments().size() + 1;
    }

    /**
     * Reads a directory that is ours, and cuts its logs where a kill tore them.
     *
     * @throws RunDirectoryException if the run is finished, or what is there is not a run's
     */
    public static PastRun read(RunDirectory directory) {
        String name = directory.path().toString();
        try {
            JsonNode root = PastJson.parse(directory.run());
            if (!(root instanceof ObjectNode json)
                    || !PastJson.text(root, "schema").equals(RunJson.RUN_SCHEMA)) {
                throw RunDirectoryException.misnamed(name, "run.json is not of schema " + RunJson.RUN_SCHEMA);
            }
            if (PastJson.text(root, "state").equals("finished")) {
                throw RunDirectoryException.misnamed(
                        name, "is finished (exit " + root.path("exit").asText() + "): nothing is left to resume");
            }
            PastRun past = new PastRun(json);
            past.run(1); // all that it takes to go on is there
            past.read(PastJson.field(root, "legs"));
            past.closeLastSegment(directory);
            past.lost.addAll(
                    directory.mend(PastRun::isJson, line -> COUNT.matcher(line).matches()));
            past.readFindings(directory);
            return past;
        } catch (IllegalArgumentException malformed) {
            throw RunDirectoryException.misnamed(name, "run.json or a finding: " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw RunDirectoryException.misnamed(name, "cannot be read: " + unreadable.getMessage());
        }
    }

    private static boolean isJson(String line) {
        try {
            return PastJson.parse(line).isObject();
        } catch (IllegalArgumentException not) {
            return false;
        }
    }

    /** Legs that ended; one that was cut begins anew, as does one that never ended. */
    private void read(JsonNode results) {
        for (JsonNode node : results) {
            LegResult leg = PastJson.result(node);
            if (leg.cut() || leg.leg().index() != legs.size()) {
                break;
            }
            legs.add(leg);
        }
    }

    private void readFindings(RunDirectory directory) throws IOException {
        Map<Long, Told> byTime = new TreeMap<>();
        for (String text : directory.ofFindings("finding.json")) {
            JsonNode node = PastJson.parse(text);
            Finding finding = PastJson.finding(node);
            if (!finding.id().matches("[0-9a-f]{12}")) {
                throw new IllegalArgumentException("finding id " + Text.printable(finding.id()));
            }
            int segment = PastJson.number(node, "segment").intValue();
            Instant first = Instant.parse(PastJson.text(node, "first"));
            long place = first.toEpochMilli() << 20; // in the order in which they were found, however many at once
            while (byTime.putIfAbsent(place, new Told(finding, segment, first, PastJson.repro(node))) != null) {
                place++;
            }
            counts.put(finding.id(), PastJson.number(node, "count").longValue());
        }
        told.addAll(byTime.values());
        for (String line : directory.countLines()) {
            Matcher count = COUNT.matcher(line);
            if (count.matches() && counts.containsKey(count.group(1))) {
                counts.merge(count.group(1), Long.parseLong(count.group(2)), Math::max);
            }
        }
        directory.floodLines().forEach(line -> flooded.add(line.replaceFirst(" .*", "")));
    }

    /** A segment that was killed did not say when: it ended when it gave its last sign of life. */
    private void closeLastSegment(RunDirectory directory) throws IOException {
        ArrayNode segments = segments();
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("no segments");
        }
        ObjectNode last = (ObjectNode) segments.get(segments.size() - 1);
        if (!last.has("ended")) {
            Instant started = Instant.parse(PastJson.text(last, "started"));
            Instant sign = directory.lastSign();
            end(last, sign.isBefore(started) ? started : sign, "killed");
        }
    }

    /** Says of a segment when and how it ended. */
    static void end(ObjectNode segment, Instant ended, String state) {
        Instant started = Instant.parse(PastJson.text(segment, "started"));
        segment.put("ended", RunJson.time(ended));
        segment.put("state", state);
        segment.put("wall_ms", Duration.between(started, ended).toMillis());
    }

    private ArrayNode segments() {
        if (PastJson.field(json, "segments") instanceof ArrayNode segments) {
            return segments;
        }
        throw new IllegalArgumentException("segments is no list");
    }

    /** Which vmtorture ran last. */
    public Build build() {
        return PastJson.build(segments().get(segments().size() - 1));
    }

    /** What the run was asked to do, to be done here. */
    public SoakRun run(Build build, Host host) {
        return PastJson.run(json, build, host);
    }

    /** The run as segment {@code number} had it, for what is said of its findings. */
    SoakRun run(int number) {
        JsonNode segment = segments().get(number - 1);
        if (segment == null) {
            throw new IllegalArgumentException("no segment " + number);
        }
        return run(PastJson.build(segment), PastJson.host(segment));
    }

    /** Whether the trace, if there is one, is still the one that the run began with. */
    public boolean sameTrace() {
        SoakRun run = run(1);
        return run.options()
                .trace()
                .map(RunJson::digest)
                .orElse("")
                .equals(PastJson.text(PastJson.field(json, "options"), "trace_sha256"));
    }

    public SoakPast soak() {
        return new SoakPast(List.copyOf(legs), told.stream().map(Told::finding).toList(), Map.copyOf(counts));
    }

    /** The segment that goes on, counted from 1. */
    int segment() {
        return segment;
    }

    List<Told> told() {
        return told;
    }

    /** Ids that were only listed, there being too many. */
    Set<String> flooded() {
        return flooded;
    }

    /** What is kept and what was lost, a line each. */
    public List<String> notes(SoakRun run) {
        List<String> notes = new ArrayList<>();
        notes.add("segment " + segment + " of this run: " + legs.size() + " of " + run.legs() + " legs are kept, and "
                + told.size() + (told.size() == 1 ? " finding" : " findings")
                + (legs.size() < run.legs() ? "; leg " + (legs.size() + 1) + " starts anew" : ""));
        notes.addAll(lost);
        return notes;
    }

    /** run.json as the next segment begins it. */
    ObjectNode begin(SoakRun run, Instant started) {
        segments().add(RunJson.segment(run, segment, started));
        ArrayNode kept = json.putArray("legs");
        legs.forEach(leg -> kept.add(RunJson.result(leg)));
        json.put("state", "running");
        json.remove(List.of("ended", "verdict", "exit", "tester_failure", "wall_ms"));
        return json;
    }
}
