package org.vmtorture.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vmtorture.explore.Search;
import org.vmtorture.scenario.Race;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.SurveyOptions;

/**
 * One survey as it was asked for, with what reports say of it besides its options.
 *
 * @param command as it was typed
 * @param current where relative names begin
 * @param trace whether a trace is shown on the screen, because little was asked for
 * @param race of the catalogue that is reproduced; empty if scenarios are explored
 */
public record SurveyRun(
        Build build,
        Host host,
        SurveyOptions options,
        String command,
        Path current,
        boolean trace,
        Optional<Race> race) {
    /** In a word, what this run does. */
    public String mode() {
        return race.isPresent() ? "reproduce" : "explore";
    }

    /** Before the first execution: all that decides what this run does. */
    public List<String> heading(Path directory) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Text.paragraph("", build + ", " + mode() + " on " + host));
        race.ifPresent(known -> lines.addAll(RaceLines.heading(known)));
        lines.addAll(Text.paragraph("scenarios  ", scenarios() + " x " + strategies()));
        lines.addAll(Text.paragraph("fibers     ", fibers()));
        lines.addAll(Text.paragraph("search     ", search()));
        lines.addAll(Text.paragraph(
                "budget     ",
                Text.duration(options.budget().toNanos()) + " for each search"
                        + (options.executions() == Long.MAX_VALUE
                                ? ""
                                : ", " + options.executions() + " executions at most")
                        + "; " + options.workers() + " at once"));
        lines.add("directory  " + shown(directory));
        return lines;
    }

    private String scenarios() {
        int count = options.scenarios().size();
        return count > 3
                ? count + " scenarios"
                : options.scenarios().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private String strategies() {
        return options.strategies().size() == StrategyId.values().length
                ? "all strategies"
                : options.strategies().stream().map(StrategyId::id).collect(Collectors.joining(", "));
    }

    private String fibers() {
        String speed = switch (options.fibers()) {
            case CONTINUATION -> "";
            case VIRTUAL -> "; the JDK's continuations are faster";
            case PLATFORM -> "; five to twenty times slower than a JDK 21 or later with its continuations";
        };
        return options.fibers().text() + speed;
    }

    private String search() {
        if (options.search().isPresent()) {
            return options.search().map(Search::describe).orElseThrow() + ", as asked" + races();
        }
        return options.races()
                ? "source-DPOR with sleep sets, for a stored state knows nothing of clocks" + races()
                : "as the scenario declares, else stored states: the smallest where actors meet often"
                        + (options.detectsAnyRaces()
                                ? "; source-DPOR with race detection where a scenario leaves ordering out"
                                : "");
    }

    private String races() {
        return options.races() ? "; with race detection" : "";
    }

    /** As a report may print a path, and a shell where the run was started takes it. */
    public String shown(Path path) {
        Path here = current.toAbsolutePath().normalize();
        return here.relativize(here.resolve(path).normalize()).toString();
    }

    /** The command that shows a finding again. */
    public String again(Path replayFile) {
        return "./vmtorture replay " + SoakRun.quoted(shown(replayFile));
    }
}
