package org.vmtorture.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scenarios that are shipped. */
public final class Scenarios {
    private static final String FOLDER = "/scenarios/";
    private static final String ENDING = ".conf";

    private Scenarios() {}

    /** Their names, in the order of the manual. */
    public static List<String> names() {
        return text("index").lines().toList();
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
        return Scenario.parse(text(name + ENDING), name + ENDING);
    }

    private static String text(String resource) {
        try (InputStream in = Scenarios.class.getResourceAsStream(FOLDER + resource)) {
            if (in == null) {
                throw new IllegalStateException("not shipped: " + FOLDER + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
