package org.vmtorture.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Search;
import org.vmtorture.explore.Trace;
import org.vmtorture.explore.Violation;
import org.vmtorture.oracle.Title;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Program;
import org.vmtorture.survey.Exploration;
import org.vmtorture.survey.Found;
import org.vmtorture.survey.Meeting;

/** What programs read of a survey, in the schemas of {@link RunJson}. */
final class SurveyJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SurveyJson() {}

    /** What is known before the survey begins; the rest is added as it comes. */
    static ObjectNode run(SurveyRun run, Instant started) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", RunJson.RUN_SCHEMA);
        root.put("mode", run.mode());
        root.put("state", "running");
        root.put("command", run.command());
        root.put("started", RunJson.time(started));
        config(root, run);
        run.race().ifPresent(race -> {
            ObjectNode node = root.putObject("race");
            node.put("id", race.id());
            node.put("title", race.title());
            node.put("reference", race.reference());
            node.put("story", race.story());
        });
        ObjectNode options = root.putObject("options");
        ArrayNode scenarios = options.putArray("scenarios");
        run.options().scenarios().forEach(scenario -> scenarios.add(scenario.name()));
        ArrayNode strategies = options.putArray("strategies");
        run.options().strategies().forEach(strategy -> strategies.add(strategy.id()));
        options.put("search", run.options().search().map(Search::describe).orElse("as declared"));
        options.put("races", run.options().races());
        options.put("budget_ms", run.options().budget().toMillis());
        options.put("fibers", run.options().fibers().text());
        options.put("workers", run.options().workers());
        return root;
    }

    private static void config(ObjectNode node, SurveyRun run) {
        node.put("version", run.build().version());
        node.put("commit", run.build().commit());
        node.put("jvm", run.host().jvm());
        node.put("os", run.host().os());
        node.put("arch", run.host().arch());
        node.put("cpus", run.host().cpus());
        node.put("heap_max", run.host().heap());
    }

    static ObjectNode exploration(Exploration exploration) {
        ObjectNode node = NODES.objectNode();
        node.put("scenario", exploration.pair().scenario().name());
        node.put("strategy", exploration.pair().strategy().id());
        node.put("outcome", exploration.outcome().text());
        node.put("expected", !exploration.surprises());
        node.put("surprise", exploration.surprise());
        node.put("doubt", exploration.doubt());
        node.put("search", exploration.search());
        node.put("distinct", exploration.distinct());
        node.put("executions", exploration.executions());
        node.put("redundant", exploration.redundant());
        node.put("steps", exploration.steps());
        node.put("depth", exploration.depth());
        node.put("nanos", exploration.nanos());
        node.put("met", exploration.meetings().size());
        node.put("met_both_ways", exploration.metInBothOrders());
        node.put("windows", exploration.pair().scenario().windows().size());
        node.put("windows_entered", exploration.entered().size());
        ArrayNode found = node.putArray("found");
        exploration.found().forEach(finding -> found.add(summary(finding)));
        return node;
    }

    /** Which operations met where, one exploration on a line: too much to be written anew with every other one. */
    static String meetings(Exploration exploration) {
        ObjectNode node = NODES.objectNode();
        node.put("scenario", exploration.pair().scenario().name());
        node.put("strategy", exploration.pair().strategy().id());
        node.put("outcome", exploration.outcome().text());
        ArrayNode pairs = node.putArray("pairs");
        for (Meeting meeting : exploration.meetings()) {
            ObjectNode one = pairs.addObject();
            one.put("row", meeting.row());
            one.put("first", meeting.first());
            one.put("second", meeting.second());
            one.put("both_orders", meeting.bothOrders());
        }
        return JsonText.oneLine(node);
    }

    /** A finding in a list: enough to find its folder. */
    static ObjectNode summary(Found found) {
        ObjectNode node = NODES.objectNode();
        node.put("id", found.id());
        node.put("title", found.title());
        node.put("kind", found.kind().id());
        node.put("strategy", found.pair().strategy().id());
        node.put("scenario", found.pair().scenario().name());
        node.put("expected", found.expected());
        return node;
    }

    static String finding(SurveyRun run, Found found, ReplayFile file, String again, Instant first) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", RunJson.FINDING_SCHEMA);
        root.setAll(summary(found));
        root.put("verdict", "violation");
        root.put("mode", "explore");
        root.put("defect", found.pair().scenario().defect().id());
        root.put("first", RunJson.time(first));
        ObjectNode repro = root.putObject("repro");
        repro.put("type", "schedule");
        repro.put("file", "replay.conf");
        repro.put("cmd", again);
        ObjectNode minimal = repro.putObject("minimized");
        minimal.put("actors", file.program().actors());
        minimal.put("rows", found.trace().rows().size());
        minimal.put("steps", found.violation().schedule().steps());
        minimal.put("preemptions", found.violation().schedule().preemptions());
        minimal.put("how", found.minimal().how());
        config(root.putObject("config"), run);
        root.setAll(violation(file, found.violation()));
        return RunJson.text(root);
    }

    /** What was found, and the execution. */
    static ObjectNode violation(ReplayFile file, Violation violation) {
        Program program = file.program();
        Violated violated = violation.violated();
        ObjectNode root = NODES.objectNode();
        root.put("title", Title.of(violated));
        ObjectNode where = root.putObject("where");
        where.put("actor", Lives.actor(program, violated.cpu()));
        where.put("op", violated.op().function());
        where.put("pfn", violated.pfn() < 0 ? null : "0x" + Integer.toHexString(violated.pfn()));
        where.put("object", violated.object() < 0 ? null : Integer.valueOf(violated.object()));
        where.put("value", "0x" + Long.toHexString(violated.value()));
        Lives lives = Lives.of(violated, program);
        root.put("allocated", lives.allocated());
        root.put("freed", lives.freed());
        root.put("reused", lives.reused());
        ArrayNode state = root.putArray("state");
        lives.state().forEach(state::add);
        ArrayNode rows = root.putArray("interleaving");
        Trace trace = Trace.of(program, violation);
        for (Trace.Row row : trace.rows()) {
            ObjectNode node = rows.addObject();
            node.put("step", row.step());
            node.put("actor", trace.actors().get(row.actor()));
            node.put("op", row.operation());
            node.put("goes_on", row.goesOn());
            ArrayNode notes = node.putArray("notes");
            row.notes().forEach(notes::add);
        }
        root.put("end", trace.end());
        return root;
    }
}
