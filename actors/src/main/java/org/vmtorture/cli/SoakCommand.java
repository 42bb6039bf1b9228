package org.vmtorture.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of a soak, as they stand on the command line; {@link SoakRequest} says what they mean. */
@Command(
        name = "soak",
        description = "Runs strategies under drivers, processes, GUP callers and walkers on real threads.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "Exit status: 0 nothing found and the oracles alive, 1 findings, 2 inconclusive,",
            "3 no resources, 64 the command line or an input file is wrong, 70 the tester",
            "failed, 130/143 stopped by a signal with nothing found."
        })
final class SoakCommand implements Callable<Integer> {
    private final Shell shell;

    @Option(names = "--strategy", paramLabel = "ID,...", description = "all (default), or some of list strategies")
    String strategy;

    @Option(names = "--for", paramLabel = "TIME", description = "of the whole soak: 10s, 5m, 1h30m (default 56s)")
    String time;

    @Option(names = "--drivers", paramLabel = "N", description = "CPU actors that own regions")
    String drivers;

    @Option(names = "--processes", paramLabel = "N", description = "CPU actors that run user processes")
    String processes;

    @Option(names = "--gups", paramLabel = "N", description = "CPU actors that pin pages")
    String gups;

    @Option(names = "--walkers", paramLabel = "N", description = "CPU actors that walk page tables")
    String walkers;

    @Option(names = "--frames", paramLabel = "N", description = "pages of physical memory, to 16777216")
    String frames;

    @Option(names = "--profile", paramLabel = "NAME|FILE", description = "the workload (default mixed)")
    String profile;

    @Option(names = "--trace", paramLabel = "STRACE", description = "a strace log to take the workload from")
    String trace;

    @Option(names = "--gup", paramLabel = "MODE", description = "refuse, slow or fast (default fast)")
    String gup;

    @Option(
            names = "--careless",
            paramLabel = "FRACTION",
            description = "of frees by careless drivers that come too early (default 0.01; 0 with --defect)")
    String careless;

    @Option(names = "--defect", paramLabel = "NAME", description = "break one step on purpose; see list defects")
    String defect;

    @Option(names = "--noise", paramLabel = "P", description = "chance of a delay before an access (default 0)")
    String noise;

    @Option(names = "--seed", paramLabel = "N", description = "of the load's dice (default: a new one)")
    String seed;

    @Option(names = "--run-dir", paramLabel = "DIR", description = "new or empty (default vmtorture-runs/TIME-soak)")
    String runDir;

    @Option(names = "--resume", paramLabel = "DIR", description = "go on with a run that was stopped or killed")
    String resume;

    @Option(names = "--accept-new-version", description = "resume though another vmtorture began it")
    boolean acceptNewVersion;

    @Option(names = "--expect", paramLabel = "KIND", description = "succeed only if this kind of finding is found")
    String expect;

    @Option(
            names = "--web",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = SoakRequest.FREE_PORT,
            description = "a page to watch it on, for this machine only (default: a free port)")
    String web;

    @Option(names = "--json", description = "one JSON document on standard output, progress on standard error")
    boolean json;

    @Spec
    CommandSpec spec;

    SoakCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (resume != null) {
            return new ResumeRequest(shell, this).session().run();
        }
        if (acceptNewVersion) {
            throw new Complaint("--accept-new-version: goes with --resume DIR");
        }
        return new SoakRequest(shell, this).session().run();
    }
}
