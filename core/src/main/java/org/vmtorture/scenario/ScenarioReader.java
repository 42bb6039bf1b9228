package org.vmtorture.scenario;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;

/** Reads scenarios strictly. Nothing is included and nothing is substituted: a file says all that it means. */
final class ScenarioReader {
    /** Between the two operations of a window. */
    static final String MEETS = "meets";

    static final List<String> KEYS = List.of(
            "name",
            "why",
            "frames",
            "areas",
            "maps",
            "actors",
            "windows",
            "gup",
            "shootdown",
            "defect",
            "weaken",
            "search",
            "expect",
            "race");
    static final List<String> AREA_KEYS = List.of("pages", "memory", "driver", "mapping");
    static final List<String> MEMORIES = List.of("vmalloc", "alloc-pages");
    static final List<String> MAPPINGS = List.of("whole", "fault");
    static final List<String> DRIVERS = List.of("relying", "counted");

    private static final String RACE_EXAMPLE = "{ title = \"...\", reference = CVE-2024-0582 }";
    private static final int TEXT_MAX = 64 * 1024;
    static final String NAME = "[a-z0-9][a-z0-9-]{0,79}";

    private final String file;
    private final Section root;
    private final Map<String, Integer> lines; // of keys, and of what lists hold

    private ScenarioReader(String file, ConfigObject object, Map<String, Integer> keyLines) {
        this.file = file;
        this.root = new Section("", object, keyLines, file);
        this.lines = new HashMap<>(keyLines);
    }

    static Scenario read(Path path) {
        String text;
        try {
            long size = Files.size(path);
            if (size > TEXT_MAX) {
                throw tooLarge(path.toString(), size);
            }
            text = Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Place(path.toString(), 1).wrong("cannot be read: " + e);
        }
        return parse(text, path.toString());
    }

    private static BadScenario tooLarge(String origin, long size) {
        return new Place(origin, 1).wrong(size + " bytes; " + TEXT_MAX + " at most would be right");
    }

    static Scenario parse(String text, String origin) {
        return reader(text, origin).scenario();
    }

    static Race parseRace(String text, String origin) {
        ScenarioReader reader = reader(text, origin);
        Scenario scenario = reader.scenario();
        return new RaceReader(reader.root.section("race", RACE_EXAMPLE)).read(scenario);
    }

    private static ScenarioReader reader(String text, String origin) {
        if (text.length() > TEXT_MAX) {
            throw tooLarge(origin, text.length());
        }
        Keys keys = Keys.of(text);
        refuse(keys, origin);
        ConfigObject object = parseHocon(text, origin);
        if (keys.repeated() != null) {
            throw new Place(origin, keys.repeatedLine())
                    .wrong("key " + keys.repeated() + " stands here again, first on line "
                            + keys.lines().get(keys.repeated()) + "; once would be right");
        }
        return new ScenarioReader(origin, object, keys.lines());
    }

    private static void refuse(Keys keys, String origin) {
        if (keys.tooDeepLine() > 0) {
            throw new Place(origin, keys.tooDeepLine())
                    .wrong("brackets nest deeper than " + Keys.NESTING_MAX + "; a scenario needs three levels");
        }
        if (keys.includeLine() > 0) {
            throw new Place(origin, keys.includeLine())
                    .wrong("scenarios include nothing; what was to be included, written out, would be right");
        }
        if (keys.substitutionLine() > 0) {
            throw new Place(origin, keys.substitutionLine())
                    .wrong("scenarios substitute nothing; the value itself instead of ${...} would be right");
        }
    }

    private static ConfigObject parseHocon(String text, String origin) {
        var options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(origin)
                .setIncluder(new IncludesNothing(origin));
        try {
            Config config = ConfigFactory.parseString(text, options);
            if (!config.isResolved()) {
                throw new Place(origin, 1).wrong("scenarios substitute nothing; values without ${...} would be right");
            }
            return config.root();
        } catch (ConfigException e) {
            int line = e.origin() == null ? 1 : Math.max(1, e.origin().lineNumber());
            String what = e.getMessage().replaceFirst("^.*?: " + line + ": ", "");
            throw new Place(origin, line).wrong("this is no HOCON: " + what);
        }
    }

