package org.vmtorture.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.vmtorture.oracle.Defect;
import org.vmtorture.report.RacesPage;
import org.vmtorture.report.Text;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Races;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.soak.Profile;
import org.vmtorture.soak.Profiles;
import org.vmtorture.strategy.StrategyId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What there is to name on the command line. */
@Command(
        name = "list",
        description = "Lists what can be named: strategies, scenarios, races, profiles or defects.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ListCommand implements Callable<Integer> {
    private static final List<String> LISTS = List.of("strategies", "scenarios", "races", "profiles", "defects");

    private final Shell shell;

    @Parameters(arity = "0..1", paramLabel = "WHAT", description = "strategies, scenarios, races, profiles or defects")
    private String what;

    @Option(names = "--markdown", description = "of races: the page docs/RACES.md, with what follows from them")
    private boolean markdown;

    ListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (what == null) {
            throw new Complaint("list: say what: " + String.join(", ", LISTS));
        }
        if (markdown && !what.equals("races")) {
            throw new Complaint("--markdown: only races have a page; list races --markdown would be right");
        }
        switch (what) {
            case "strategies" -> strategies();
            case "scenarios" -> scenarios();
            case "races" -> races();
            case "profiles" -> profiles();
            case "defects" -> defects();
            default -> throw Nearest.unknown("list " + what, "list", what, LISTS);
        }
        return 0;
    }

    private void strategies() {
        for (StrategyId strategy : StrategyId.values()) {
            entry(strategy.id(), strategy.summary());
        }
    }

    /** Their names are long, so the text stands below. */
    private void scenarios() {
        for (String name : Scenarios.names()) {
            shell.out().println(name);
            Text.wrap(Scenarios.load(name).why(), Text.COLUMNS - 4, "")
                    .forEach(line -> shell.out().println("    " + line));
        }
    }

    private void races() {
        if (markdown) {
            shell.out().print(RacesPage.of(Races.all()));
            return;
        }
        for (Race race : Races.all()) {
            entry(race.id(), race.title());
            Text.wrap("also " + String.join(", ", race.aliases()), Text.COLUMNS - 26, "")
                    .forEach(line -> shell.out().println(" ".repeat(26) + line));
        }
    }

    private void profiles() {
        for (String name : Profiles.names()) {
            Profile profile = Profiles.named(name);
            entry(
                    name,
                    profile.story() + " (drivers=" + profile.drivers() + " processes=" + profile.processes()
                            + " gups=" + profile.gups() + " walkers=" + profile.walkers() + " frames="
                            + profile.frames()
                            + ")");
        }
    }

    private void defects() {
        for (Defect defect : Defect.values()) {
            if (defect != Defect.NONE) {
                entry(
                        defect.id(),
                        defect.story() + ": " + defect.kind().id() + " on " + defect.strategy() + "; "
                                + shownBy(defect));
            }
        }
    }

    /** The command that shows it in every interleaving, and whether a soak shows it too. */
    static String shownBy(Defect defect) {
        String scenario = "defect-" + defect.id();
        String command = Scenarios.names().contains(scenario)
                ? "explore " + scenario
                : "reproduce "
                        + Races.all().stream()
                                .filter(race -> race.scenario().defect() == defect)
                                .findFirst()
                                .orElseThrow()
                                .id();
        return defect.soaks() ? command + ", or a soak" : command + "; not a soak: " + defect.absence();
    }

    /** The name in a column of its own, so that scripts can cut it. */
    private void entry(String name, String text) {
        String column = String.format("%-26s", name);
        String indent = " ".repeat(column.length());
        List<String> lines = Text.wrap(text, Text.COLUMNS - column.length(), "");
        for (int i = 0; i < lines.size(); i++) {
            shell.out().println((i == 0 ? column : indent) + lines.get(i));
        }
    }
}
