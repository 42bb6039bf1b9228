package org.vmtorture.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.vmtorture.soak.CountHistogram;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;
import org.vmtorture.soak.Profile;
import org.vmtorture.soak.Progress;

/** What programs read of a run, schema by schema; readers ignore fields that they do not know. */
final class RunJson {
    static final String RUN_SCHEMA = "vmtorture.run/1";
    static final String FINDING_SCHEMA = "vmtorture.finding/1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RunJson() {}

    /** What is known of a run before it begins; the rest is added as it comes. */
    static ObjectNode run(SoakRun run, Instant started) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", RUN_SCHEMA);
        root.put("mode", "soak");
        root.put("state", "running");
        root.put("command", run.command());
        root.put("started", time(started));
        root.setAll(where(run));
        root.putArray("segments").add(segment(run, 1, started));
        ObjectNode options = root.putObject("options");
        ArrayNode strategies = options.putArray("strategies");
        run.options().strategies().forEach(strategy -> strategies.add(strategy.id()));
        options.put("for_ms", run.options().duration().toMillis());
        options.put("trace", run.trace());
        options.put("trace_file", run.options().trace().map(Path::toString).orElse(""));
        options.put("trace_sha256", run.options().trace().map(RunJson::digest).orElse(""));
        run.sizes().forEach(options.putArray("sizes")::add);
        options.put("gup", run.gup());
        options.put("careless", run.options().careless());
        options.put("defect", run.options().defect().id());
        options.put("noise", run.options().noise());
        options.put("seed", run.options().seed());
        options.put("expect", run.expect());
        options.set("profile", profile(run.profile(), run.options().profile()));
        return root;
    }

    /** Which vmtorture, and what it runs on. */
    private static ObjectNode where(SoakRun run) {
        ObjectNode node = NODES.objectNode();
        node.put("version", run.build().version());
        node.put("commit", run.build().commit());
        node.put("jvm", run.host().jvm());
        node.put("os", run.host().os());
        node.put("arch", run.host().arch());
        node.put("cpus", run.host().cpus());
        node.put("heap_max", run.host().heap());
        return node;
    }

    /** One process's part of a run: the first, or one that resumed it. */
    static ObjectNode segment(SoakRun run, int number, Instant started) {
        ObjectNode node = NODES.objectNode();
        node.put("segment", number);
        node.put("started", time(started));
        node.setAll(where(run));
        return node;
    }

    private static ObjectNode profile(String name, Profile profile) {
        ObjectNode node = new ObjectMapper().valueToTree(profile);
        node.put("name", name);
        return node;
    }

    /** What tells one trace from another of the same name. */
    static String digest(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            return ""; // then it is nothing that can be resumed, and whoever reads it says why
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    static void planned(ObjectNode root, List<Leg> legs, OracleProof proof) {
        ArrayNode planned = root.putArray("legs_planned");
        legs.forEach(leg -> planned.add(leg(leg)));
        ObjectNode oracles = root.putObject("oracles");
        ArrayNode proven = oracles.putArray("proven");
        proof.proven().forEach(proven::add);
        ArrayNode missed = oracles.putArray("missed");
        proof.missed().forEach(missed::add);
    }

    private static ObjectNode leg(Leg leg) {
        ObjectNode node = NODES.objectNode();
        node.put("leg", leg.index());
        node.put("strategy", leg.strategy().id());
        node.put("drivers", leg.drivers());
        return node;
    }

    static ObjectNode result(LegResult result) {
        ObjectNode node = leg(result.leg());
        node.put("verdict", result.verdict().text());
        node.put("operations", result.operations());
        node.put("nanos", result.nanos());
        ObjectNode findings = node.putObject("findings");
        new TreeMap<>(result.findings()).forEach((kind, count) -> findings.put(kind.id(), count));
        node.put("retained_pages_peak", result.retainedPagesPeak());
        node.put("retained_pages_mean", result.retainedPagesMean());
        node.put("audits", result.audits());
        node.put("delays", result.delays());
        node.put("windows_entered", result.windowsEntered());
        ObjectNode operations = node.putObject("operations_by_op");
        new TreeMap<>(result.operationsByOp()).forEach((op, count) -> operations.put(op.function(), count));
        ObjectNode latencies = node.putObject("latencies_ns");
        new TreeMap<>(result.latencies())
                .forEach((op, took) -> latencies
                        .putObject(op.function())
                        .put("samples", took.samples())
                        .put("p50", took.p50())
                        .put("p99", took.p99())
                        .put("p999", took.p999())
                        .put("max", took.max()));
        ObjectNode situations = node.putObject("situations");
        result.situations().forEach(situations::put);
        if (result.counts().samples() > 0) {
            counts(node.putObject("refcount_minus_1_minus_mapcount"), result.counts());
        }
        node.put("trouble", result.trouble());
        node.put("cut", result.cut());
        return node;
    }

    private static void counts(ObjectNode node, CountHistogram counts) {
        node.put("samples", counts.samples()).put("negative", counts.negative());
        node.put("0", counts.zero())
                .put("1", counts.one())
                .put("2", counts.two())
                .put("3_to_62", counts.three());
        node.put("63_and_more", counts.pins());
        node.put("areas_at_rest", counts.rest()).put("areas_at_rest_not_0", counts.restNonzero());
    }

    /** A finding in a list: enough to find its folder. */
    static ObjectNode summary(Finding finding, long count) {
        ObjectNode node = NODES.objectNode();
        node.put("id", finding.id());
        node.put("title", finding.title());
        node.put("kind", finding.kind().id());
        node.put("strategy", finding.strategy().id());
        node.put("drivers", finding.careless() ? "careless" : "careful");
        node.put("count", count);
        return node;
    }

    static String finding(
            SoakRun run, int segment, Finding finding, Instant first, long count, Repro repro, List<String> alike) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", FINDING_SCHEMA);
        root.setAll(summary(finding, count));
        root.put("verdict", "violation");
        root.put("mode", "soak");
        root.put("defect", finding.defect());
        root.put("first", time(first));
        root.put("at_ms", finding.atNanos() / 1_000_000);
        root.put("segment", segment);
        ObjectNode again = root.putObject("repro");
        boolean replays = !repro.command().isEmpty();
        again.put("type", replays ? "schedule" : "statistical");
        again.put("cmd", replays ? repro.command() : run.again(finding));
        if (!repro.how().isEmpty()) {
            again.put("reproduced", repro.how());
        }
        if (replays) {
            again.put("file", RunDirectory.REPLAY);
            again.put("steps", repro.steps());
            again.put("soak", run.again(finding));
        }
        ArrayNode similar = root.putArray("similar");
        alike.forEach(similar::add);
        ObjectNode config = root.putObject("config");
        config.put("version", run.build().version());
        config.put("commit", run.build().commit());
        config.put("jvm", run.host().jvm());
        config.put("os", run.host().os());
        config.put("cpus", run.host().cpus());
        config.put("profile", run.profile());
        config.put("trace", run.trace());
        config.put("load", run.load());
        config.put("seed", run.options().seed());
        ObjectNode where = root.putObject("where");
        where.put("actor", finding.actor());
        where.put("op", finding.op().function());
        where.put("pfn", finding.pfn() < 0 ? null : "0x" + Integer.toHexString(finding.pfn()));
        where.put("object", finding.object() < 0 ? null : Integer.valueOf(finding.object()));
        where.put("value", "0x" + Long.toHexString(finding.value()));
        root.put("allocated", finding.allocated());
        root.put("freed", finding.freed());
        root.put("reused", finding.reused());
        ArrayNode state = root.putArray("state");
        finding.state().forEach(state::add);
        ArrayNode histories = root.putArray("histories");
        for (Finding.History history : finding.histories()) {
            ObjectNode node = histories.addObject();
            node.put("actor", history.actor());
            ArrayNode operations = node.putArray("operations");
            history.operations().forEach(operations::add);
        }
        return text(root);
    }

    /** A line of metrics.jsonl. */
    static String metrics(Progress progress, int segment, Heap.Reading heap) {
        ObjectNode node = NODES.objectNode();
        node.put("segment", segment);
        node.put("t", TimeUnit.NANOSECONDS.toMillis(progress.nanos()) / 1e3);
        node.setAll(leg(progress.leg()));
        node.put("ops", progress.operations());
        node.put("ops_per_s", Math.round(progress.operationsPerSecond()));
        node.put("unique", progress.uniqueFindings());
        node.put("findings", progress.findings());
        node.put("windows", progress.windowsEntered());
        node.put("retained_pages", progress.retainedPages());
        node.put("live_pages", progress.livePages());
        node.put("audits", progress.audits());
        node.put("stuck", progress.stuck());
        node.put("situations", progress.situationsReached());
        node.put("situations_known", progress.situations());
        node.put("backlog", progress.backlog());
        node.put("mailbox_peak", progress.mailboxPeak());
        node.put("heap_used", heap.used());
        node.put("heap_after_gc", heap.afterGc());
        node.put("gc_count", heap.collections());
        node.put("gc_ms", heap.collectionMillis());
        return JsonText.oneLine(node);
    }

    static String text(ObjectNode root) {
        return JsonText.indented(root) + "\n";
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
