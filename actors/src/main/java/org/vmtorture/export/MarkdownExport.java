package org.vmtorture.export;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Trace;
import org.vmtorture.explore.Violation;
import org.vmtorture.oracle.Defect;
import org.vmtorture.report.Text;

/** A page for a mail to a list: plain text that a mail client leaves as it is, and a browser shows as Markdown. */
final class MarkdownExport {
    private static final int COLUMNS = 100;
    private static final String INDENT = "    ";

    private MarkdownExport() {}

    static String text(ReplayFile file, Violation violation) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Text.wrap("# " + Text.printable(file.title()), COLUMNS, "  "));
        lines.add("");
        Defect defect = file.scenario().defect();
        String broken = defect == Defect.NONE ? "nothing is broken on purpose" : "broken on purpose: " + defect.story();
        paragraph(lines, file.scenario().why());
        paragraph(
                lines,
                "Strategy " + file.strategy().id() + "; " + broken + ". Found by " + file.search() + " (vmtorture "
                        + file.version() + ").");
        paragraph(
                lines, "The execution, a column for each actor and time going down; counts are references/map count:");
        Trace trace = Trace.of(file.program(), violation);
        trace.lines(COLUMNS - INDENT.length())
                .forEach(line -> lines.add((INDENT + Text.printable(line)).stripTrailing()));
        lines.add("");
        List<String> text = file.text().lines().toList();
        if (text.stream().allMatch(line -> line.length() <= COLUMNS - INDENT.length())) {
            paragraph(
                    lines,
                    "To see it again, save this as replay.conf, without the indent, and run"
                            + " `vmtorture replay replay.conf`:");
            text.forEach(line -> lines.add((INDENT + Text.printable(line)).stripTrailing()));
        } else {
            paragraph(
                    lines,
                    "To see it again, run `vmtorture replay replay.conf` with the finding's replay.conf,"
                            + " whose lines are too long for a mail: attach it.");
        }
        return String.join("\n", lines).stripTrailing() + "\n";
    }

    private static void paragraph(List<String> lines, String text) {
        lines.addAll(Text.wrap(Text.printable(text), COLUMNS, ""));
        lines.add("");
    }
}
