package org.vmtorture.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run's page in headless Chromium, where this machine has one: wide and narrow, by day and by night. */
class BrowserTest {
    @TempDir
    Path folder;

    private Browser browser;

    @BeforeEach
    void findChromium() {
        browser = Browser.orSkip();
    }

    @ParameterizedTest(name = "dark = {0}")
    @ValueSource(booleans = {false, true})
    void nothingIsMissingAndNothingOverflows(boolean dark) throws IOException, InterruptedException {
        Path run = Files.createDirectories(folder.resolve("run"));
        PageSamples.hostileRun(run);
        browser.look(RunPage.of(run), dark, folder)
                .assertSound(
                        dark,
                        6,
                        List.of("Not covered", "Strategies and drivers", "Over time", "Latencies", "Findings"));
    }

    @Test
    void aPageThatIsTooWideAndOneThatRunsAScriptAreSeen() throws IOException, InterruptedException {
        String page = new Html()
                .heading("Empty")
                .page("wrong", "")
                .replace("<main>", "<main><div style=\"width:900px\">wide</div><script>alert(1)</script>");
        Browser.Seen seen = browser.look(page, false, folder);
        assertThat(seen.widths().path(1).path("overflow").asInt()).isGreaterThan(400);
        assertThat(seen.widths().path(1).path("bare").path(0).asText()).isEqualTo("Empty");
        assertThat(seen.console()).anySatisfy(line -> assertThat(line).contains("Content Security Policy"));
    }
}
