package org.vmtorture.soak;

import java.util.List;
import org.vmtorture.mm.MachineSize;

/** The numbers of a profile, by their names in the file, each with the values that make sense. */
enum ProfileKey {
    DRIVERS("actors.drivers", 1, Profiles.ACTORS_MAX),
    PROCESSES("actors.processes", 1, Profiles.ACTORS_MAX),
    GUPS("actors.gups", 0, Profiles.ACTORS_MAX),
    WALKERS("actors.walkers", 0, Profiles.ACTORS_MAX),
    KWORKERS("actors.kworkers", 1, Profiles.ACTORS_MAX),
    FRAMES("machine.frames", Profiles.FRAMES_MIN, MachineSize.FRAMES_MAX),
    PER_DRIVER("regions.per-driver", 1, 4096),
    PAGES_MIN("regions.pages-min", 1, Profiles.PAGES_MAX),
    PAGES_MAX("regions.pages-max", 1, Profiles.PAGES_MAX),
    BLOCKS("regions.blocks"),
    RELYING("regions.relying"),
    CHURN("driver.churn", 1, Profiles.WEIGHT_MAX),
    KERNEL_ACCESS("driver.kernel-access", 0, Profiles.WEIGHT_MAX),
    MAP("process.map", 1, Profiles.WEIGHT_MAX),
    UNMAP("process.unmap", 0, Profiles.WEIGHT_MAX),
    PARTIAL_UNMAP("process.partial-unmap", 0, Profiles.WEIGHT_MAX),
    MOVE("process.move", 0, Profiles.WEIGHT_MAX),
    FORK("process.fork", 0, Profiles.WEIGHT_MAX),
    EXIT("process.exit", 0, Profiles.WEIGHT_MAX),
    ACCESS("process.access", 1, Profiles.WEIGHT_MAX),
    MAP_FAILURE("process.map-failure"),
    FORK_FAILURE("process.fork-failure"),
    LONG_TERM("pins.long-term"),
    HOLD("pins.hold", 1, 1_000_000),
    HAND_ON("pins.hand-on");

    private static final List<ProfileKey> KEYS = List.of(values());

    private final String path;
    private final int min;
    private final int max;
    private final boolean whole;

    ProfileKey(String path, int min, int max) {
        this(path, min, max, true);
    }

    /** A fraction. */
    ProfileKey(String path) {
        this(path, 0, 1, false);
    }

    ProfileKey(String path, int min, int max, boolean whole) {
        this.path = path;
        this.min = min;
        this.max = max;
        this.whole = whole;
    }

    String path() {
        return path;
    }

    /** What a value must be, as complaints say it. */
    String range() {
        return "must be a " + (whole ? "whole number" : "number") + " from " + min + " to " + max;
    }

    boolean admits(double value) {
        return value >= min && value <= max && (!whole || value == Math.rint(value));
    }

    /** The key of a path, or null if there is none. */
    static ProfileKey of(String path) {
        return KEYS.stream().filter(key -> key.path.equals(path)).findFirst().orElse(null);
    }

    /** The keys of a section, without its name; the sections themselves for the empty one. */
    static List<String> within(String section) {
        if (section.isEmpty()) {
            return KEYS.stream()
                    .map(key -> key.path.substring(0, key.path.indexOf('.')))
                    .distinct()
                    .toList();
        }
        return KEYS.stream()
                .filter(key -> key.path.startsWith(section + "."))
                .map(key -> key.path.substring(section.length() + 1))
                .toList();
    }
}
