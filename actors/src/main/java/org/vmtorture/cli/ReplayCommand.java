package org.vmtorture.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vmtorture.explore.BadReplay;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.ReplayReport;
import org.vmtorture.report.SoakRun;
import org.vmtorture.report.Text;
import org.vmtorture.survey.Rerun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a finding again. */
@Command(
        name = "replay",
        description = "Runs the schedule of a finding again, step by step, and prints its trace.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "Exit status: 1 it shows the finding, 5 it does not (the first step that differs",
            "is named), 64 the command line or the file is wrong. With --export: 0 it is",
            "written, 3 it cannot be, 5 the finding does not show and nothing is written."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final int TIMES_MAX = 1_000_000;

    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "the replay.conf of a finding of explore")
    String file;

    @Option(names = "--times", paramLabel = "N", description = "how often (default 1)")
    String times;

    @Option(
            names = "--fibers",
            paramLabel = "KIND",
            description = "continuations, virtual or threads (default: the fastest that this Java has)")
    String fibers;

    @Option(names = "--json", description = "one JSON document on standard output")
    boolean json;

    @Option(
            names = "--export",
            paramLabel = "FORMAT",
            description = "junit, jcstress or markdown: the finding as a test or as a page for a mail")
    String export;

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "the export's file, which must not exist, or a folder for it (default: standard output)")
    String out;

    Canaries canaries = Canaries.builtIn();

    ReplayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (file == null) {
            throw new Complaint("replay: say which file: the replay.conf of a finding");
        }
        int count = times == null ? 1 : Quantity.whole("--times", times, 1, TIMES_MAX);
        FiberKind kind = ExploreRequest.fibers(fibers);
        Optional<Exporting> exporting = Exporting.of(shell, export, out, json);
        ReplayFile known = read();
        canaries.check(kind, Optional.empty(), known.races());
        Rerun rerun = Rerun.of(known, kind, count);
        if (exporting.isPresent() && rerun.reproduced()) {
            return exporting.get().write(rerun);
        }
        if (json) {
            ObjectNode document = ReplayReport.json(rerun);
            shell.out().println(document.toPrettyString());
        } else {
            ReplayReport.lines(rerun, again()).forEach(line -> shell.out().println(Text.printable(line)));
        }
        return (rerun.reproduced() ? ExitStatus.FINDINGS : ExitStatus.NOT_REPRODUCED).code();
    }

    private ReplayFile read() {
        Path path = SoakRequest.path("FILE", file);
        try {
            return ReplayFile.read(shell.current().resolve(path));
        } catch (BadReplay wrong) {
            throw new Complaint(wrong.getMessage());
        }
    }

    private String again() {
        return "./vmtorture replay " + SoakRun.quoted(file);
    }
}
