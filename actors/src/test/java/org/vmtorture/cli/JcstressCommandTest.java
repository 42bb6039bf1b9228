package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JcstressCommandTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void open() {
        sandbox = new Sandbox(home);
    }

    /** A jar with a list of tests and nothing else. */
    private void jar() throws IOException {
        Path jar = home.resolve("jcstress-tests/target/jcstress.jar");
        Files.createDirectories(jar.getParent());
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/TestList"));
            zip.write("JCTEST5Sa.B.C5Sa$B$C\nJCTEST3Sa.D3Sa$D\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void complains(String words, int exit, String complaint) {
        assertThat(sandbox.run(words)).isEqualTo(exit);
        assertThat(sandbox.err()).isEqualTo("vmtorture: " + complaint + System.lineSeparator());
        assertThat(home.resolve("vmtorture-runs")).doesNotExist();
    }

    @Test
    void aJarThatIsNotThereIsSaidWithTheCommandThatBuildsIt() {
        complains(
                "jcstress",
                3,
                "jcstress-tests/target/jcstress.jar: not built; build it with: "
                        + "mvn -B -DskipTests -pl core,jcstress-tests package");
    }

    @Test
    void anUnknownModeIsSaidWithTheOneThatWasMeant() throws IOException {
        jar();
        complains(
                "jcstress -m quik",
                64,
                "--mode quik: unknown mode; did you mean quick? known: brief, sanity, quick, default, tough, stress");
    }

    @Test
    void aTimeThatIsNoneIsSaid() throws IOException {
        jar();
        assertThat(sandbox.run("jcstress --time soon")).isEqualTo(64);
        assertThat(sandbox.err()).startsWith("vmtorture: --time soon: ");
    }

    @Test
    void aPatternThatFindsNoTestIsSaid() throws IOException {
        jar();
        complains("jcstress -t E", 64, "--test E: found in the name of none of 2 tests; one is a.B.C");
        complains("jcstress -t (", 64, "--test (: not a regular expression: Unclosed group");
    }

    /** The jar holds no gate, so its JVM fails: what it says is shown, and the report is named all the same. */
    @Test
    void aRunEndsByNamingItsReportAndWritesNowhereElse() throws IOException {
        jar();
        assertThat(sandbox.run("jcstress -t D --run-dir here")).isEqualTo(1);
        assertThat(sandbox.out())
                .contains("jcstress: 1 tests, mode=brief")
                .contains("org.vmtorture.jcstress.Gate")
                .endsWith("report: " + home.resolve("here/outcomes.txt") + System.lineSeparator());
        try (var files = Files.list(home)) {
            assertThat(files.map(home::relativize)).containsOnly(Path.of("here"), Path.of("jcstress-tests"));
        }
        assertThat(sandbox.run("jcstress --run-dir here")).isEqualTo(64);
        assertThat(sandbox.err()).contains("--run-dir here: must be new or empty");
    }
}
