package org.vmtorture.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.survey.Exploration;
import org.vmtorture.survey.Found;
import org.vmtorture.survey.SurveyListener;
import org.vmtorture.survey.SurveyProgress;

/** Tells a survey to people and to the disk; the disk first. A disk that fails stops the survey. */
public final class SurveyReporter implements SurveyListener {
    private static final long SELDOM = TimeUnit.MINUTES.toNanos(1);

    private interface Writing {
        void run() throws IOException;
    }

    private final SurveyRun run;
    private final RunDirectory directory;
    private final Screen screen;
    private final Clock clock;
    private final Runnable stop;
    private final ObjectNode json;
    private final ArrayNode explorations;
    private final List<String> table = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final Set<ExitStatus> statuses = EnumSet.noneOf(ExitStatus.class);
    private final List<Exploration> told = new ArrayList<>();
    private Scenario scenario; // of the last line
    private long printedAt;
    private int explored;
    private int surprises;
    private int unknowns;
    private int bounded;
    private int findings;
    private String fault = "";

    /** A reporter of one survey; {@code stop} is what it does when the disk fails. */
    public SurveyReporter(SurveyRun run, RunDirectory directory, Screen screen, Clock clock, Runnable stop) {
        this.run = run;
        this.directory = directory;
        this.screen = screen;
        this.clock = clock;
        this.stop = stop;
        this.json = SurveyJson.run(run, clock.instant());
        this.explorations = json.putArray("explorations");
        write(() -> directory.run(RunJson.text(json)));
    }

    /** The known races were found, in so many executions each; the second is looked for with race detection only. */
    public synchronized void canary(long executions, OptionalLong ofOrdering) {
        json.put("canary_executions", executions);
        ofOrdering.ifPresent(count -> json.put("canary_race_executions", count));
        screen.line("canary     found in " + executions + " executions"
                + (ofOrdering.isEmpty() ? "" : "; a data race in " + ofOrdering.getAsLong()));
        line(SurveyLines.head());
    }

    @Override
    public synchronized void explored(Exploration exploration) {
        explored++;
        told.add(exploration);
        explorations.add(SurveyJson.exploration(exploration));
        write(() -> directory.pairs(SurveyJson.meetings(exploration)));
        List<Found> fresh = exploration.found().stream()
                .filter(found -> known.add(found.id()))
                .toList();
        fresh.forEach(found -> write(() -> directory.finding(found.id(), files(found))));
        findings += fresh.size();
        if (!exploration.pair().scenario().equals(scenario)) {
            scenario = exploration.pair().scenario();
            line(scenario.name());
        }
        SurveyLines.of(exploration).forEach(this::line);
        if (run.trace()) {
            SurveyLines.details(exploration).forEach(this::line);
        }
        if (exploration.surprises()) {
            surprises++;
            statuses.add(ExitStatus.FINDINGS);
        } else if (exploration.outcome() == Exploration.Outcome.UNKNOWN) {
            unknowns++;
            statuses.add(ExitStatus.INCONCLUSIVE);
        } else if (exploration.outcome() == Exploration.Outcome.BOUNDED) {
            bounded++;
        }
        for (Found found : fresh) {
            if (run.trace()) {
                report(found).lines().forEach(screen::line);
            } else if (!found.expected()) {
                screen.lines(ExecutionReport.title(file(found), found.violation(), Text.COLUMNS));
                screen.line("  " + again(found));
            }
        }
    }

    /** A race's story, its trace under the first strategy that shows it, and what all made of it. */
    private void reproduction(Race race) {
        line("");
        RaceLines.story(race).forEach(this::line);
        line("");
        Optional<Found> shown = told.stream()
                .flatMap(exploration -> exploration.found().stream())
                .findFirst();
        shown.ifPresent(found -> report(found).lines().forEach(screen::line));
        line("");
        RaceLines.verdicts(told).forEach(this::line);
        shown.ifPresent(found -> screen.lines(List.of("", "To run the trace again:", "  " + again(found))));
    }

