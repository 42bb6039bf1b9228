package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with a mistake gets one line that says where, what, and what would be right: it stands beside the file. */
class MistakesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "mistakes");

    private static final String REST = "...";

    static List<Path> mistakes() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeGetsItsLine(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path expected = FOLDER.resolve(name.replace(".conf", ".txt"));
        Throwable thrown = catchThrowable(() -> Scenario.parse(Files.readString(file), name));
        assertThat(thrown)
                .isInstanceOf(BadScenario.class)
                .message()
                .hasLineCount(1)
                .startsWith(name + ":");
        String line = Files.readString(expected).strip();
        if (line.endsWith(REST)) { // a list that grows with the catalogues
            assertThat(thrown).message().startsWith(line.substring(0, line.length() - REST.length()));
        } else {
            assertThat(thrown).hasMessage(line);
        }
    }

    @Test
    void thereAreManyKindsOfMistakes() throws IOException {
        assertThat(mistakes()).hasSizeGreaterThan(50);
    }

    @Test
    void aFileThatIsNotThereGetsOneLine() {
        assertThat(catchThrowable(() -> Scenario.read(Path.of("nowhere.conf"))))
                .isInstanceOf(BadScenario.class)
                .message()
                .startsWith("nowhere.conf:1: cannot be read")
                .hasLineCount(1);
    }

    /** What is no HOCON at all, or far too much of it, ends in the same way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{", "}", "{]", "[}", "a{", "[", "]", "\"", "\"\"\"", "a=[", "a={b=[}", "${a}", "include", "#", "=",
                "a=\"\\"
            })
    void hostileTextIsRefused(String text) {
        assertThat(catchThrowable(() -> Scenario.parse(text, "hostile"))).isInstanceOf(BadScenario.class);
        String much = text.repeat(20_000 / Math.max(1, text.length()));
        assertThat(catchThrowable(() -> Scenario.parse(much, "hostile"))).isInstanceOf(BadScenario.class);
        String tooMuch = "# " + "x".repeat(70_000);
        assertThat(catchThrowable(() -> Scenario.parse(tooMuch, "hostile")))
                .isInstanceOf(BadScenario.class)
                .hasMessageContaining("at most would be right");
    }

    @Test
    void everyPrefixOfAFileIsRefusedOrRead() {
        String text = ScenarioTest.EXAMPLE;
        for (int length = 0; length < text.length(); length++) {
            String prefix = text.substring(0, length);
            Throwable thrown = catchThrowable(() -> Scenario.parse(prefix, "prefix"));
            if (thrown != null) {
                assertThat(thrown).isInstanceOf(BadScenario.class).message().hasLineCount(1);
            }
        }
    }
}
