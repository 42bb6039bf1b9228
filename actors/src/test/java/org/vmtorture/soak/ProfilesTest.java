package org.vmtorture.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {
    @TempDir
    Path home;

    static List<String> names() {
        return Profiles.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void thoseThatComeWithTheTesterAreWhole(String name) {
        Profile profile = Profiles.named(name);
        assertThat(profile.name()).isEqualTo(name);
        assertThat(profile.story()).isNotBlank();
        assertThat(Profiles.excess(profile)).isEmpty();
        assertThat(Profiles.of(name, profile.story(), Profiles.numbers(profile)))
                .isEqualTo(profile);
    }

    @Test
    void othersAreUnknown() {
        assertThat(Profiles.named("nobody")).isNull();
        assertThat(Profiles.named("../mixed")).isNull();
    }

    @Test
    void whatAFileLeavesOutIsAsInTheDefault() throws IOException {
        Path file = write("story = mine\nactors.gups = 5\nprocess { map-failure = 0.25 }\n");
        Profile read = Profiles.read(file);
        Profile usual = Profiles.named(Profiles.DEFAULT);
        assertThat(read.name()).isEqualTo("profile.conf");
        assertThat(read.story()).isEqualTo("mine");
        assertThat(read.gups()).isEqualTo(5);
        assertThat(read.mapFailure()).isEqualTo(0.25);
        assertThat(read.access()).isEqualTo(usual.access());
        assertThat(Profiles.read(write("")).churn()).isEqualTo(usual.churn());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            foo = 3                            | :1: foo: unknown key; known: story, actors, machine, regions, driver
            foo {}                             | :1: foo: unknown key
            ;actors { drivrs = 2 }             | :2: actors.drivrs: unknown key; known in actors: drivers, processes
            actors {; drivers = 0 }            | :2: actors.drivers=0: must be a whole number from 1 to 61
            actors { drivers = two }           | :1: actors.drivers=two: must be a whole number from 1 to 61
            actors { drivers = 2.5 }           | :1: actors.drivers=2.5: must be a whole number from 1 to 61
            actors { drivers = "2" }           | :1: actors.drivers=2: must be a whole number
            actors { drivers = [2] }           | :1: actors.drivers=[2]: must be a whole number
            actors { drivers = null }          | :1: actors.drivers=null: must be a whole number
            ;;actors = 5                       | :3: actors: must be a section { } with any of: drivers, processes
            regions { blocks = 1.5 }           | :1: regions.blocks=1.5: must be a number from 0 to 1
            regions { pages-max = 1025 }       | :1: regions.pages-max=1025: must be a whole number from 1 to 1024
            ;regions { pages-min = 9, pages-max = 4 } | :2: regions.pages-min=9: must not exceed regions.pages-max=4
            story = 5                          | :1: story: must be a line of text
            actors { drivers = 2               | :1: not HOCON: Expecting close brace } or a comma, got end of file
            actors.gups = ${x}                 | :1: not HOCON: Could not resolve substitution to a value: ${x}
            actors { drivers = 20, processes = 40, gups = 30 } | : drivers+processes+gups+walkers+kworkers+auditor=93
            machine { frames = 1024 }, regions { per-driver = 512 } | : frames=1024: must be at least
            regions { per-driver = 4096, pages-max = 1024 } | : drivers*per-driver*pages-max*2=16777216: must be at most
            """)
    void whatIsWrongIsSaidInOneLine(String text, String complaint) throws IOException {
        Path file = write(text.replace(';', '\n'));
        assertThatThrownBy(() -> Profiles.read(file))
                .isInstanceOf(ProfileFormatException.class)
                .hasMessageStartingWith(file + complaint)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNoProfileAtAllIsRefused() throws IOException {
        refused(home.resolve("missing"), "no such file");
        refused(home, "is a directory");
        refused(Files.write(home.resolve("binary"), new byte[] {(byte) 0xff, 0}), "not UTF-8");
        refused(Files.write(home.resolve("large"), new byte[70_000]), "larger than 65536 bytes");
    }

    private static void refused(Path file, String why) {
        assertThatThrownBy(() -> Profiles.read(file))
                .isInstanceOf(ProfileFormatException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(why);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(home.resolve("profile.conf"), text);
    }
}
