package org.vmtorture.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vmtorture.report.Text;

/**
 * What a run's directory holds, finished or not: read only, so that a run that goes on is not disturbed.
 *
 * @param run run.json
 * @param metrics the lines of metrics.jsonl that are whole
 * @param findings in the order in which they were found
 */
public record RunFiles(JsonNode run, List<JsonNode> metrics, List<Found> findings) {
    private static final String SCHEMA = "vmtorture.run/";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * A finding's folder.
     *
     * @param json finding.json
     * @param report report.txt
     */
    public record Found(JsonNode json, String report) {}

    /** Whether it is a soak's; if not, it is an exploration's. */
    public boolean isSoak() {
        return isSoak(run);
    }

    static boolean isSoak(JsonNode run) {
        return run.path("mode").asText().equals("soak");
    }

    /**
     * Reads a run's directory.
     *
     * @throws NoRunException if there is none
     */
    public static RunFiles read(Path directory) {
        Path file = directory.resolve("run.json");
        if (!Files.isRegularFile(file)) {
            String why =
                    Files.isDirectory(directory) ? "holds no run.json: name a run's directory" : "no such directory";
            throw new NoRunException(directory + ": " + why);
        }
        try {
            JsonNode run = parse(Files.readString(file));
            if (run == null || !run.path("schema").asText().startsWith(SCHEMA)) {
                throw new NoRunException(file + ": is not of schema " + SCHEMA + "1");
            }
            return new RunFiles(
                    run, metrics(directory.resolve("metrics.jsonl")), findings(directory.resolve("findings")));
        } catch (IOException unreadable) {
            throw new NoRunException(
                    directory + ": cannot be read: " + Text.printable(String.valueOf(unreadable.getMessage())));
        }
    }

    /** Null if it is no JSON. */
    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            return null;
        }
    }

    private static List<JsonNode> metrics(Path file) throws IOException {
        List<JsonNode> metrics = new ArrayList<>();
        if (Files.isRegularFile(file)) {
            for (String line : Files.readAllLines(file)) {
                JsonNode one = parse(line);
                if (one != null && one.isObject()) { // the last may be half written
                    metrics.add(one);
                }
            }
        }
        return metrics;
    }

    private static List<Found> findings(Path folder) throws IOException {
        List<Found> findings = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, "[0-9a-f]*")) {
                for (Path one : folders) {
                    JsonNode json = Files.isRegularFile(one.resolve("finding.json"))
                            ? parse(Files.readString(one.resolve("finding.json")))
                            : null;
                    if (json != null) {
                        Path report = one.resolve("report.txt");
                        findings.add(new Found(json, Files.isRegularFile(report) ? Files.readString(report) : ""));
                    }
                }
            }
        }
        findings.sort(
                Comparator.comparing((Found found) -> found.json().path("first").asText())
                        .thenComparing(found -> found.json().path("id").asText()));
        return findings;
    }
}
