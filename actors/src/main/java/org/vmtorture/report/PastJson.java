package org.vmtorture.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vmtorture.mm.Op;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.CountHistogram;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Latency;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.Profile;
import org.vmtorture.soak.SoakOptions;
import org.vmtorture.strategy.StrategyId;

/**
 * Reads back what {@link RunJson} wrote, to go on from there.
 *
 * <p>Throws {@link IllegalArgumentException}, whose message names the field, if that is something else.
 */
final class PastJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    private PastJson() {}

    static JsonNode parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException not) {
            throw new IllegalArgumentException("not JSON", not);
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    /** The run as it was asked for. */
    static SoakRun run(JsonNode root, Build build, Host host) {
        JsonNode options = field(root, "options");
        Profile profile;
        try {
            profile = MAPPER.treeToValue(field(options, "profile"), Profile.class);
        } catch (JsonProcessingException other) {
            throw new IllegalArgumentException("options.profile is of another version", other);
        }
        String trace = text(options, "trace_file");
        var asked = new SoakOptions(
                texts(options, "strategies").stream()
                        .map(id -> known(StrategyId.values(), StrategyId::id, "strategy", id))
                        .toList(),
                Duration.ofMillis(number(options, "for_ms").longValue()),
                profile,
                trace.isEmpty() ? Optional.empty() : Optional.of(Path.of(trace)),
                known(GupMode.values(), mode -> mode.name().toLowerCase(Locale.ROOT), "gup", text(options, "gup")),
                number(options, "careless").doubleValue(),
                known(Defect.values(), Defect::id, "defect", text(options, "defect")),
                number(options, "noise").doubleValue(),
                number(options, "seed").longValue());
        return new SoakRun(
                build,
                host,
                asked,
                text(root, "command"),
                profile.name(),
                text(options, "trace"),
                texts(options, "sizes"),
                text(options, "expect"));
    }

    static Build build(JsonNode segment) {
        return new Build(text(segment, "version"), text(segment, "commit"));
    }

    static Host host(JsonNode segment) {
        return new Host(
                text(segment, "jvm"),
                text(segment, "os"),
                text(segment, "arch"),
                number(segment, "cpus").intValue(),
                number(segment, "heap_max").longValue());
    }

    private static Leg leg(JsonNode node) {
        return new Leg(
                number(node, "leg").intValue(),
                known(StrategyId.values(), StrategyId::id, "strategy", text(node, "strategy")),
                text(node, "drivers").equals("careless"));
    }

    static LegResult result(JsonNode node) {
        Map<FindingKind, Long> findings = new EnumMap<>(FindingKind.class);
        counts(node, "findings")
                .forEach((id, count) ->
                        findings.put(known(FindingKind.values(), FindingKind::id, "finding kind", id), count));
        Map<Op, Long> operations = new EnumMap<>(Op.class);
        counts(node, "operations_by_op")
                .forEach((function, count) -> operations.put(known(Op.values(), Op::function, "op", function), count));
        return new LegResult(
                leg(node),
                number(node, "operations").longValue(),
                number(node, "nanos").longValue(),
                operations,
                latencies(node.path("latencies_ns")),
                findings,
                number(node, "retained_pages_peak").longValue(),
                number(node, "retained_pages_mean").doubleValue(),
                number(node, "audits").longValue(),
                number(node, "delays").longValue(),
                number(node, "windows_entered").longValue(),
                counts(node, "situations"),
                histogram(node.path("refcount_minus_1_minus_mapcount")),
                known(LegResult.Verdict.values(), LegResult.Verdict::text, "verdict", text(node, "verdict")),
                text(node, "trouble"),
                field(node, "cut").asBoolean());
    }

    /** Runs of earlier versions have none. */
    private static Map<Op, Latency> latencies(JsonNode node) {
        Map<Op, Latency> latencies = new EnumMap<>(Op.class);
        node.properties().forEach(entry -> {
            JsonNode one = entry.getValue();
            latencies.put(
                    known(Op.values(), Op::function, "op", entry.getKey()),
                    new Latency(
                            number(one, "samples").longValue(),
                            number(one, "p50").longValue(),
                            number(one, "p99").longValue(),
                            number(one, "p999").longValue(),
                            number(one, "max").longValue()));
        });
        return latencies;
    }

    private static CountHistogram histogram(JsonNode node) {
        return new CountHistogram(
                node.path("negative").asLong(),
                node.path("0").asLong(),
                node.path("1").asLong(),
                node.path("2").asLong(),
                node.path("3_to_62").asLong(),
                node.path("63_and_more").asLong(),
                node.path("areas_at_rest").asLong(),
                node.path("areas_at_rest_not_0").asLong());
    }

    static Finding finding(JsonNode root) {
        JsonNode where = field(root, "where");
        List<Finding.History> histories = new ArrayList<>();
        field(root, "histories")
                .forEach(node -> histories.add(new Finding.History(text(node, "actor"), texts(node, "operations"))));
        JsonNode pfn = field(where, "pfn");
        JsonNode object = field(where, "object");
        return new Finding(
                text(root, "id"),
                text(root, "title"),
                known(FindingKind.values(), FindingKind::id, "finding kind", text(root, "kind")),
                known(StrategyId.values(), StrategyId::id, "strategy", text(root, "strategy")),
                text(root, "drivers").equals("careless"),
                text(root, "defect"),
                known(Op.values(), Op::function, "op", text(where, "op")),
                text(where, "actor"),
                pfn.isNull() ? -1 : Integer.decode(pfn.asText()),
                object.isNull() ? -1 : object.asInt(),
                Long.parseUnsignedLong(text(where, "value").substring("0x".length()), 16),
                text(root, "allocated"),
                text(root, "freed"),
                text(root, "reused"),
                texts(root, "state"),
                histories,
                number(root, "at_ms").longValue() * 1_000_000);
    }

    /** How a finding was shown again, if it was; earlier versions say nothing of it. */
    static Repro repro(JsonNode root) {
        JsonNode repro = root.path("repro");
        boolean replays = repro.has("steps");
        return new Repro(
                repro.path("reproduced").asText(),
                repro.path("steps").asInt(),
                replays ? repro.path("cmd").asText() : "");
    }

    static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return field;
    }

    static String text(JsonNode node, String name) {
        if (!field(node, name).isTextual()) {
            throw new IllegalArgumentException(name + " is no text");
        }
        return field(node, name).textValue();
    }

    static Number number(JsonNode node, String name) {
        if (!field(node, name).isNumber()) {
            throw new IllegalArgumentException(name + " is no number");
        }
        return field(node, name).numberValue();
    }

    private static List<String> texts(JsonNode node, String name) {
        List<String> texts = new ArrayList<>();
        field(node, name).forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Map<String, Long> counts(JsonNode node, String name) {
        Map<String, Long> counts = new LinkedHashMap<>();
        field(node, name)
                .properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }

    private static <T> T known(T[] all, Function<T, String> name, String what, String wanted) {
        for (T one : all) {
            if (name.apply(one).equals(wanted)) {
                return one;
            }
        }
        throw new IllegalArgumentException("unknown " + what + " " + wanted);
    }
}
