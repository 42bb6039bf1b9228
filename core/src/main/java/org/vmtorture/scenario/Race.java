package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * A bug that the kernel really had, as a scenario: its story is the scenario's {@code why}, and its {@code expect} says
 * which strategies would have prevented it.
 *
 * @param title in a line, what went wrong
 * @param reference the CVE or the subject of the commit
 * @param aliases other names that it is asked for by
 */
public record Race(Scenario scenario, String title, String reference, List<String> aliases) {
    public Race {
        aliases = List.copyOf(aliases);
    }

    /** Its name on the command line. */
    public String id() {
        return scenario.name();
    }

    /** The id and the aliases. */
    public List<String> names() {
        List<String> names = new ArrayList<>(aliases);
        names.add(0, id());
        return names;
    }

    /** What happened, in a few sentences. */
    public String story() {
        return scenario.why();
    }
}
