package org.vmtorture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --export}, from the command line to the file. */
class ReplayExportTest {
    @TempDir
    Path home;

    private Sandbox sandbox;

    @BeforeEach
    void aFinding() throws IOException {
        sandbox = new Sandbox(home);
        sandbox.run("explore defect-double-vfree --strategy today --run-dir run");
        try (Stream<Path> files = Files.walk(home.resolve("run"))) {
            Path file = files.filter(path -> path.endsWith("replay.conf"))
                    .findFirst()
                    .orElseThrow();
            Files.copy(file, home.resolve("r.conf"));
        }
    }

    @Test
    void anExportIsPrintedOrWritten() throws IOException {
        assertThat(sandbox.run("replay r.conf --export markdown")).isZero();
        assertThat(sandbox.out()).startsWith("# double-free");
        assertThat(sandbox.run("replay r.conf --export junit --out .")).isZero();
        assertThat(home.resolve("DefectDoubleVfreeTest.java")).content().contains("class DefectDoubleVfreeTest {");
        assertThat(sandbox.run("replay r.conf --export jcstress --out Mine.java"))
                .isZero();
        assertThat(home.resolve("Mine.java")).content().contains("public class Mine {");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(home.resolve("Mine.java"), "mine");
        refuses(64, "--export junit --out Mine.java", "Mine.java: is there already; remove it, or name another file");
        assertThat(home.resolve("Mine.java")).hasContent("mine");
    }

    @Test
    void whatMakesNoSenseIsOneLine() throws IOException {
        refuses(64, "--export pdf", "--export pdf: unknown format; known: junit, jcstress, markdown");
        refuses(64, "--out x", "--out x: needs --export junit, jcstress, markdown beside it");
        refuses(64, "--export junit --json", "--json: an export is no JSON");
        refuses(64, "--export junit --out no-class.java", "a Java class is in a file of its name");
        refuses(64, "--export junit --out Race.txt", "a Java class is in a file of its name");
        refuses(3, "--export markdown --out none/x.md", "x.md: cannot be written");
    }

    @Test
    void whatDoesNotShowIsNotExported() throws IOException {
        Path file = home.resolve("r.conf");
        Files.writeString(file, Files.readString(file).replace("defect = double-vfree", "defect = none"));
        assertThat(sandbox.run("replay r.conf --export junit --out .")).isEqualTo(5);
        assertThat(home.resolve("DefectDoubleVfreeTest.java")).doesNotExist();
    }

    private void refuses(int status, String options, String message) {
        assertThat(sandbox.run("replay r.conf " + options)).isEqualTo(status);
        assertThat(sandbox.err()).contains(message).hasLineCount(1);
    }
}
