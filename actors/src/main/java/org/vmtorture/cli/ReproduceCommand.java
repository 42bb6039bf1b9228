package org.vmtorture.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Races;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a known bug: its story, its shortest interleaving, and which strategies would have prevented it. */
@Command(
        name = "reproduce",
        description = "Shows a real race of the kernel down to its shortest interleaving, and what each strategy makes"
                + " of it.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        sortOptions = false,
        usageHelpWidth = 80,
        footer = {
            "",
            "Exit status, as of explore: 0 all strategies show what the race declares, which",
            "may be the bug; 1 one does not, 2 unknown: a search did not come to its end,",
            "3 no resources, 64 the command line is wrong, 70 the tester failed or does not",
            "find the race that it must, 130/143 stopped by a signal."
        })
final class ReproduceCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "RACE", description = "an id or alias of list races")
    String race;

    @Option(names = "--strategy", paramLabel = "ID,...", description = "all (default), or some of list strategies")
    String strategy;

    @Option(names = "--budget", paramLabel = "TIME", description = "of each search: 30s, 5m (default 2m)")
    String budget;

    @Option(
            names = "--fibers",
            paramLabel = "KIND",
            description = "continuations, virtual or threads (default: the fastest that this Java has)")
    String fibers;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "new or empty (default vmtorture-runs/TIME-reproduce)")
    String runDir;

    @Option(names = "--json", description = "one JSON document on standard output, progress on standard error")
    boolean json;

    ReproduceCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (race == null) {
            throw new Complaint("reproduce: say which race: an id of list races");
        }
        Race known = Races.find(race).orElseThrow(() -> unknown(race));
        var asked = new ExploreCommand(shell);
        asked.strategy = strategy;
        asked.budget = budget;
        asked.fibers = fibers;
        asked.runDir = runDir;
        asked.json = json;
        return new ExploreSession(shell, new ExploreRequest(shell, asked, known), Canaries.builtIn()).run();
    }

    private static Complaint unknown(String name) {
        List<String> names =
                Races.all().stream().flatMap(race -> race.names().stream()).toList();
        return new Complaint(name + ": unknown race; " + Nearest.suggestion(name, names) + "list races names them all");
    }
}
