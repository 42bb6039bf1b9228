package org.vmtorture.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.vmtorture.report.Escape;

/** What the page's script and other programs read: snapshots, and the samples of the plots. */
final class Live {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Live() {}

    /** One event of the stream: the present numbers, and the newest sample. */
    static String event(Snapshot now) {
        return Escape.json(numbers(now).put("ended", false));
    }

    /** The last event, which brings the tables too: whoever has it can ask for nothing more. */
    static String last(Snapshot now, String tables) {
        return Escape.json(numbers(now).put("ended", true).put("tables", tables));
    }

    private static ObjectNode numbers(Snapshot now) {
        ObjectNode root = NODES.objectNode();
        root.put("revision", now.revision());
        root.put("elapsed", now.progress().map(p -> p.nanos() / 1e9).orElse(0.0));
        root.put("findings", now.progress().map(p -> p.findings()).orElse(0L));
        ObjectNode facts = root.putObject("facts");
        for (Fact fact : Fact.of(now)) {
            facts.putObject(fact.key()).put("value", fact.value()).put("alarming", fact.alarming());
        }
        List<Sample> samples = now.samples();
        if (!samples.isEmpty()) {
            row(root.putArray("sample"), samples.get(samples.size() - 1));
        }
        return root;
    }

    /** The samples so far, a row each. */
    static String samples(Snapshot now) {
        ArrayNode rows = NODES.arrayNode();
        now.samples().forEach(sample -> row(rows.addArray(), sample));
        return Escape.json(rows);
    }

    /** The order that the script expects. */
    private static void row(ArrayNode row, Sample sample) {
        row.add(Math.round(sample.seconds() * 1e3) / 1e3)
                .add(Fact.name(sample.leg()))
                .add(Math.round(sample.operationsPerSecond()))
                .add(sample.findings())
                .add(sample.retainedPages())
                .add(sample.livePages())
                .add(sample.heapAfterGc());
    }

    /** The same for a spreadsheet, or for who has no scripts. */
    static String csv(Snapshot now) {
        StringBuilder text = new StringBuilder(
                "seconds,strategy,drivers,ops_per_s,findings,retained_pages,live_pages,heap_after_gc\n");
        for (Sample sample : now.samples()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%.3f,%s,%s,%.0f,%d,%d,%d,%d\n",
                    sample.seconds(),
                    Escape.csv(sample.leg().strategy().id()),
                    Escape.csv(sample.leg().drivers()),
                    sample.operationsPerSecond(),
                    sample.findings(),
                    sample.retainedPages(),
                    sample.livePages(),
                    sample.heapAfterGc()));
        }
        return text.toString();
    }
}
