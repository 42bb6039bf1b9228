package org.vmtorture.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in headless Chromium, where this machine has one: wide and narrow, by day and by night. */
class BrowserTest {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long SECONDS_MAX = 60;
    private static final Pattern SEEN = Pattern.compile(
            "data-overflow=\"(-?\\d+)\" data-plots=\"(\\d+)\" data-flat=\"(\\d+)\" data-ground=\"([^\"]*)\"");

    /* The page as it is, in a frame of the width that is wanted: a browser's window cannot be as narrow as a phone. */
    private static final String FRAME = """
            <!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
            <iframe id="frame" style="width:%dpx;height:900px;border:0" srcdoc="%s"></iframe>
            <script>
            addEventListener("load", () => {
              const page = document.getElementById("frame").contentDocument;
              const plots = [...page.querySelectorAll("figure svg")];
              const seen = document.body.dataset;
              seen.overflow = page.documentElement.scrollWidth - page.documentElement.clientWidth;
              seen.plots = plots.length;
              seen.flat = plots.filter(plot => plot.getBoundingClientRect().height < 100).length;
              seen.ground = frame.contentWindow.getComputedStyle(page.body).backgroundColor;
            });
            </script>
            """;

    @TempDir
    Path folder;

    private String chromium;

    @BeforeEach
    void findChromium() {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                "no Chromium on the PATH: the page is not rendered, its structure is tested all" + " the same");
        chromium = found.get().toString();
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "1280, dark", "400, light", "400, dark"})
    void nothingIsMissingAndNothingOverflows(int width, String scheme) throws IOException, InterruptedException {
        Path run = Files.createDirectories(folder.resolve("run"));
        PageSamples.hostileRun(run);
        Matcher seen = look(RunPage.of(run), width, scheme);
        assertThat(seen.group(1)).as("pixels wider than the window").isEqualTo("0");
        assertThat(Integer.parseInt(seen.group(2))).as("plots").isGreaterThanOrEqualTo(6);
        assertThat(seen.group(3)).as("plots without height").isEqualTo("0");
        assertThat(seen.group(4)).isEqualTo(scheme.equals("dark") ? "rgb(22, 24, 26)" : "rgb(251, 251, 250)");
    }

    @ParameterizedTest
    @CsvSource("400, light")
    void aPageThatIsTooWideIsSeen(int width, String scheme) throws IOException, InterruptedException {
        String wide = new Html().page("wide", "").replace("<main>", "<main><div style=\"width:900px\">wide</div>");
        assertThat(Integer.parseInt(look(wide, width, scheme).group(1))).isGreaterThan(400);
    }

    private Matcher look(String page, int width, String scheme) throws IOException, InterruptedException {
        Path frame = folder.resolve("frame.html");
        String attribute = page.replace("&", "&amp;").replace("\"", "&quot;");
        Files.writeString(frame, FRAME.formatted(width, attribute));
        List<String> words = new ArrayList<>(List.of(chromium));
        words.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"));
        words.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-quic"));
        words.addAll(List.of("--enable-logging=stderr", "--user-data-dir=" + folder.resolve("profile")));
        words.addAll(List.of("--window-size=1400,1000", "--dump-dom"));
        words.add("--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1));
        words.add(frame.toUri().toString());
        Path out = folder.resolve("dom.html");
        Path err = folder.resolve("console.txt");
        Process browser = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(browser.waitFor(SECONDS_MAX, TimeUnit.SECONDS))
                    .as("Chromium has ended")
                    .isTrue();
        } finally {
            browser.destroyForcibly();
        }
        assertThat(Files.readString(err, StandardCharsets.UTF_8)).as("console").doesNotContain("CONSOLE");
        Matcher seen = SEEN.matcher(Files.readString(out));
        assertThat(seen.find()).as("the page was loaded and looked at").isTrue();
        return seen;
    }
}
