package org.vmtorture.explore;

import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/**
 * A finding as a file that shows it again, exactly: the program, and who made each step of the execution. HOCON, for
 * people to read and to compare.
 *
 * @param version of the vmtorture that wrote it
 * @param title of the finding
 * @param search how it was found, in words
 * @param races whether it takes race detection to see it
 * @param schedule of the scenario under the strategy
 */
public record ReplayFile(
        String version,
        String title,
        StrategyId strategy,
        String search,
        boolean races,
        Scenario scenario,
        Schedule schedule) {
    /** Of the form of the file, not of vmtorture. */
    static final int FORMAT = 1;

    static final int TEXT_MAX = 1 << 20;

    /** What a file must have, in the order in which it is written. */
    static final List<String> KEYS =
            List.of("format", "vmtorture", "title", "strategy", "search", "races", "scenario", "steps", "schedule");

    /**
     * Reads a file.
     *
     * @throws BadReplay if it is none of ours, or not as it was written
     */
    public static ReplayFile read(Path file) {
        try {
            if (!Files.exists(file)) {
                throw new BadReplay(file.toString(), "no such file");
            } else if (!Files.isRegularFile(file)) {
                throw new BadReplay(file.toString(), "not a file; the replay.conf of a finding would be right");
            }
            long size = Files.size(file);
            if (size > TEXT_MAX) {
                throw new BadReplay(file + ":1", size + " bytes; a replay file has " + TEXT_MAX + " at most");
            }
            return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
        } catch (IOException e) {
            throw new BadReplay(file.toString(), "cannot be read: " + e);
        }
    }

    /**
     * Reads a file's text.
     *
     * @param origin what messages call it
     * @throws BadReplay if it is no replay file, or not as it was written
     */
    public static ReplayFile parse(String text, String origin) {
        return new ReplayReader(origin).read(text);
    }

    /** The program that the schedule is of. */
    public Program program() {
        return scenario.on(strategy);
    }

    /** The file, as {@link #parse} reads it. */
    public String text() {
        return "# A finding; vmtorture replay FILE shows it again.\n"
                + "format = " + FORMAT + '\n'
                + "vmtorture = " + ConfigUtil.quoteString(version) + '\n'
                + "title = " + ConfigUtil.quoteString(title) + '\n'
                + "strategy = " + strategy.id() + '\n'
                + "search = " + ConfigUtil.quoteString(search) + '\n'
                + "races = " + races + '\n'
                + "scenario = \"\"\"\n" + scenario.text() + "\"\"\"\n"
                + "# Who makes how many steps, of those who can.\n"
                + "steps = " + schedule.steps() + '\n'
                + "schedule = [\n"
                + runs().stream().map(run -> "  \"" + run + "\"\n").collect(Collectors.joining())
                + "]\n";
    }

    /** Equal choices in a row as one line: {@code gup 7 of P gup}. */
    private List<String> runs() {
        Program program = program();
        var runs = new ArrayList<String>();
        List<Schedule.Choice> choices = schedule.choices();
        for (int from = 0; from < choices.size(); ) {
            Schedule.Choice choice = choices.get(from);
            int to = from + 1;
            while (to < choices.size() && choices.get(to).equals(choice)) {
                to++;
            }
            String who = program.actor(choice.actor());
            runs.add(who + " " + (to - from) + " " + ReplayReader.OF + " " + names(program, choice.enabled()));
            from = to;
        }
        return runs;
    }

    /** The actors of a set, by name; for divergences too. */
    public static String names(Program program, long actors) {
        return IntStream.range(0, program.actors())
                .filter(actor -> (actors & 1L << actor) != 0)
                .mapToObj(program::actor)
                .collect(Collectors.joining(" "));
    }
}
