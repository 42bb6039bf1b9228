package org.vmtorture.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.vmtorture.explore.Divergence;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.oracle.Title;
import org.vmtorture.survey.Rerun;

/** What a replay has to say. */
public final class ReplayReport {
    private ReplayReport() {}

    /** The finding's report, or where the replay left its schedule; the last line is the command. */
    public static List<String> lines(Rerun rerun, String again) {
        String on =
                "on " + rerun.fibers().text() + ", Java " + Runtime.version().feature() + ", " + Build.current();
        String count = "Reproduced " + rerun.shown() + "/" + rerun.times() + " " + on;
        if (rerun.reproduced()) {
            return ExecutionReport.of(rerun.file(), rerun.violation().orElseThrow(), count, again)
                    .lines()
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        lines.addAll(Text.wrap("Not reproduced: " + Text.printable(rerun.file().title()), Text.COLUMNS, "  "));
        lines.addAll(Text.wrap(Text.printable(count), Text.COLUMNS, "  "));
        lines.addAll(Text.wrap(Text.printable(why(rerun)), Text.COLUMNS, "  "));
        lines.addAll(Text.wrap(
                Text.printable("The file was written by vmtorture "
                        + rerun.file().version() + "; the model, the strategy or the file has changed since."),
                Text.COLUMNS,
                "  "));
        lines.add(Text.printable(again));
        return lines;
    }

    private static String why(Rerun rerun) {
        String found = rerun.violation()
                .map(violation -> "found instead: " + Title.of(violation.violated()))
                .orElse("nothing was found");
        return rerun.divergence()
                .map(divergence -> "It diverges at step " + (divergence.step() + 1) + " of "
                        + rerun.file().schedule().steps() + ": then " + who(rerun.file(), divergence.expected())
                        + " could go on, now " + who(rerun.file(), divergence.found()) + "; " + found + ".")
                .orElse("The schedule ran to its end; " + found + ".");
    }

    /** An execution is over when nobody can go on. */
    private static String who(ReplayFile file, long actors) {
        return actors == 0 ? "nobody" : ReplayFile.names(file.program(), actors);
    }

    /** The same for programs. */
    public static ObjectNode json(Rerun rerun) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schema", "vmtorture.replay/1");
        root.put("reproduced", rerun.reproduced());
        root.put("times", rerun.times());
        root.put("shown", rerun.shown());
        root.put("fibers", rerun.fibers().text());
        root.put("strategy", rerun.file().strategy().id());
        root.put("scenario", rerun.file().scenario().name());
        root.put("expected_title", rerun.file().title());
        if (rerun.divergence().isPresent()) {
            Divergence divergence = rerun.divergence().get();
            ObjectNode node = root.putObject("divergence");
            node.put("step", divergence.step() + 1);
            node.put("then", who(rerun.file(), divergence.expected()));
            node.put("now", who(rerun.file(), divergence.found()));
        }
        rerun.violation().ifPresent(violation -> root.setAll(SurveyJson.violation(rerun.file(), violation)));
        return root;
    }
}
