package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How numbers and foreign words are written, and what a screen does with them. */
class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "999, 999",
        "999.4, 999",
        "1000, 1.00k",
        "9996, 10.0k",
        "41_700_000, 41.7M",
        "999_600, 1.00M",
        "1_510_000, 1.51M",
        "123_456_789_000, 123G"
    })
    void countsHaveThreeFigures(String value, String text) {
        assertThat(Text.count(Double.parseDouble(value.replace("_", "")))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0s", "56000, 56s", "2500, 2.5s", "90000, 1m30s", "5400000, 1h30m", "3600000, 1h", "3605040, 1h5.04s"
    })
    void durationsAreAsTheCommandLineTakesThem(long millis, String text) {
        assertThat(Text.duration(millis * 1_000_000)).isEqualTo(text);
    }

    @Test
    void controlCharactersGo() {
        assertThat(Text.printable("a\033[2Jb\rc\u009bd\u202ee\nf\tg")).isEqualTo("a[2Jb cde f g");
    }

    @Test
    void aScreenRedrawsOnlyOnATerminalThatCan() {
        assertThat(Screen.of(System.out, true, Map.of("TERM", "xterm")).redraws())
                .isTrue();
        assertThat(Screen.of(System.out, false, Map.of("TERM", "xterm")).redraws())
                .isFalse();
        assertThat(Screen.of(System.out, true, Map.of("TERM", "dumb")).redraws())
                .isFalse();
        assertThat(Screen.of(System.out, true, Map.of()).redraws()).isFalse();
        assertThat(Screen.of(System.out, true, Map.of("TERM", "xterm", "CI", "true"))
                        .redraws())
                .isFalse();
        assertThat(Screen.of(System.out, true, Map.of("TERM", "xterm", "NO_COLOR", "1"))
                        .redraws())
                .isFalse();
    }

    @Test
    void linesThatStayStandAboveThoseThatAreRedrawn() {
        var bytes = new ByteArrayOutputStream();
        var screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, 20);
        screen.draw(List.of("one", "a line that would wrap and could not be erased"));
        screen.line("kept");
        screen.draw(List.of("two"));
        screen.erase();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("one\na line that would ~\n\033[2A\033[Jkept\ntwo\n\033[1A\033[J");
    }

    @Test
    void liveLinesNameTheLegAndKeepToTheScreen() {
        var bytes = new ByteArrayOutputStream();
        var live = new LiveLines(
                new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80), 20_000_000_000L, 2);
        live.legStarted(Samples.CAREFUL);
        live.progress(Samples.progress(Samples.CAREFUL, 1));
        live.progress(Samples.progress(Samples.CAREFUL, 10));
        live.legStarted(Samples.CARELESS);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                soak 00:00:00/00:00:20 untracked careful ops=0 find=0/0 leg=1/2
                soak 00:00:10/00:00:20 untracked careful ops=41.7M 1.51M/s find=1/214 \
                windows=7 sit=5/17 retained=12 audits=3 stuck=0
                soak 00:00:10/00:00:20 untracked careless ops=41.7M find=1/214 leg=2/2
                """);
        bytes.reset();
        var watched = new LiveLines(
                new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, 80), 20_000_000_000L, 2);
        watched.progress(Samples.progress(Samples.CARELESS, 1));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(80));
    }
}