    private Scenario scenario() {
        root.knowsOnly(KEYS);
        String name = root.text("name", "gup-fast-vs-munmap");
        if (!name.matches(NAME)) {
            throw root.place("name").wrong("name = " + name + "; lower-case letters, digits and - would be right");
        }
        List<Area> areas = areas();
        List<Mapped> processes = processes();
        List<Actor> actors = actors();
        var parts = new Parts(
                name,
                why(),
                root.has("frames") ? root.number("frames", 8) : 0,
                areas,
                processes,
                actors,
                new WindowReader(actors).read(root),
                setting("gup", GupMode.values(), GupMode.FAST),
                setting("shootdown", Shootdown.values(), Shootdown.BROADCAST),
                defect(),
                root.has("weaken") ? new WeakeningReader(root).read() : List.of(),
                root.has("search") ? new SearchReader(root).read() : Search.EXHAUSTIVE,
                new ExpectationReader(root.section("expect", "{ default = clean }")).read());
        Scenario scenario = Scenario.of(parts, new Lines(file, lines));
        if (root.has("race")) {
            new RaceReader(root.section("race", RACE_EXAMPLE)).read(scenario); // it must be right, whoever reads it
        }
        return scenario;
    }

    /** Prose, which may run over several lines of a file. */
    private String why() {
        String why =
                root.text("why", "\"What meets what, and why it matters.\"").replaceAll("\\s+", " ");
        if (why.isEmpty()) {
            throw root.place("why").wrong("why says nothing; what meets what, and why it matters, would be right");
        }
        return why;
    }

    private <T extends Enum<T>> T setting(String key, T[] constants, T otherwise) {
        return root.has(key) ? root.choice(key, key, Settings.ids(constants), List.of(constants)) : otherwise;
    }

    private Defect defect() {
        if (!root.has("defect")) {
            return Defect.NONE;
        }
        List<String> ids = Arrays.stream(Defect.values()).map(Defect::id).toList();
        return root.choice("defect", "defect", ids, List.of(Defect.values()));
    }

    private List<Area> areas() {
        if (!root.has("areas")) {
            return List.of();
        }
        Section section = root.section("areas", "{ A = 1 }");
        section.hasNames("an area");
        return section.keys().stream().map(key -> area(section, key)).toList();
    }

    private static Area area(Section section, String name) {
        if (section.isNumber(name)) {
            return new Area(name, section.number(name, 1), false, false, false);
        }
        Section area = section.section(name, "1");
        area.knowsOnly(AREA_KEYS);
        boolean blocks = area.has("memory") && area.choice("memory", "memory", MEMORIES, List.of(false, true));
        boolean counted = area.has("driver") && area.choice("driver", "driver", DRIVERS, List.of(false, true));
        boolean faulted = area.has("mapping") && area.choice("mapping", "mapping", MAPPINGS, List.of(false, true));
        return new Area(name, area.number("pages", 1), blocks, counted, faulted);
    }

    private List<Mapped> processes() {
        if (!root.has("maps")) {
            return List.of();
        }
        Section section = root.section("maps", "{ P = [A] }");
        section.hasNames("a process");
        List<Mapped> processes = new ArrayList<>();
        for (String process : section.keys()) {
            List<Pages> mapped = new ArrayList<>();
            for (Section.Item item : section.list(process, "[A]")) {
                Pages pages = Arguments.pages(item.text());
                if (pages == null) {
                    throw item.place().wrong(item.text() + " names no pages; A, A/0 or A/0-1 would be right");
                }
                lines.put("maps." + process + "." + mapped.size(), item.place().line());
                mapped.add(pages);
            }
            processes.add(new Mapped(process, mapped));
        }
        return processes;
    }

    private List<Actor> actors() {
        Section section = root.section("actors", "{ P = [munmap A] }");
        section.hasNames("an actor");
        List<Actor> actors = new ArrayList<>();
        for (String actor : section.keys()) {
            List<Verb> verbs = new ArrayList<>();
            for (Section.Item item : section.list(actor, "[munmap A]")) {
                lines.put("actors." + actor + "." + verbs.size(), item.place().line());
                verbs.add(Form.read(item.text(), item.place()));
            }
            actors.add(new Actor(actor, verbs));
        }
        return actors;
    }

    /** The parser asks nobody else for includes. */
    private record IncludesNothing(String origin) implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            throw new Place(origin, 1).wrong("scenarios include nothing, and not " + what);
        }
    }
}
