package org.vmtorture.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Four logs of real programs, and beside each the events that it holds. */
class RecordedTracesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"perf-record", "tcpdump-ring-rotate", "softirqs-libbpf", "forkwatch-libbpf"})
    void givesExactlyTheExpectedEvents(String name) throws IOException {
        List<JsonNode> expected = new ArrayList<>();
        for (String line : text(name + ".events.jsonl").lines().toList()) {
            expected.add(JSON.readTree(line));
        }
        List<TraceEvent> events = Logs.read(text(name + ".strace")).events();
        assertThat(events.stream().map(event -> withoutTime(json(event))))
                .containsExactlyElementsOf(
                        expected.stream().map(RecordedTracesTest::withoutTime).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(events.get(i).t()).isCloseTo(expected.get(i).get("t").asDouble(), within(5e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "perf-record, 5, 4, 4, 720",
        "tcpdump-ring-rotate, 6, 1, 1, 307",
        "softirqs-libbpf, 1, 2, 2, 109",
        "forkwatch-libbpf, 13, 3, 4, 167"
    })
    void usesEveryLineItShould(String name, int processes, int areas, long mappings, long lines)
            throws URISyntaxException {
        var resource = RecordedTracesTest.class.getResource("/traces/" + name + ".strace");
        StraceLog log = new StraceReader().read(Path.of(resource.toURI()));
        assertThat(log.unusable()).isEmpty();
        assertThat(log.skipped()).isEmpty();
        assertThat(log.processes()).isEqualTo(processes);
        assertThat(log.areas()).isEqualTo(areas);
        assertThat(log.mappings()).isEqualTo(mappings);
        assertThat(log.lines()).isEqualTo(lines);
        assertThat(log.linesUsed()).isBetween(lines / 2, lines);
        assertThat(log.timed()).isTrue();
    }

    static String text(String name) throws IOException {
        try (InputStream in = RecordedTracesTest.class.getResourceAsStream("/traces/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static JsonNode withoutTime(JsonNode event) {
        return ((ObjectNode) event.deepCopy()).without("t");
    }

    private static JsonNode json(TraceEvent event) {
        ObjectNode node = JSON.createObjectNode();
        if (event instanceof TraceEvent.Area area) {
            node.put("ev", "area").put("area", area.area()).put("object", area.object());
        } else if (event instanceof TraceEvent.Map map) {
            pages(node, "map", map.pid(), map.area(), map.pgoff(), map.pages()).put("prot", map.prot());
        } else if (event instanceof TraceEvent.Fork fork) {
            ArrayNode all = node.put("ev", "fork")
                    .put("pid", fork.pid())
                    .put("child", fork.child())
                    .putArray("inherited");
            fork.inherited()
                    .forEach(one -> all.addArray()
                            .add(one.area())
                            .add((int) one.pgoff())
                            .add((int) one.pages()));
        } else if (event instanceof TraceEvent.Unmap unmap) {
            pages(node, "unmap", unmap.pid(), unmap.area(), unmap.pgoff(), unmap.pages())
                    .put("partial", unmap.partial())
                    .put("why", unmap.why().toString());
        } else if (event instanceof TraceEvent.Close close) {
            node.put("ev", "close")
                    .put("pid", close.pid())
                    .put("area", close.area())
                    .put("mapped", close.mapped());
        }
        return node;
    }

    /** As Jackson reads small numbers: int. */
    private static ObjectNode pages(ObjectNode node, String ev, int pid, int area, long pgoff, long pages) {
        return node.put("ev", ev)
                .put("pid", pid)
                .put("area", area)
                .put("pgoff", (int) pgoff)
                .put("pages", (int) pages);
    }
}
