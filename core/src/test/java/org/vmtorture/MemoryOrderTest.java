package org.vmtorture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vmtorture.memory.Data;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** docs/MEMORY_ORDER.md and the code say the same, in both directions. */
class MemoryOrderTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path SOURCES = Path.of("src/main/java/org/vmtorture");
    private static final List<String> PACKAGES = List.of("mm", "strategy", "op", "scenario");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST = Pattern.compile("`(\\w+Stress)\\.(\\w+)`");
    private static final Pattern SCENARIO_ROW = Pattern.compile("memory\\.words\\(\"([^\"]+)\"");
    private static final int CELLS = 8;

    /** A line of the table, and of the code what stands in the same places. */
    private record Row(String field, Set<String> rows, Map<String, Integer> writes, Map<String, Integer> reads) {}

    private static List<String[]> table() throws IOException {
        return Files.readAllLines(PROJECT.resolve("docs/MEMORY_ORDER.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(2, line.length() - 2).split(" \\| ", -1))
                .toList();
    }

    private static Map<String, Row> documented() throws IOException {
        var all = new TreeMap<String, Row>();
        for (String[] cells : table()) {
            assertThat(cells).as(cells[0]).hasSize(CELLS);
            String field = cells[0].replace("`", "");
            all.put(field, new Row(field, quoted(cells[1]), modes(cells[3]), modes(cells[5])));
        }
        return all;
    }

    private static Set<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, Integer> modes(String cell) {
        var modes = new TreeMap<String, Integer>();
        for (String mode : cell.equals("-") ? new String[0] : cell.split(", ", -1)) {
            int blank = mode.indexOf(' ');
            modes.put(mode.substring(0, blank), Integer.valueOf(mode.substring(blank + 1)));
        }
        return modes;
    }

    @Test
    void theTableNamesEveryFieldAndItsModes() throws IOException {
        Map<String, AccessModes.Used> code = AccessModes.of(sources());
        var documented = documented();
        assertThat(documented.keySet()).isEqualTo(code.keySet());
        var differences = new ArrayList<String>();
        documented.forEach((field, row) -> {
            var used = code.get(field);
            if (!row.writes().equals(used.writes()) || !row.reads().equals(used.reads())) {
                differences.add(field + ": the table says " + row.writes() + row.reads() + ", the code " + used.writes()
                        + used.reads());
            }
        });
        assertThat(differences).isEmpty();
    }

    @Test
    void theTableNamesEveryRowOfEveryStrategy() throws IOException {
        var laidOut = new TreeSet<String>();
        var locks = new TreeSet<String>();
        for (StrategyId strategy : StrategyId.values()) {
            Kernel.boot(
                    new NamingMemory(laidOut, locks),
                    MachineSize.small(1),
                    1,
                    strategy,
                    GupMode.FAST,
                    Defect.NONE,
                    (cpu, kind, op, pfn, object, granted, actual, value) -> {});
        }
        for (String source : sources(List.of("scenario")).values()) {
            SCENARIO_ROW.matcher(source).results().forEach(match -> laidOut.add(match.group(1)));
        }
        var documented = new TreeSet<String>();
        documented().values().forEach(row -> documented.addAll(row.rows()));
        assertThat(documented).isEqualTo(laidOut);
        String text = Files.readString(PROJECT.resolve("docs/MEMORY_ORDER.md"));
        assertThat(quoted(text.substring(text.indexOf("## Locks")))).isEqualTo(locks);
    }

    @Test
    void everyTestThatTheTableNamesIsThere() throws IOException {
        var tests = new StringBuilder();
        try (Stream<Path> files = Files.walk(PROJECT.resolve("jcstress-tests/src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith("Stress.java"))
                    .toList()) {
                tests.append(Files.readString(file));
            }
        }
        for (String[] cells : table()) {
            String cell = cells[CELLS - 1];
            assertThat(cell.startsWith("none: ") || TEST.matcher(cell).find())
                    .as(cells[0])
                    .isTrue();
            TEST.matcher(cell)
                    .results()
                    .forEach(match -> assertThat(tests)
                            .as(match.group())
                            .contains("class " + match.group(1) + " ", "class " + match.group(2) + " "));
        }
    }

    /** The control: a weaker mode in one place, and a row that is new, are seen. */
    @Test
    void aWeakerModeInOnePlaceIsSeen() throws IOException {
        Map<String, String> sources = sources();
        Map<String, AccessModes.Used> before = AccessModes.of(sources);
        sources.computeIfPresent("Refcounts", (name, text) -> text.replace("counts.setRelease(", "counts.setOpaque("));
        sources.put("New", "class New { Words row; void f() { row.setOpaque(0, 1); } }");
        Map<String, AccessModes.Used> after = AccessModes.of(sources);
        assertThat(after.get("Refcounts.counts")).isNotEqualTo(before.get("Refcounts.counts"));
        assertThat(after).containsKey("New.row");
        assertThat(before).doesNotContainKey("New.row");
    }

    private static Map<String, String> sources() throws IOException {
        return sources(PACKAGES);
    }

    /** Class names with their sources. */
    private static Map<String, String> sources(List<String> packages) throws IOException {
        var sources = new TreeMap<String, String>();
        for (String name : packages) {
            var files = new ArrayList<Path>();
            try (Stream<Path> all = Files.list(SOURCES.resolve(name))) {
                all.forEach(files::add);
            }
            for (Path file : files) {
                sources.put(file.getFileName().toString().replace(".java", ""), read(file));
            }
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the names of what is laid out. */
    private record NamingMemory(Set<String> rows, Set<String> locked) implements SharedMemory {
        private static final HardwareMemory HARDWARE = new HardwareMemory();

        @Override
        public Words words(String name, int length) {
            rows.add(name);
            return HARDWARE.words(name, length);
        }

        @Override
        public Data data(String name, int length) {
            rows.add(name);
            return HARDWARE.data(name, length);
        }

        @Override
        public Locks locks(String name, int length) {
            locked.add(name);
            return HARDWARE.locks(name, length);
        }

        @Override
        public void onSpinWait() {
            HARDWARE.onSpinWait();
        }
    }
}
