package org.vmtorture.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.report.Samples;
import org.vmtorture.report.SoakRun;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.OracleProof;

/** What the page says, with and without its script. */
class PageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&{{about}}\033[31m</pre><script>";

    private final Board board = new Board();
    private final Page page = new Page(Samples.run());

    @BeforeEach
    void halfWay() {
        board.started(List.of(Samples.CAREFUL, Samples.CARELESS), Samples.ALIVE);
        board.legEnded(
                Samples.leg(Samples.CAREFUL, LegResult.Verdict.VIOLATED, Map.of(FindingKind.USE_AFTER_FREE, 214L)));
        board.legStarted(Samples.CARELESS, 10);
        board.found(Samples.finding());
        board.counted("74213cfaccc4", 214);
        board.progress(Samples.progress(Samples.CARELESS, 12));
        board.progress(Samples.progress(Samples.CARELESS, 13));
    }

    @Test
    void thePresentNumbersAreATableWithoutAnyScript() {
        String html = page.html(board.snapshot());
        assertThat(cell(html, "mode")).isEqualTo("soak");
        assertThat(cell(html, "state")).isEqualTo("running");
        assertThat(cell(html, "leg")).isEqualTo("untracked, careless");
        assertThat(cell(html, "legs")).isEqualTo("2 of 2");
        assertThat(cell(html, "time")).isEqualTo("00:00:13 / 00:00:20");
        assertThat(cell(html, "ops")).isEqualTo("41.7M");
        assertThat(cell(html, "rate")).isEqualTo("1.51M/s");
        assertThat(cell(html, "findings")).isEqualTo("1 / 214");
        assertThat(cell(html, "windows")).isEqualTo("7");
        assertThat(cell(html, "pages")).isEqualTo("12 / 345");
        assertThat(cell(html, "audits")).isEqualTo("3");
        assertThat(cell(html, "situations")).isEqualTo("5 of 17");
        assertThat(cell(html, "stuck")).isEqualTo("0");
        assertThat(cell(html, "oracles")).isEqualTo("2 of 2");
        assertThat(html).contains("<noscript><meta http-equiv=\"refresh\"").doesNotContain("class=\"alarming\"");
    }

    private static String cell(String html, String key) {
        String begin = "data-fact=\"" + key + "\" class=\"";
        assertThat(html).contains(begin);
        String from = html.substring(html.indexOf(begin));
        return from.substring(from.indexOf('>') + 1, from.indexOf("</td>"));
    }

    @Test
    void legsAndFindingsAreTables() {
        assertThat(page.tables(board.snapshot()))
                .contains("<td class=\"violated\">violated</td><td class=\"kinds\">use-after-free 214</td>")
                .contains("<td class=\"running\">running</td>")
                .contains("<td class=\"number\">214</td><td><a href=\"/findings/74213cfaccc4\">use-after-free read in");
        assertThat(page.tables(new Board().snapshot()))
                .contains("The soak has not begun.")
                .contains("None so far.");
    }

    @Test
    void aFindingThatWasNotCountedYetSaysSo() {
        board.found(Samples.finding("0123456789ab", "leak"));
        assertThat(page.tables(board.snapshot()))
                .contains("<td class=\"number\">1+</td><td><a href=\"/findings/0123456789ab\">leak</a>");
        assertThat(page.finding(board.snapshot().finding("0123456789ab").orElseThrow()))
                .contains("Seen: once");
    }

    @Test
    void aFindingIsItsReport() {
        assertThat(page.finding(board.snapshot().findings().get(0)))
                .contains("<pre>=====")
                .contains("BUG: VMTORTURE: use-after-free read in user_load")
                .contains("Seen: 214 times")
                .contains("\nFreed by:     driver-0, vfree\n");
    }

    @Test
    void whatIsAlarmingSaysSoInWords() {
        Board bad = new Board();
        bad.started(List.of(), new OracleProof(List.of("leak"), List.of("deaf")));
        assertThat(page.html(bad.snapshot()))
                .contains("data-fact=\"oracles\" class=\"alarming\">1 of 2: no verdict will be clean</td>");
    }

    /** The page may hold no markup but its own: names come from files and command lines. */
    @Test
    void hostileNamesAreText() throws IOException {
        board.found(Samples.finding("0123456789ab", HOSTILE));
        board.end(HOSTILE);
        Snapshot now = board.snapshot();
        SoakRun run = Samples.run();
        Page hostile = new Page(new SoakRun(
                run.build(), run.host(), run.options(), HOSTILE, HOSTILE, HOSTILE, run.sizes(), run.expect()));
        String finding = hostile.finding(now.finding("0123456789ab").orElseThrow());
        for (String html : List.of(hostile.html(now), hostile.tables(now), finding)) {
            assertThat(html)
                    .doesNotContain("<img", "\033", "</pre><script")
                    .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;{{about}}")
                    .contains("{{about}}[31m&lt;/pre&gt;&lt;script&gt;");
        }
        String event = Live.last(now, hostile.tables(now));
        assertThat(event).doesNotContain("<", ">", "&", "\033", "\n");
        JsonNode facts = new ObjectMapper().readTree(event).get("facts");
        assertThat(facts.get("state").get("value").asText()).startsWith("<img src=x");
    }

    @Test
    void samplesAreRowsForScriptsAndSpreadsheets() throws IOException {
        JsonNode rows = new ObjectMapper().readTree(Live.samples(board.snapshot()));
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0).toString()).startsWith("[13.0,\"untracked, careless\",1510000,214,12,345,");
        assertThat(Live.csv(board.snapshot()).lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("13.000,untracked,careless,1510000,214,12,345,");
        assertThat(Live.csv(new Board().snapshot()).lines()).hasSize(1);
    }
}
