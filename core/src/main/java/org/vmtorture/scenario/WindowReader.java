package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.List;

/** Reads windows: {@code gup pin P A/0 meets P munmap A}. */
final class WindowReader {
    private static final String EXAMPLE = "[gup pin P A/0 meets P munmap A]";

    private final List<Actor> actors;

    WindowReader(List<Actor> actors) {
        this.actors = actors;
    }

    List<Window> read(Section root) {
        if (!root.has("windows")) {
            return List.of();
        }
        List<Window> windows = new ArrayList<>();
        for (Section.Item item : root.list("windows", EXAMPLE)) {
            String[] sides = item.text().split("\\s+" + ScenarioReader.MEETS + "\\s+", -1);
            if (sides.length != 2) {
                throw item.place().wrong(item.text() + " is no window; " + EXAMPLE + " would be right");
            }
            Position one = position(sides[0], item.place());
            Position other = position(sides[1], item.place());
            if (one.actor() == other.actor()) {
                throw item.place().wrong("an actor cannot meet itself; two actors would be right, as in " + EXAMPLE);
            }
            windows.add(new Window(one.actor(), one.operation(), other.actor(), other.operation()));
        }
        return windows;
    }

    private Position position(String side, Place place) {
        String[] words = side.strip().split("\\s+", 2);
        List<String> names = actors.stream().map(Actor::name).toList();
        int actor = names.indexOf(words[0]);
        if (actor < 0) {
            throw place.wrong("unknown actor " + words[0] + "; " + Nearest.remedy(words[0], names));
        }
        String operation = words.length < 2 ? "" : words[1].replaceAll("\\s+", " ");
        List<String> operations = new ArrayList<>();
        for (int i = 0; i < actors.get(actor).verbs().size(); i++) {
            operations.add(text(actors.get(actor), i));
        }
        if (!operations.contains(operation)) {
            throw place.wrong(
                    "actor " + words[0] + " does not " + operation + "; " + Nearest.remedy(operation, operations));
        }
        return new Position(actor, operations.indexOf(operation));
    }

    /** An operation as windows name it: the second of the same text is {@code load A/0 (2)}. */
    static String text(Actor actor, int operation) {
        String verb = actor.verbs().get(operation).toString();
        long before = actor.verbs().subList(0, operation).stream()
                .map(Verb::toString)
                .filter(verb::equals)
                .count();
        return before == 0 ? verb : verb + " (" + (before + 1) + ")";
    }
}