    private void line(String line) {
        table.add(line);
        screen.line(line);
    }

    private ReplayFile file(Found found) {
        return new ReplayFile(
                run.build().version(),
                found.title(),
                found.pair().strategy(),
                found.search(),
                found.races(),
                found.minimal().scenario(),
                found.violation().schedule());
    }

    private String again(Found found) {
        Path folder = directory.path().resolve("findings").resolve(found.id());
        return run.again(folder.resolve("replay.conf"));
    }

    private String report(Found found) {
        return ExecutionReport.of(
                file(found), found.violation(), "Minimal: " + found.minimal().how(), again(found));
    }

    private Map<String, String> files(Found found) {
        return Map.of(
                "report.txt", report(found),
                "replay.conf", file(found).text(),
                "finding.json", SurveyJson.finding(run, found, file(found), again(found), clock.instant()));
    }

    @Override
    public synchronized void progress(SurveyProgress progress) {
        if (screen.redraws()) {
            screen.draw(SurveyLines.live(progress));
        } else if (progress.nanos() - printedAt >= SELDOM) {
            screen.line(String.join(" ", SurveyLines.live(progress)));
            printedAt = progress.nanos();
        }
    }

    /** Ends the run: the last lines on screen and on disk. Returns the process's exit status. */
    public synchronized int finish(Optional<ExitStatus> signal) {
        signal.ifPresent(statuses::add);
        if (!fault.isEmpty()) {
            statuses.add(ExitStatus.NO_RESOURCES);
        }
        ExitStatus status = ExitStatus.first(statuses);
        run.race().ifPresent(this::reproduction);
        line("");
        Text.wrap(SurveyLines.sum(run, explored, findings, surprises, unknowns, bounded), Text.COLUMNS, "  ")
                .forEach(this::line);
        line("Exit " + status.code() + ": " + meaning(status));
        write(() -> directory.table(String.join("\n", table) + "\n"));
        end(signal.isPresent() ? "interrupted" : "finished", verdict(status), status.code());
        return fault.isEmpty()
                ? status.code()
                : ExitStatus.first(EnumSet.of(status, ExitStatus.NO_RESOURCES)).code();
    }

    private static String meaning(ExitStatus status) {
        return switch (status) {
            case CLEAN -> "all as the scenarios expect";
            case FINDINGS -> "not as the scenarios expect";
            case INTERRUPTED, TERMINATED -> status.meaning().replace("nothing found", "nothing unexpected found");
            default -> status.meaning();
        };
    }

    private static String verdict(ExitStatus status) {
        return switch (status) {
            case CLEAN -> "expected";
            case FINDINGS -> "surprise";
            case INCONCLUSIVE -> "unknown";
            case INTERRUPTED, TERMINATED -> "stopped";
            case NO_RESOURCES, TESTER_FAILED, NOT_REPRODUCED, USAGE -> "failed";
        };
    }

    /** Ends the run without a result. Returns the process's exit status. */
    public synchronized int abandon(ExitStatus status, String why) {
        screen.erase();
        json.put("tester_failure", why);
        end("failed", verdict(status), status.code());
        return status.code();
    }

    /** Whether a surprise was reported. */
    public synchronized boolean surprised() {
        return surprises > 0;
    }

    private void end(String state, String verdict, int code) {
        json.put("state", state);
        json.put("ended", RunJson.time(clock.instant()));
        json.put("verdict", verdict);
        json.put("exit", code);
        write(() -> directory.run(RunJson.text(json)));
    }

    /** The document of {@code --json}: run.json as it now is. */
    public synchronized String json() {
        return RunJson.text(json);
    }

    /** What of the disk failed first; empty if nothing. */
    public synchronized String fault() {
        return fault;
    }

    private void write(Writing writing) {
        if (!fault.isEmpty()) {
            return;
        }
        try {
            writing.run();
        } catch (IOException failed) {
            String reason = failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
            fault = Text.printable("cannot write to the run directory: " + reason);
            stop.run();
        }
    }
}
