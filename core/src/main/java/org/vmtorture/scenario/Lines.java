package org.vmtorture.scenario;

import java.util.Map;

/**
 * On which line of its file each part of a scenario stands.
 *
 * @param byPath lines by paths such as {@code actors.gup} and {@code actors.gup.0}
 */
record Lines(String file, Map<String, Integer> byPath) {
    Lines {
        byPath = Map.copyOf(byPath);
    }

    /** Of a scenario that no file says. */
    static Lines none(String scenario) {
        return new Lines(scenario, Map.of());
    }

    /** Where a path stands, or what it is a part of. */
    Place of(String path) {
        for (String rest = path; ; rest = rest.substring(0, rest.lastIndexOf('.'))) {
            Integer line = byPath.get(rest);
            if (line != null || rest.indexOf('.') < 0) {
                return new Place(file, line == null ? 1 : line);
            }
        }
    }
}
