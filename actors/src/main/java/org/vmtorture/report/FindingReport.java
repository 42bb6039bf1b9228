package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Finding.History;

/**
 * A finding as KASAN would tell it, on one screen: what was accessed and by whom, who had allocated it, who freed it,
 * who has it now; then what those actors had done.
 */
public final class FindingReport {
    static final int COLUMNS = 100;
    static final int LINES_MAX = 60;

    /** What {@code grep -c} counts: once in each report. */
    static final String MARK = "BUG: VMTORTURE: ";

    private static final int ACTORS_MAX = 4;
    private static final int STATE_LINES_MAX = 8;
    private static final String GAP = "   ";

    private final SoakRun run;
    private final Finding finding;
    private final Repro repro;
    private final List<String> lines = new ArrayList<>();

    private FindingReport(SoakRun run, Finding finding, Repro repro) {
        this.run = run;
        this.finding = finding;
        this.repro = repro;
    }

    /** The text; {@code count} is how often it has happened so far. */
    public static String of(SoakRun run, Finding finding, long count) {
        return of(run, finding, count, Repro.UNKNOWN);
    }

    static String of(SoakRun run, Finding finding, long count, Repro repro) {
        return new FindingReport(run, finding, repro).text(count);
    }

    /** What a person sees first and a program looks for; where it needs more lines than one, those are indented. */
    static List<String> title(Finding finding, int columns) {
        String whole = MARK + Text.printable(finding.title()) + " (strategy "
                + finding.strategy().id() + ", " + drivers(finding) + " drivers)";
        return Text.wrap(whole, columns, "  ");
    }

    private String text(long count) {
        String rule = "=".repeat(Text.COLUMNS);
        lines.add(rule);
        lines.addAll(title(finding, COLUMNS));
        add(access());
        lines.add("");
        add("Mode: soak: real threads; its schedule was the operating system's");
        add(run.build() + ", profile " + run.profile() + (run.trace().isEmpty() ? "" : ", trace " + run.trace())
                + ", seed " + run.options().seed());
        lines.addAll(Text.wrap(run.load(), COLUMNS, "  "));
        add(how(count));
        if (!repro.how().isEmpty()) {
            lines.addAll(Text.wrap("Reproduced: " + Text.printable(repro.how()), COLUMNS, "  "));
        }
        lines.add("");
        add("Allocated by: " + orUnknown(finding.allocated()));
        add("Freed by:     " + orUnknown(finding.freed()));
        add("Reused by:    " + reused());
        state();
        boolean replays = !repro.command().isEmpty();
        histories(LINES_MAX - lines.size() - (replays ? 5 : 3));
        lines.add(rule);
        lines.add("To run the same soak again (statistical, a soak records and cannot replay):");
        lines.add(Text.printable(run.again(finding)));
        if (replays) {
            lines.add("To see its shortest interleaving:");
            lines.add(Text.printable(repro.command()));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String drivers(Finding finding) {
        return finding.careless() ? "careless" : "careful";
    }

    private String access() {
        String where = finding.pfn() < 0 ? "" : " at pfn 0x" + Integer.toHexString(finding.pfn());
        String object = finding.object() < 0 ? "" : ", object " + finding.object();
        String by = " by actor " + orUnknown(finding.actor());
        return switch (finding.op()) {
            case LOAD, PIN_LOAD, KLOAD -> "Read of 8 bytes" + where + by + object + value();
            case STORE, PIN_STORE, KSTORE -> "Write of 8 bytes" + where + by + object + value();
            case AUDIT -> "Found at rest" + where + object + ", by actor " + orUnknown(finding.actor());
            default -> "Found in " + finding.op().function() + where + by + object;
        };
    }

    private String value() {
        return ", value 0x" + Long.toHexString(finding.value());
    }

    private String how(long count) {
        return "Seen: " + (count == 1 ? "once" : Text.exact(count) + " times") + " when this was written, first "
                + Text.duration(finding.atNanos()) + " into the soak; counts.log has the rest";
    }

    /** A frame that nobody has taken again is free; of what is no frame nothing is known. */
    private String reused() {
        if (!finding.reused().isBlank()) {
            return finding.reused();
        }
        return finding.pfn() < 0 ? "unknown" : "nobody yet; the frame is free";
    }

    private void state() {
        List<String> wrapped = Text.wrap(
                "State:        " + Text.printable(String.join(" ", finding.state())), COLUMNS, " ".repeat(14));
        String first = finding.state().isEmpty() ? "State:        unknown" : restored(wrapped.get(0));
        lines.add(first);
        wrapped.stream().skip(1).limit(STATE_LINES_MAX - 1).forEach(lines::add);
    }

    /** Wrapping makes one blank of many. */
    private static String restored(String firstLine) {
        return firstLine.replaceFirst("^State: ", "State:        ");
    }

    /** The last operations of each actor in a column; rows of two columns are not of one moment. */
    private void histories(int room) {
        List<History> shown = finding.histories().stream().limit(ACTORS_MAX).toList();
        if (shown.isEmpty()) {
            return;
        }
        int left = finding.histories().size() - shown.size();
        lines.add("");
        add("Last operations, oldest first; each column has a time of its own"
                + (left == 0 ? ":" : " (" + left + " more actors in finding.json):"));
        int width = (COLUMNS - 2 - GAP.length() * (shown.size() - 1)) / shown.size();
        List<List<String>> columns = new ArrayList<>();
        int rows = 0;
        for (History history : shown) {
            List<String> operations = history.operations();
            int skipped = Math.max(0, operations.size() - (room - 3));
            columns.add(operations.subList(skipped, operations.size()));
            rows = Math.max(rows, operations.size() - skipped);
        }
        row(shown.stream().map(History::actor).toList(), width);
        for (int i = 0; i < rows; i++) {
            int row = i - rows; // counted from the end, where the violation is
            row(
                    columns.stream()
                            .map(column -> column.size() + row < 0 ? "" : column.get(column.size() + row))
                            .toList(),
                    width);
        }
    }

    private void row(List<String> cells, int width) {
        List<String> padded = cells.stream()
                .map(cell -> Text.pad(Text.clip(Text.printable(cell), width), width))
                .toList();
        lines.add(("  " + String.join(GAP, padded)).stripTrailing());
    }

    private void add(String line) {
        lines.add(Text.clip(Text.printable(line), COLUMNS));
    }

    private static String orUnknown(String text) {
        return text.isBlank() ? "unknown" : text;
    }
}
