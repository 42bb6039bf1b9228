package org.vmtorture.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.vmtorture.report.Build;
import org.vmtorture.report.Host;
import org.vmtorture.report.PastRun;
import org.vmtorture.report.RunDirectory;
import org.vmtorture.report.RunDirectoryException;
import org.vmtorture.report.SoakRun;
import picocli.CommandLine.Model.OptionSpec;

/** A run to go on with, checked before anything runs: all that it was asked for stands in its directory. */
final class ResumeRequest {
    /** What may stand beside --resume: how the run is shown, not what it does. */
    private static final Set<String> BESIDE = Set.of("--resume", "--accept-new-version", "--json", "--web");

    private final Shell shell;
    private final OptionalInt web;
    private final boolean json;
    private final RunDirectory directory;
    private final PastRun past;
    private final SoakRun run;

    ResumeRequest(Shell shell, SoakCommand asked) {
        this.shell = shell;
        this.json = asked.json;
        this.web = asked.web == null ? OptionalInt.empty() : OptionalInt.of(SoakRequest.port(asked.web));
        for (OptionSpec option : asked.spec.commandLine().getParseResult().matchedOptions()) {
            if (!BESIDE.contains(option.longestName())) {
                throw new Complaint(option.longestName() + ": not beside --resume, which runs what the run began with");
            }
        }
        Path named = SoakRequest.path("--resume", asked.resume);
        try {
            this.directory = RunDirectory.resume(shell.current().resolve(named));
        } catch (RunDirectoryException refused) {
            throw new Complaint(refused.status(), refused.getMessage());
        }
        try {
            this.past = PastRun.read(directory);
            Build mine = Build.current();
            if (!past.build().equals(mine) && !asked.acceptNewVersion) {
                throw new Complaint(asked.resume + ": " + past.build() + " began it, and this is " + mine
                        + "; with --accept-new-version it goes on all the same, as a segment of its own");
            }
            this.run = past.run(mine, Host.current());
            checkTrace(asked.resume);
        } catch (RunDirectoryException | Complaint refused) {
            close(directory);
            throw refused instanceof RunDirectoryException unusable
                    ? new Complaint(unusable.status(), unusable.getMessage())
                    : refused;
        }
    }

    private void checkTrace(String name) {
        run.options().trace().ifPresent(trace -> {
            SoakRequest.check(trace);
            if (!past.sameTrace()) {
                throw new Complaint(name + ": " + trace + " is not the log that the run began with");
            }
        });
    }

    private static void close(RunDirectory directory) {
        try {
            directory.close();
        } catch (IOException alreadyRefused) {
            assert directory != null;
        }
    }

    SoakSession session() {
        return new SoakSession(shell, run, Optional.of(past), () -> directory, web, json);
    }
}
