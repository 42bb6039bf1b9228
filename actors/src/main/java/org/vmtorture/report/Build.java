package org.vmtorture.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which vmtorture this is.
 *
 * @param version of the jar's manifest, or what Maven left for a run without a jar
 * @param commit of the source, or {@code unknown}
 */
public record Build(String version, String commit) {
    private static final String UNKNOWN = "unknown";

    public static Build current() {
        Properties built = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("/META-INF/vmtorture.properties")) {
            if (in != null) {
                built.load(in);
            }
        } catch (IOException unreadable) {
            built.clear(); // then it is unknown
        }
        String manifest = Build.class.getPackage().getImplementationVersion();
        String version = manifest != null ? manifest : built.getProperty("version", UNKNOWN);
        return new Build(version, built.getProperty("commit", UNKNOWN));
    }

    @Override
    public String toString() {
        return "vmtorture " + version + (commit.equals(UNKNOWN) ? "" : " (" + commit + ")");
    }
}
