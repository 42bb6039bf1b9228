package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.vmtorture.trace.Skipped;
import org.vmtorture.trace.StraceLog;

/** What a soak took from a strace log, and which of its lines it could not use. */
public final class TraceSummary {
    private static final int SHOWN_MAX = 5;

    private TraceSummary() {}

    public static List<String> of(StraceLog log) {
        List<String> lines = new ArrayList<>();
        lines.add("  taken from it: " + log.processes() + " processes, " + log.areas() + " areas, " + log.mappings()
                + " mappings; " + log.linesUsed() + " of " + log.lines() + " lines");
        long unusable =
                log.unusable().values().stream().mapToLong(Long::longValue).sum();
        lines.add("  could not be used: " + (unusable == 0 ? "none" : unusable + " lines"));
        new TreeMap<>(log.unusable())
                .forEach((reason, count) ->
                        lines.addAll(Text.wrap("    " + count + " x " + reason, Text.COLUMNS, "      ")));
        for (Skipped skipped :
                log.skipped().subList(0, Math.min(SHOWN_MAX, log.skipped().size()))) {
            lines.add(Text.clip("    line " + skipped.line() + ": " + Text.printable(skipped.text()), Text.COLUMNS));
        }
        return lines;
    }
}
