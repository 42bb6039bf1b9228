package org.vmtorture.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Constants by the names that files give them. */
final class Settings {
    private Settings() {}

    static String id(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> ids(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Settings::id).toList();
    }
}
