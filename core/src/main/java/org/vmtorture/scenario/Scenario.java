package org.vmtorture.scenario;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/**
 * A few actors that meet on a few pages, and what is expected of each strategy. Every scenario that exists makes sense:
 * its names are known and what it pins it lets go.
 */
public final class Scenario {
    private final Parts parts;
    private final Names names;

    private Scenario(Parts parts, Lines lines) {
        Rules.check(parts, lines);
        this.parts = parts;
        this.names = new Names(parts);
    }

    static Scenario of(Parts parts, Lines lines) {
        return new Scenario(parts, lines);
    }

    /**
     * Reads a scenario file.
     *
     * @throws BadScenario if it is wrong, or cannot be read
     */
    public static Scenario read(Path file) {
        return ScenarioReader.read(file);
    }

    /**
     * Reads a scenario from text.
     *
     * @param origin what messages call it, such as the name of the file it came from
     * @throws BadScenario if it is wrong
     */
    public static Scenario parse(String text, String origin) {
        return ScenarioReader.parse(text, origin);
    }

    Parts parts() {
        return parts;
    }

    public String name() {
        return parts.name();
    }

    /** What the scenario is for, in a sentence or two. */
    public String why() {
        return parts.why();
    }

    public Defect defect() {
        return parts.defect();
    }

    /** The ordering that is left out on purpose. If there is any, it takes race detection to see it. */
    public List<Weakening> weakenings() {
        return parts.weakenings();
    }

    public GupMode gup() {
        return parts.gup();
    }

    public Shootdown shootdown() {
        return parts.shootdown();
    }

    public Search search() {
        return parts.search();
    }

    public Expectation expectation() {
        return parts.expectation();
    }

    /**
     * The same with drivers that all count VMAs and wait for them.
     *
     * @throws BadScenario if it makes no sense then
     */
    public Scenario counted() {
        String text = text();
        for (Area area : parts.areas()) {
            Area counting = new Area(area.name(), area.pages(), area.blocks(), true, area.faulted());
            text = text.replaceFirst(
                    "(?m)^(\\s*)" + Pattern.quote(area.text()) + "$", "$1" + Matcher.quoteReplacement(counting.text()));
        }
        return parse(text.replaceAll("((?:vmalloc|alloc-pages) \\S+ \\d+)(?=[,\\]]| meets)", "$1 counted"), name());
    }

    /** The pairs of operations that must meet; empty if none share a word under every strategy. */
    public List<Window> windows() {
        return parts.windows();
    }

    public List<Area> areas() {
        return parts.areas();
    }

    public int actors() {
        return parts.actors().size();
    }

    /** The scenario as a program that an explorer runs. */
    public Program on(StrategyId strategy) {
        return new ScenarioProgram(parts, names, Sizing.of(parts, names, Lines.none(name())), strategy);
    }

    /** The scenario without one of its actors, or empty if what is left makes no sense. */
    public Optional<Scenario> without(int actor) {
        int operations = parts.actors().get(actor).verbs().size();
        return without(IntStream.range(0, operations)
                .mapToObj(operation -> new Position(actor, operation))
                .collect(Collectors.toSet()));
    }

    /** The scenario without some operations of an actor, such as a pin and its unpin; or empty. */
    public Optional<Scenario> without(int actor, int... operations) {
        return without(Arrays.stream(operations)
                .mapToObj(operation -> new Position(actor, operation))
                .collect(Collectors.toSet()));
    }

    /**
     * The scenario without some operations. An actor that has none left is gone, and so is a window of an operation
     * that is.
     *
     * @return empty if what is left makes no sense
     */
    public Optional<Scenario> without(Set<Position> dropped) {
        List<Actor> actors = new ArrayList<>();
        var moved = new Moves();
        for (int actor = 0; actor < parts.actors().size(); actor++) {
            Actor whole = parts.actors().get(actor);
            List<Verb> verbs = new ArrayList<>();
            for (int operation = 0; operation < whole.verbs().size(); operation++) {
                var position = new Position(actor, operation);
                if (!dropped.contains(position)) {
                    moved.put(position, new Position(actors.size(), verbs.size()));
                    verbs.add(whole.verbs().get(operation));
                }
            }
            if (!verbs.isEmpty()) {
                actors.add(new Actor(whole.name(), verbs));
            }
        }
        try {
            Parts smaller = parts.withActors(actors, moved.windows(parts.windows()));
            var scenario = new Scenario(smaller, Lines.none(name()));
            return moved.keepHomes(this, scenario) ? Optional.of(scenario) : Optional.empty();
        } catch (BadScenario senseless) {
            return Optional.empty();
        }
    }

    /** The process in which an operation takes place, or null if in none. */
    String home(Position position) {
        Actor actor = parts.actors().get(position.actor());
        Verb verb = actor.verbs().get(position.operation());
        return verb instanceof ProcessVerb in ? names.home(actor.name(), in.process()) : null;
    }

    /** The scenario as a file that {@link #parse} reads back. */
    public String text() {
        var text = new StringBuilder();
        text.append("name = ").append(parts.name()).append('\n');
        text.append("why = ").append(ConfigUtil.quoteString(parts.why())).append('\n');
        if (parts.frames() > 0) {
            text.append("frames = ").append(parts.frames()).append('\n');
        }
        block(text, "areas", parts.areas().stream().map(Area::text).toList());
        block(text, "maps", parts.processes().stream().map(Mapped::text).toList());
        block(text, "actors", parts.actors().stream().map(Actor::text).toList());
        if (!parts.windows().isEmpty()) {
            String windows = parts.windows().stream().map(this::text).collect(Collectors.joining(", ", "[", "]\n"));
            text.append("windows = ").append(windows);
        }
        text.append("gup = ").append(Settings.id(parts.gup())).append('\n');
        text.append("shootdown = ").append(Settings.id(parts.shootdown())).append('\n');
        text.append("defect = ").append(parts.defect().id()).append('\n');
        if (!parts.weakenings().isEmpty()) {
            text.append("weaken = ").append(parts.weakenings()).append('\n');
        }
        text.append("search = ").append(parts.search()).append('\n');
        text.append("expect ").append(parts.expectation().text()).append('\n');
        return text.toString();
    }

    private static void block(StringBuilder text, String key, List<String> entries) {
        text.append(key).append(" {\n");
        entries.forEach(entry -> text.append("    ").append(entry).append('\n'));
        text.append("}\n");
    }

    private String text(Window window) {
        return text(window.actor(), window.operation()) + " " + ScenarioReader.MEETS + " "
                + text(window.other(), window.otherOperation());
    }

    private String text(int actor, int operation) {
        Actor who = parts.actors().get(actor);
        return who.name() + " " + WindowReader.text(who, operation);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scenario that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.name();
    }
}
