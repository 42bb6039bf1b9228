package org.vmtorture.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of an exploration, as they stand on the command line; {@link ExploreRequest} says what they mean. */
@Command(
        name = "explore",
        description = "Runs scenarios in every interleaving and says what each strategy shows.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "Exit status: 0 all as the scenarios expect, 1 it is not, 2 unknown: a search",
            "did not come to its end or a window was never entered, 3 no resources, 64 the",
            "command line or a file is wrong, 70 the tester failed or does not find the race",
            "that it must, 130/143 stopped by a signal with nothing unexpected found."
        })
final class ExploreCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description = "all, or names of list scenarios, or scenario files")
    List<String> scenarios = new ArrayList<>();

    @Option(names = "--strategy", paramLabel = "ID,...", description = "all (default), or some of list strategies")
    String strategy;

    @Option(
            names = "--search",
            paramLabel = "HOW",
            description = "states, dpor, dfs, preemptions:N, pct:D, pos or random (default: what the scenario"
                    + " declares, else states)")
    String search;

    @Option(names = "--races", description = "look for happens-before races too")
    boolean races;

    @Option(names = "--budget", paramLabel = "TIME", description = "of each search: 30s, 5m (default 2m)")
    String budget;

    @Option(names = "--schedules", paramLabel = "N", description = "executions of each search, at most")
    String schedules;

    @Option(names = "--seed", paramLabel = "N", description = "of pct, pos and random (default 1)")
    String seed;

    @Option(
            names = "--fibers",
            paramLabel = "KIND",
            description = "continuations, virtual or threads (default: the fastest that this Java has)")
    String fibers;

    @Option(names = "--run-dir", paramLabel = "DIR", description = "new or empty (default vmtorture-runs/TIME-explore)")
    String runDir;

    @Option(names = "--json", description = "one JSON document on standard output, progress on standard error")
    boolean json;

    ExploreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return new ExploreSession(shell, new ExploreRequest(shell, this), Canaries.builtIn()).run();
    }
}
