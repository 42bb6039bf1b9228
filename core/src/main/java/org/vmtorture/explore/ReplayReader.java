package org.vmtorture.explore;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vmtorture.scenario.BadScenario;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/** Reads replay files strictly. */
final class ReplayReader {
    static final String OF = "of";

    private static final int NESTING_MAX = 32; // of brackets, on which the parser recurses
    private static final int PROSE_MAX = 400;
    private static final Pattern RUN =
            Pattern.compile("([A-Za-z0-9_-]{1,40}) ([1-9][0-9]{0,6}) " + OF + " ([A-Za-z0-9_ -]{1,2700})");

    private final String origin;
    private ConfigObject root;

    ReplayReader(String origin) {
        this.origin = origin;
    }

    ReplayFile read(String text) {
        if (text.length() > ReplayFile.TEXT_MAX) {
            throw wrong(1, text.length() + " characters; a replay file has " + ReplayFile.TEXT_MAX + " at most");
        }
        refuseNesting(text);
        root = parse(text);
        if (!root.containsKey("format")) {
            throw wrong(1, "not a replay file: key format is missing");
        }
        int format = number("format");
        if (format != ReplayFile.FORMAT) {
            throw wrong(line("format"), "format = " + format + "; this vmtorture reads format " + ReplayFile.FORMAT);
        }
        for (String key : root.keySet()) {
            if (!ReplayFile.KEYS.contains(key)) {
                throw wrong(line(key), "unknown key " + key + "; known: " + String.join(", ", ReplayFile.KEYS));
            }
        }
        StrategyId strategy = StrategyId.of(text("strategy"));
        if (strategy == null) {
            throw wrong(line("strategy"), "unknown strategy " + text("strategy"));
        }
        Scenario scenario = scenario();
        Schedule schedule = schedule(scenario.on(strategy));
        return new ReplayFile(
                prose("vmtorture"), prose("title"), strategy, prose("search"), flag("races"), scenario, schedule);
    }

    private void refuseNesting(String text) {
        int depth = 0;
        int line = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line += c == '\n' ? 1 : 0;
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth > NESTING_MAX) {
                throw wrong(line, "brackets nest too deep for a replay file");
            }
        }
    }

    private ConfigObject parse(String text) {
        var options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(origin)
                .setIncluder(new IncludesNothing());
        try {
            Config config = ConfigFactory.parseString(text, options);
            if (!config.isResolved()) {
                throw wrong(1, "a replay file substitutes nothing; values without ${...} would be right");
            }
            return config.root();
        } catch (ConfigException e) {
            int line = e.origin() == null ? 1 : Math.max(1, e.origin().lineNumber());
            String what =
                    e.getMessage().replaceFirst("^.*?: " + line + ": ", "").replaceFirst(" \\(if you intended.*", "");
            throw wrong(line, "not a replay file, or cut off: " + what);
        }
    }

    private Scenario scenario() {
        try {
            return Scenario.parse(text("scenario").stripLeading(), origin + " (scenario)");
        } catch (BadScenario wrong) {
            throw new BadReplay(origin, "its scenario is wrong: " + wrong.getMessage());
        }
    }

    private Schedule schedule(Program program) {
        if (!(value("schedule") instanceof ConfigList list)) {
            throw wrong(line("schedule"), "schedule is no list");
        }
        var choices = new ArrayList<Schedule.Choice>();
        for (ConfigValue item : list) {
            run(program, item, choices);
        }
        if (choices.size() != number("steps")) {
            throw wrong(line("steps"), "steps = " + number("steps") + ", but the schedule has " + choices.size());
        }
        return new Schedule(choices);
    }

    private void run(Program program, ConfigValue item, List<Schedule.Choice> choices) {
        int line = Math.max(1, item.origin().lineNumber());
        String text = String.valueOf(item.unwrapped());
        Matcher run = RUN.matcher(text);
        if (item.valueType() != ConfigValueType.STRING || !run.matches()) {
            throw wrong(line, text + " is no part of a schedule; \"gup 7 of P gup\" would be right");
        }
        long enabled = 0;
        for (String name : run.group(3).split(" ", -1)) {
            enabled |= 1L << actor(program, name, line);
        }
        int actor = actor(program, run.group(1), line);
        if ((enabled & 1L << actor) == 0) {
            throw wrong(line, text + ": " + run.group(1) + " makes a step that it cannot make");
        }
        int count = Integer.parseInt(run.group(2));
        if (choices.size() + count > Interleaver.STEPS_MAX) {
            throw wrong(line, "more than " + Interleaver.STEPS_MAX + " steps");
        }
        for (int i = 0; i < count; i++) {
            choices.add(new Schedule.Choice(actor, enabled));
        }
    }

    private int actor(Program program, String name, int line) {
        for (int actor = 0; actor < program.actors(); actor++) {
            if (program.actor(actor).equals(name)) {
                return actor;
            }
        }
        throw wrong(line, "the scenario has no actor " + name);
    }

    private ConfigValue value(String key) {
        ConfigValue value = root.get(key);
        if (value == null) {
            throw wrong(1, "key " + key + " is missing; the file is edited, or cut off");
        }
        return value;
    }

    private String text(String key) {
        ConfigValue value = value(key);
        if (value.valueType() != ConfigValueType.STRING) {
            throw wrong(line(key), key + " is no text");
        }
        return String.valueOf(value.unwrapped());
    }

    /** Words for people only: what is hostile in them does not get far. */
    private String prose(String key) {
        String text = text(key);
        boolean plain = text.codePoints().noneMatch(c -> Character.isISOControl(c));
        if (!plain || text.length() > PROSE_MAX) {
            throw wrong(line(key), key + " is longer than " + PROSE_MAX + " characters, or holds control characters");
        }
        return text;
    }

    private int number(String key) {
        if (!(value(key).unwrapped() instanceof Integer number) || number < 0) {
            throw wrong(line(key), key + " is no whole number");
        }
        return number;
    }

    private boolean flag(String key) {
        if (!(value(key).unwrapped() instanceof Boolean flag)) {
            throw wrong(line(key), key + " is neither true nor false");
        }
        return flag;
    }

    private int line(String key) {
        return Math.max(1, root.get(key).origin().lineNumber());
    }

    private BadReplay wrong(int line, String what) {
        return new BadReplay(origin + ":" + line, what);
    }

    /** The parser asks nobody else for includes. */
    private final class IncludesNothing implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            throw wrong(1, "a replay file includes nothing");
        }
    }
}
