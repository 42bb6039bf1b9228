package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Trace;
import org.vmtorture.explore.Violation;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Title;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Program;

/**
 * A finding of the explorer as KASAN would tell it, on one screen: what was accessed and by whom, who had allocated it,
 * who freed it, who has it now; then the execution, a column for each actor, and the command that shows it again.
 */
public final class ExecutionReport {
    private final ReplayFile file;
    private final Program program;
    private final Violation violation;
    private final List<String> lines = new ArrayList<>();

    private ExecutionReport(ReplayFile file, Violation violation) {
        this.file = file;
        this.program = file.program();
        this.violation = violation;
    }

    /**
     * The text.
     *
     * @param file of which the violation is
     * @param how in what sense the execution is minimal, or how often it was shown
     * @param again the command that shows it again
     */
    public static String of(ReplayFile file, Violation violation, String how, String again) {
        return String.join("\n", new ExecutionReport(file, violation).text(how, again)) + "\n";
    }

    /** What a person sees first and a program looks for; where it needs more lines than one, those are indented. */
    static List<String> title(ReplayFile file, Violation violation, int columns) {
        String whole = FindingReport.MARK + Text.printable(Title.of(violation.violated())) + " (strategy "
                + file.strategy().id() + ", scenario " + file.scenario().name() + ")";
        return Text.wrap(whole, columns, "  ");
    }

    private List<String> text(String how, String again) {
        String rule = "=".repeat(Text.COLUMNS);
        lines.add(rule);
        lines.addAll(title(file, violation, FindingReport.COLUMNS));
        add(access(violation.violated()));
        lines.add("");
        add("Mode: explore: a scheduler decided; the schedule shows it again, exactly");
        Defect defect = file.scenario().defect();
        wrapped("vmtorture " + file.version() + ", " + file.search() + (file.races() ? ", race detection" : "")
                + (defect == Defect.NONE ? "" : ", defect " + defect.id()));
        wrapped(how);
        lines.add("");
        Lives lives = Lives.of(violation.violated(), program);
        add("Allocated by: " + lives.allocated());
        add("Freed by:     " + lives.freed());
        add("Reused by:    " + lives.reused());
        add("State:        " + String.join(" ", lives.state()));
        lines.add("");
        trace();
        lines.add(rule);
        lines.add(Text.printable(again));
        return lines;
    }

    private void trace() {
        Trace trace = Trace.of(program, violation);
        int rows = trace.rows().size();
        int steps = violation.steps().size();
        add("Trace: " + rows + (rows == 1 ? " row" : " rows") + " of " + steps + (steps == 1 ? " step" : " steps")
                + "; counts are references/map count");
        trace.lines(FindingReport.COLUMNS, FindingReport.LINES_MAX - lines.size() - 2)
                .forEach(this::add);
    }

    private String access(Violated violated) {
        String where = violated.pfn() < 0 ? "" : " at pfn 0x" + Integer.toHexString(violated.pfn());
        String object = violated.object() < 0 ? "" : ", object " + violated.object();
        String by = " by actor " + Lives.actor(program, violated.cpu());
        String value = ", value 0x" + Long.toHexString(violated.value());
        String step = violation.actor() >= 0 ? ", step " + violation.schedule().steps() : "";
        return switch (violated.op()) {
            case LOAD, PIN_LOAD, KLOAD -> "Read of 8 bytes" + where + by + step + value;
            case STORE, PIN_STORE, KSTORE -> "Write of 8 bytes" + where + by + step + value;
            case AUDIT -> atRest(where, object, by + step);
            default -> "Found in " + violated.op().function() + where + by + step + object;
        };
    }

    /** The explorer's own findings are no function's of the kernel. */
    private String atRest(String where, String object, String by) {
        return switch (violation.actor()) {
            case Violation.STUCK ->
                "Nobody can go on; one that waits is actor "
                        + Lives.actor(program, violation.violated().cpu());
            case Violation.AT_REST -> "Found at rest" + where + object;
            default -> "Found" + where + by + object;
        };
    }

    private void wrapped(String text) {
        lines.addAll(Text.wrap(Text.printable(text), FindingReport.COLUMNS, "  "));
    }

    private void add(String line) {
        lines.add(Text.clip(Text.printable(line), FindingReport.COLUMNS));
    }
}
