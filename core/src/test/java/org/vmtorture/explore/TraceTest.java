package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmtorture.memory.Access;

/** Executions as people read them. */
class TraceTest {
    private static final int ROWS_MAX = 12;
    private static final int COLUMNS = 100;

    static List<String> defects() {
        return Defects.scenarios();
    }

    private static Trace trace(String name) {
        Minimiser.Result result = Defects.minimised(name);
        return Trace.of(result.scenario().on(Defects.strategy(result.scenario())), result.violation());
    }

    @ParameterizedTest
    @ValueSource(strings = {"defect-put-before-flush", "defect-unconditional-get"})
    void isAsItWas(String name) throws IOException {
        try (InputStream in = TraceTest.class.getResourceAsStream("/traces/" + name + ".txt")) {
            assertThat(in).as(name).isNotNull();
            String expected = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(String.join("\n", trace(name).lines(COLUMNS)) + "\n").isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("defects")
    void aDefectFitsOnAScreen(String name) {
        Trace trace = trace(name);
        assertThat(trace.rows()).hasSizeBetween(1, ROWS_MAX);
        assertThat(trace.lines(COLUMNS))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(COLUMNS));
        // it ends with what was found: on an actor's step, which is marked, or at rest
        String end = trace.lines(COLUMNS).get(trace.lines(COLUMNS).size() - 1);
        assertThat(end).contains(trace.kind());
        assertThat(trace.end().isEmpty()).isEqualTo(end.stripLeading().startsWith("->"));
    }

    @Test
    void countsPtesAndTypesAreDecoded() {
        Step count = step("page.refcount[7]", "page.refcount", Access.ADD, 2L << 32 | 1, 1L << 32);
        assertThat(Notes.change(count)).isEqualTo("page.refcount[7] 2/1 -> 1/0");
        Step users = step("mm.users[0]", "mm.users", Access.ADD, 1L << 32, 2L << 32);
        assertThat(Notes.change(users)).isEqualTo("mm.users[0] 1 -> 2");
        Step pte = step("pte[3]", "pte", Access.SWAP, 5L << 32 | 1 << 24 | 9, 0);
        assertThat(Notes.change(pte)).isEqualTo("pte[3] pfn 9 -> none");
        Step type = step("page.memdesc[9]", "page.memdesc", Access.STORE_RELEASE, 2 << 4 | 7, 1);
        assertThat(Notes.change(type)).isEqualTo("page.memdesc[9] vmalloc 2 -> buddy");
        Step link = step("buddy.head[0]", "buddy.head", Access.CAS, 0, 1);
        assertThat(Notes.change(link)).as("nobody follows the allocator").isNull();
        assertThat(Notes.any(link)).isEqualTo("buddy.head[0] 0 -> 1");
    }

    private static Step step(String location, String row, Access access, long before, long after) {
        return new Step(0, 0, location, row, access, before, after, before != after);
    }

    @Test
    void whatIsTooLongIsCutInTheMiddle() {
        var rows = IntStream.range(0, 40)
                .mapToObj(i -> new Trace.Row(i + 1, i % 2, "munmap A", i > 1, List.of("a", "b", "c"), i == 39))
                .toList();
        var trace = new Trace(List.of("P", "Q"), rows, "leak", "");
        assertThat(trace.lines(COLUMNS)).hasSize(1 + 40 * 4 + 1);
        List<String> lines = trace.lines(COLUMNS, 30);
        assertThat(lines).hasSizeLessThanOrEqualTo(30);
        assertThat(lines).anyMatch(line -> line.contains(" rows left out"));
        assertThat(lines.get(1)).contains("munmap A");
        assertThat(lines.get(lines.size() - 1)).contains("->").contains("leak");
    }
}
