package org.vmtorture.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.vmtorture.page.NoRunException;
import org.vmtorture.page.RunPage;
import org.vmtorture.report.ExitStatus;
import org.vmtorture.report.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells a run as a page, from what its directory holds. */
@Command(
        name = "report",
        description = "Writes DIR/report.html: the run in DIR as one page that opens from disk.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        usageHelpWidth = 80,
        footer = {"", "Exit status: 0 written, 3 no resources, 64 DIR is no run's directory."})
final class ReportCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "a run's directory: of soak or explore, ended or not")
    private String directory;

    ReportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (directory == null) {
            throw new Complaint("report: say which run's directory, as in: report vmtorture-runs/TIME-soak");
        }
        Path run = shell.current().resolve(directory);
        Path file = run.resolve(RunDirectory.PAGE);
        try {
            String html = RunPage.of(run);
            Path unfinished = run.resolve("." + RunDirectory.PAGE + ".tmp");
            Files.writeString(unfinished, html);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoRunException none) {
            throw new Complaint(none.getMessage());
        } catch (IOException unwritable) {
            throw new Complaint(ExitStatus.NO_RESOURCES, file + ": cannot be written: " + unwritable.getMessage());
        }
        shell.out().println("Page: " + file);
        return 0;
    }
}
