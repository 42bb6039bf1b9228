package org.vmtorture.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Headless Chromium, which renders a page and tells what of it a person would see. */
public final class Browser {
    /** In pixels: a window on a desk, and a phone. */
    public static final List<Integer> WIDTHS = List.of(1280, 400);

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long SECONDS_MAX = 60;
    private static final Pattern SEEN = Pattern.compile("<pre id=\"seen\">(.*?)</pre>", Pattern.DOTALL);

    /* The page as it is, in a frame of each width that is wanted: a browser's window cannot be as narrow as a phone. */
    private static final String FRAMES = """
            <!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
            %s<pre id="seen"></pre>
            <script>
            addEventListener("load", () => {
              const shown = element => element.getBoundingClientRect().height > 0;
              const all = (page, what) => [...page.querySelectorAll(what)];
              const seen = [...document.querySelectorAll("iframe")].map(frame => {
                const page = frame.contentDocument;
                const plots = all(page, ".plot svg");
                return {
                  overflow: page.documentElement.scrollWidth - page.documentElement.clientWidth,
                  ground: frame.contentWindow.getComputedStyle(page.body).backgroundColor,
                  plots: plots.length,
                  flat: plots.filter(plot => plot.getBoundingClientRect().height < 100).length,
                  headings: all(page, "h2").filter(shown).map(heading => heading.textContent),
                  bare: all(page, "h2").filter(heading => !heading.nextElementSibling
                      || !shown(heading.nextElementSibling)).map(heading => heading.textContent),
                  rows: all(page, "tbody tr").filter(shown).length
                };
              });
              document.getElementById("seen").textContent = JSON.stringify(seen);
            });
            </script>
            """;

    private final String chromium;

    private Browser(String chromium) {
        this.chromium = chromium;
    }

    /** The one on the path; without one the calling test is skipped, and says so. */
    public static Browser orSkip() {
        Optional<Path> found = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(
                found.isPresent(),
                "no Chromium on the PATH (" + String.join(", ", NAMES) + "): pages are not rendered here; their"
                        + " structure is tested all the same");
        return new Browser(found.get().toString());
    }

    /**
     * What was seen, and what the browser complained of.
     *
     * @param widths of each of {@link #WIDTHS}: pixels that overflow, colour of the ground, plots, headings, rows
     * @param console lines of the browser's console: errors of scripts, and what the page's own policy refused
     */
    public record Seen(JsonNode widths, List<String> console) {
        /** Nothing wrong, nothing too wide, nothing empty. */
        public void assertSound(boolean dark, int plots, List<String> headings) {
            assertThat(console).as("console").isEmpty();
            assertThat(widths).hasSize(WIDTHS.size()).allSatisfy(seen -> {
                assertThat(seen.path("overflow").asInt())
                        .as("pixels wider than the window")
                        .isZero();
                assertThat(seen.path("ground").asText()).isEqualTo(dark ? "rgb(22, 24, 26)" : "rgb(251, 251, 250)");
                assertThat(seen.path("plots").asInt()).as("plots").isGreaterThanOrEqualTo(plots);
                assertThat(seen.path("flat").asInt()).as("plots without height").isZero();
                assertThat(texts(seen.path("headings"))).containsAll(headings);
                assertThat(texts(seen.path("bare")))
                        .as("headings with nothing below")
                        .isEmpty();
                assertThat(seen.path("rows").asInt()).as("rows of tables").isPositive();
            });
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }
    }

    /** Renders a page at every width; whatever a test needs is written into a folder of its own. */
    public Seen look(String page, boolean dark, Path folder) throws IOException, InterruptedException {
        String attribute = page.replace("&", "&amp;").replace("\"", "&quot;");
        StringBuilder frames = new StringBuilder();
        for (int width : WIDTHS) {
            frames.append("<iframe style=\"width:").append(width).append("px;height:900px;border:0\" srcdoc=\"");
            frames.append(attribute).append("\"></iframe>\n");
        }
        Path frame = folder.resolve("frame.html");
        Files.writeString(frame, FRAMES.formatted(frames));
        Path out = folder.resolve("dom.html");
        Path err = folder.resolve("console.txt");
        run(folder, dark, frame, out, err);
        Matcher seen = SEEN.matcher(Files.readString(out));
        assertThat(seen.find()).as("the page was loaded and looked at").isTrue();
        String json = seen.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        List<String> console = Files.readString(err, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
        return new Seen(new ObjectMapper().readTree(json), console);
    }

    private void run(Path folder, boolean dark, Path frame, Path out, Path err)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(chromium));
        words.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"));
        words.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-quic"));
        words.addAll(List.of("--enable-logging=stderr", "--user-data-dir=" + folder.resolve("profile")));
        words.addAll(List.of("--window-size=1400,1000", "--dump-dom"));
        words.add("--blink-settings=preferredColorScheme=" + (dark ? 0 : 1));
        words.add(frame.toUri().toString());
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
    }
}
