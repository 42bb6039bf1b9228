package org.vmtorture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our style, held by a test: see {@link Tidy} for the rules. */
class TidyTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @ValueSource(strings = {"core", "actors", "jcstress-tests"})
    void everySourceIsTidy(String module) throws IOException {
        List<Path> sources;
        try (Stream<Path> all = Files.walk(PROJECT.resolve(module).resolve("src"))) {
            sources = all.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        assertThat(sources).as("sources of " + module).isNotEmpty();
        assertThat(sources.stream().flatMap(TidyTest::offences)).isEmpty();
    }

    private static Stream<String> offences(Path source) {
        try {
            return Tidy.offences(PROJECT.relativize(source).toString(), Files.readString(source)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The controls: each rule sees its breach, and says where.

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    class FrameManager {}                  | name=FrameManager
                    final class MmImpl {}                  | name=MmImpl
                    record PageUtils(int pfn) {}           | name=PageUtils
                    enum PteUtil {}                        | name=PteUtil
                    interface VmaHelper {}                 | name=VmaHelper
                    class AbstractActor {}                 | name=AbstractActor
                    class BaseStrategy {}                  | name=BaseStrategy
                    class A {} // TODO later               | unfinished work
                    /** FIXME: wrong */ class A {}         | unfinished work
                    class A { int XXX; }                   | unfinished work
                    /** @author me */ class A {}           | no author tags
                    class A { void f() { Thread.sleep(1); } }               | no sleeping
                    class A { void f() { TimeUnit.SECONDS.sleep(1); } }     | no sleeping
                    class A { synchronized void f() {} }                    | core has no monitors
                    class A { void f() { synchronized (this) {} } }         | core has no monitors
                    """)
    void aBreachIsSeen(String source, String rule) {
        assertThat(Tidy.offences("core/src/main/java/A.java", "\n" + source))
                .singleElement()
                .asString()
                .startsWith("core/src/main/java/A.java:2: ")
                .contains(rule);
    }

    @Test
    void sizesAreSeenOnePastTheirMaximum() {
        String widest = "// " + "x".repeat(Tidy.COLUMNS_MAX - 3);
        assertThat(Tidy.offences("A.java", widest)).isEmpty();
        assertThat(Tidy.offences("A.java", widest + "x")).containsExactly("A.java:1: columns=121 max=120");

        String longest = "\n".repeat(Tidy.FILE_LINES_MAX);
        assertThat(Tidy.offences("A.java", longest)).isEmpty();
        assertThat(Tidy.offences("A.java", longest + "\n")).containsExactly("A.java:401: file lines=401 max=400");
    }

    @Test
    void aLongMethodIsSeenInAnyTypeAndCountsItsHead() {
        assertThat(Tidy.offences("A.java", method(60))).isEmpty();
        assertThat(Tidy.offences("A.java", method(61))).containsExactly("A.java:2: method lines=61 max=60");
        assertThat(Tidy.offences("A.java", "class Outer {" + method(61) + "}"))
                .containsExactly("A.java:2: method lines=61 max=60");
        assertThat(Tidy.offences("A.java", "class A {\nint[] table = {\n" + "1,\n".repeat(70) + "};}"))
                .as("a table is not a method")
                .isEmpty();
    }

    private static String method(int lines) {
        return "record A(int a) {\n@Override public void f(int b) {\n" + "if (a) { b(); }\n".repeat(lines - 2) + "}\n}";
    }

    @Test
    void whatIsAllowedIsNotSeen() {
        var source = """
                /** Baseline of an implementation; a utility, managed. */
                class Baseline {
                    String quoted = "TODO synchronized Thread.sleep( { class FooImpl \\" @author";
                    char brace = '{';
                    // in words: synchronized, Thread.sleep
                }
                """;
        assertThat(Tidy.offences("core/src/main/java/Baseline.java", source)).isEmpty();
        assertThat(Tidy.offences("actors/src/main/java/A.java", "class A { synchronized void f() {} }"))
                .isEmpty();
    }
}
