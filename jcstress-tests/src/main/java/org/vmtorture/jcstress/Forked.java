package org.vmtorture.jcstress;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

/** jcstress itself, as its users know it: JVMs of its own for each test, in the present folder, with a report. */
final class Forked {
    static final Path LOG = Path.of("jcstress.log");
    private static final String RESULTS = "jcstress-results-*.bin.gz";

    private Forked() {}

    /** Runs it; returns its exit status. */
    static int run(List<String> options) throws IOException, InterruptedException {
        deleteOldResults();
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main"));
        command.addAll(options);
        command.addAll(List.of("-jvmArgsPrepend", "-ea"));
        File log = LOG.toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
    }

    private static void deleteOldResults() throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(Path.of(""), RESULTS)) {
            for (Path file : old) Files.delete(file);
        }
    }

    static Map<String, Seen> results() throws IOException, ClassNotFoundException {
        var collector = new InProcessCollector();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(""), RESULTS)) {
            for (Path file : files) {
                var reader = new DiskReadCollector(file.toString(), collector);
                reader.dump();
                reader.close();
            }
        }
        var seen = new TreeMap<String, Seen>();
        for (TestResult result : collector.getTestResults()) seen.merge(result.getName(), seen(result), Seen::plus);
        return seen;
    }

    private static Seen seen(TestResult result) {
        var outcomes = new TreeMap<String, Long>();
        for (String outcome : result.getStateKeys()) outcomes.put(outcome, result.getCount(outcome));
        var failures = new ArrayList<String>(result.grading().failureMessages);
        if (result.status() != Status.NORMAL) failures.add("status=" + result.status());
        if (!result.grading().isPassed && failures.isEmpty()) failures.add("not passed");
        return new Seen(outcomes, result.grading().hasInteresting, List.copyOf(failures));
    }
}
