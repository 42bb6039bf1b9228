package org.vmtorture.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a run: complete, self-contained, and harmless whatever the run's files hold. */
class RunPageTest {
    @TempDir
    Path run;

    @BeforeEach
    void aRun() throws IOException {
        PageSamples.hostileRun(run);
    }

    @Test
    void aPageNeedsNoNetworkAndNoScript() {
        Pages.assertSelfContained(RunPage.of(run));
    }

    @Test
    void everyPlotHasItsNumbersAsATable() {
        String page = RunPage.of(run);
        assertThat(page)
                .contains("Operations over time", "Findings over time", "Pages at audits", "Heap after garbage");
        assertThat(page).contains("Deferred frees", "Mailboxes", "Garbage collection", "beside real kernels");
        assertThat(page).contains("Median latency by operation", "Strategies side by side");
        Pages.assertEveryPlotHasATable(page);
    }

    @Test
    void wordsFromFilesAreWords() {
        String page = RunPage.of(run);
        assertThat(page)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script", "<img", "onerror=\"");
    }

    @Test
    void findingsHaveTheirReportAndALaneForEachActor() {
        String page = RunPage.of(run);
        assertThat(page).contains("BUG: VMTORTURE: use-after-free", "./vmtorture soak --strategy vm-struct");
        assertThat(page)
                .containsPattern(Pattern.compile("<th scope=\"col\">proc-1</th><th scope=\"col\">driver-0</th>"));
    }

    @Test
    void whatWasNotCoveredStandsBesideTheVerdict() {
        String page = RunPage.of(run);
        assertThat(page.indexOf("Not covered"))
                .isBetween(page.indexOf("Violated, exit status 1"), page.indexOf("<h2>Over"));
        assertThat(page)
                .contains(
                        "Situations that a leg never reached: page pinned (today/careful).",
                        "Strategies that were not run:");
    }

    @Test
    void aRunThatWasKilledIsTold() throws IOException {
        Files.writeString(
                run.resolve("run.json"), "{\"schema\":\"vmtorture.run/1\",\"mode\":\"soak\",\"state\":\"running\"}");
        Files.writeString(run.resolve("metrics.jsonl"), "{\"t\":1,\"strat");
        assertThat(RunPage.of(run)).contains("No verdict; the run goes on, or was killed");
    }

    @Test
    void whatIsNoRunIsNamed() throws IOException {
        Files.writeString(run.resolve("run.json"), "{}");
        assertThatThrownBy(() -> RunPage.of(run)).hasMessageContaining("is not of schema vmtorture.run/1");
        Path nowhere = run.resolve("nowhere");
        assertThatThrownBy(() -> RunPage.of(nowhere)).hasMessageContaining("no such directory");
    }
}
