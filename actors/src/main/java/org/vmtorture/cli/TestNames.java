package org.vmtorture.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.vmtorture.report.ExitStatus;

/** The names of the tests in a jar of jcstress, as its annotation processor listed them. */
final class TestNames {
    private static final String LIST = "META-INF/TestList";
    /* A line holds strings with their lengths before them, the test's name first: JCTEST5Sa.b.C */
    private static final Pattern FIRST = Pattern.compile("^JCTEST(\\d+)S");

    private TestNames() {}

    static List<String> of(Path jar) {
        try (var zip = new ZipFile(jar.toFile())) {
            ZipEntry list = zip.getEntry(LIST);
            if (list == null) {
                return List.of();
            }
            try (var lines =
                    new BufferedReader(new InputStreamReader(zip.getInputStream(list), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> !line.isBlank()) // shading ends each list with one
                        .map(TestNames::name)
                        .sorted()
                        .collect(Collectors.toList());
            }
        } catch (IOException e) {
            throw new Complaint(ExitStatus.NO_RESOURCES, jar + ": cannot be read: " + e.getMessage());
        }
    }

    private static String name(String line) {
        Matcher first = FIRST.matcher(line);
        if (!first.find()) {
            throw new IllegalStateException(LIST + ": not a line of jcstress 0.16: " + line);
        }
        return line.substring(first.end(), first.end() + Integer.parseInt(first.group(1)));
    }
}
