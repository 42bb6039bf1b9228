package org.vmtorture.scenario;

import java.util.List;

/** The scenarios that are shipped. */
public final class Scenarios {
    private static final Shelf SHELF = new Shelf("/scenarios/");

    private Scenarios() {}

    /** Their names, in the order of the manual. */
    public static List<String> names() {
        return SHELF.names();
    }

    /**
     * Reads one.
     *
     * @throws BadScenario if there is none of this name; the message names the nearest
     */
    public static Scenario load(String name) {
        if (!names().contains(name)) {
            throw new Place(name, 1).wrong("unknown scenario " + name + "; " + Nearest.remedy(name, names()));
        }
        return Scenario.parse(SHELF.text(name), SHELF.file(name));
    }
}
