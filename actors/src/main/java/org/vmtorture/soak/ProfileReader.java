package org.vmtorture.soak;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.util.EnumMap;
import java.util.Map;

/** Reads one profile, strictly: a key that nobody knows, or a value out of its range, is an error with its line. */
final class ProfileReader {
    private static final String STORY = "story";
    private static final int STORY_MAX = 200;

    private final String source;
    private final Map<ProfileKey, Double> values = new EnumMap<>(ProfileKey.class);
    private final Map<ProfileKey, ConfigOrigin> origins = new EnumMap<>(ProfileKey.class);
    private String story = "";

    /** A reader of one file; {@code defaults} are for what the file leaves out. */
    ProfileReader(String source, Map<ProfileKey, Double> defaults) {
        this.source = source;
        values.putAll(defaults);
    }

    Profile read(String name, String text) {
        ConfigObject root = parse(text);
        root.forEach((key, value) -> {
            if (key.equals(STORY)) {
                story = story(value);
            } else {
                section(key, value);
            }
        });
        return profile(name);
    }

    private ConfigObject parse(String text) {
        var options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(source)
                .setAllowMissing(false);
        try {
            return ConfigFactory.parseString(text, options)
                    .resolve(ConfigResolveOptions.noSystem())
                    .root();
        } catch (ConfigException malformed) {
            String message = String.valueOf(malformed.getMessage());
            String origin = malformed.origin() == null ? "" : malformed.origin().description() + ": ";
            String what = message.startsWith(origin) ? message.substring(origin.length()) : message;
            throw new ProfileFormatException(where(malformed.origin()), "not HOCON: " + firstSentence(what));
        }
    }

    private String story(ConfigValue value) {
        if (!(value.unwrapped() instanceof String text) || text.isBlank() || text.length() > STORY_MAX) {
            throw complaint(value.origin(), STORY, "must be a line of text, at most " + STORY_MAX + " characters");
        }
        return text;
    }

    private void section(String name, ConfigValue value) {
        if (ProfileKey.within(name).isEmpty()) {
            throw complaint(value.origin(), name, "unknown key; known: story, " + known(""));
        }
        if (!(value instanceof ConfigObject section)) {
            throw complaint(value.origin(), name, "must be a section { } with any of: " + known(name));
        }
        section.forEach((key, entry) -> {
            ProfileKey found = ProfileKey.of(name + "." + key);
            if (found == null) {
                throw complaint(entry.origin(), name + "." + key, "unknown key; known in " + name + ": " + known(name));
            }
            if (!(entry.unwrapped() instanceof Number number) || !found.admits(number.doubleValue())) {
                throw complaint(entry.origin(), found.path() + "=" + entry.unwrapped(), found.range());
            }
            values.put(found, number.doubleValue());
            origins.put(found, entry.origin());
        });
    }

    private Profile profile(String name) {
        for (ProfileKey key : ProfileKey.values()) {
            if (!values.containsKey(key)) {
                throw complaint(null, key.path(), "missing");
            }
        }
        if (whole(ProfileKey.PAGES_MIN) > whole(ProfileKey.PAGES_MAX)) {
            throw complaint(
                    said(ProfileKey.PAGES_MIN, ProfileKey.PAGES_MAX),
                    "regions.pages-min=" + whole(ProfileKey.PAGES_MIN),
                    "must not exceed regions.pages-max=" + whole(ProfileKey.PAGES_MAX));
        }
        Profile profile = Profiles.of(name, story.isEmpty() ? "a profile of your own" : story, values);
        Profiles.excess(profile).ifPresent(excess -> {
            throw new ProfileFormatException(source, excess);
        });
        return profile;
    }

    private int whole(ProfileKey key) {
        return values.get(key).intValue();
    }

    private ConfigOrigin said(ProfileKey key, ProfileKey orKey) {
        return origins.getOrDefault(key, origins.get(orKey));
    }

    private ProfileFormatException complaint(ConfigOrigin origin, String key, String what) {
        return new ProfileFormatException(where(origin), key + ": " + what);
    }

    private String where(ConfigOrigin origin) {
        return origin == null || origin.lineNumber() < 0 ? source : source + ":" + origin.lineNumber();
    }

    private static String known(String section) {
        return String.join(", ", ProfileKey.within(section));
    }

    /** HOCON's parser explains itself at length, with guesses of what it expected that seldom fit. */
    private static String firstSentence(String message) {
        int met = message.indexOf("not: ");
        String what = met < 0 ? message : "unexpected " + message.substring(met + "not: ".length());
        int end = what.indexOf(" (");
        return (end < 0 ? what : what.substring(0, end)).strip();
    }
}
