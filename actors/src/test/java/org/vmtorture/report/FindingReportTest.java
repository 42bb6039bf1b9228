package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.Finding;
import org.vmtorture.strategy.StrategyId;

class FindingReportTest {
    @Test
    void readsAsKasanWould() throws IOException {
        String text = FindingReport.of(Samples.run(), Samples.finding(), 214);
        Golden.assertSame(text, "use-after-free.txt");
        assertFits(text);
    }

    @Test
    void whatWasNotRecordedIsUnknown() throws IOException {
        var bare = new Finding(
                "0123456789ab",
                "underflow at rest",
                FindingKind.UNDERFLOW,
                StrategyId.VM_STRUCT,
                false,
                "double-put-on-error",
                Op.AUDIT,
                "",
                -1,
                12,
                0,
                "",
                "",
                "",
                List.of(),
                List.of(),
                0);
        String text = FindingReport.of(Samples.run(Defect.DOUBLE_PUT_ON_ERROR, 0.01, ""), bare, 1);
        Golden.assertSame(text, "nothing-recorded.txt");
        assertFits(text);
    }

    @Test
    void aLongTitleGoesOnAndIsCountedOnce() {
        var finding = Samples.finding("0123456789ab", "use-after-free in a path " + "that takes many words ".repeat(8));
        String text = FindingReport.of(Samples.run(), finding, 1);
        assertThat(text.lines().filter(line -> line.startsWith("BUG: VMTORTURE")))
                .hasSize(1);
        assertThat(text).contains("careless drivers)");
        assertFits(text);
    }

    @Test
    void foreignWordsCannotMoveTheCursor() {
        var finding = Samples.finding("0123456789ab", "bad \033[2J\nBUG: VMTORTURE: forged\u009b1m");
        String text = FindingReport.of(Samples.run(), finding, 1);
        assertThat(text.lines().filter(line -> line.startsWith("BUG: VMTORTURE")))
                .hasSize(1);
        assertThat(text.replace("\n", "").chars()).noneMatch(Character::isISOControl);
    }

    private static void assertFits(String text) {
        List<String> lines = text.lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(FindingReport.LINES_MAX);
        assertThat(lines.subList(0, lines.size() - 1))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(FindingReport.COLUMNS));
        assertThat(lines.get(lines.size() - 1)).startsWith("./vmtorture soak --strategy ");
    }
}
