package org.vmtorture.scenario;

import java.util.List;
import java.util.Optional;

/** The catalogue of real races. */
public final class Races {
    private static final Shelf SHELF = new Shelf("/races/");

    private Races() {}

    /** Their ids, in the order of the catalogue. */
    public static List<String> ids() {
        return SHELF.names();
    }

    public static List<Race> all() {
        return ids().stream().map(Races::read).toList();
    }

    /** The race of an id or an alias, whatever the case of its letters. */
    public static Optional<Race> find(String name) {
        return ids().stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(Races::read)
                .or(() -> ids().stream() // aliases stand in the files, and to read them all takes a while
                        .map(Races::read)
                        .filter(race -> race.names().stream().anyMatch(name::equalsIgnoreCase))
                        .findFirst());
    }

    private static Race read(String id) {
        return ScenarioReader.parseRace(SHELF.text(id), SHELF.file(id));
    }
}
