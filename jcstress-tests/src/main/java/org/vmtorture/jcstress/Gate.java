package org.vmtorture.jcstress;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.TestGrading;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs jcstress with the given options, and fails when an outcome was forbidden, a test did not run, or a
 * {@link Control} showed nothing. jcstress by itself exits 0 when it ran nothing: when no test matches, and when the
 * machine has fewer CPUs than a test has actors.
 */
final class Gate {
    private static final String RESULTS = "jcstress-results-*.bin.gz";
    private static final Path LOG = Path.of("jcstress.log");

    /** All that was seen of one test, over all its runs. */
    record Seen(long samples, boolean interesting, List<String> failures) {
        Seen plus(Seen other) {
            var all = new ArrayList<>(failures);
            all.addAll(other.failures);
            return new Seen(samples + other.samples, interesting || other.interesting, List.copyOf(all));
        }
    }

    private Gate() {}

    public static void main(String[] options) throws Exception {
        boolean none = Gate.class.getResource(TestList.LIST) == null; // no annotation processor ran when we were built
        Collection<String> listed = selected(none ? List.of() : TestList.tests(), options);
        deleteOldResults();
        int exit = runJcstress(options);
        var seen = readResults();
        Collection<String> controls =
                listed.stream().filter(Gate::isControl).collect(Collectors.toCollection(TreeSet::new));
        var complaints = complaints(listed, controls, seen, exit);
        if (!complaints.isEmpty()) {
            System.err.println(
                    "jcstress: FAILED: " + String.join("; ", complaints) + " (" + LOG.toAbsolutePath() + ")");
            System.exit(1);
        }
        long samples = seen.values().stream().mapToLong(Seen::samples).sum();
        long interesting = seen.values().stream().filter(Seen::interesting).count();
        System.out.printf(
                "jcstress: %d tests ran, %,d samples, nothing forbidden; interesting outcomes in %d tests; all %d"
                        + " controls showed theirs%n",
                listed.size(), samples, interesting, controls.size());
    }

    /** The tests that must run: all, or those that {@code -t} selects. */
    static Collection<String> selected(Collection<String> tests, String... options) {
        Predicate<String> wanted = name -> true;
        for (int i = 0; i + 1 < options.length; i++) {
            if (options[i].equals("-t"))
                wanted = Pattern.compile(options[i + 1]).asPredicate();
        }
        return tests.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a test must show its interesting outcome. */
    static boolean isControl(String test) {
        try {
            return Class.forName(TestList.getInfo(test).binaryName()).isAnnotationPresent(Control.class);
        } catch (ClassNotFoundException listedOnly) {
            throw new IllegalStateException("listed, but not in the jar: " + test, listedOnly);
        }
    }

    /** What is wrong with the run; nothing, if all is well. */
    static List<String> complaints(
            Collection<String> listed, Collection<String> controls, Map<String, Seen> seen, int exit) {
        var complaints = new ArrayList<String>();
        if (listed.isEmpty()) complaints.add("no test matches");
        for (String test : listed) {
            Seen result = seen.get(test);
            if (result == null || result.samples == 0) complaints.add(test + " did not run" + lackOfCpus(test));
            else if (controls.contains(test) && !result.interesting)
                complaints.add("control " + test + " showed nothing in " + result.samples + " samples");
        }
        seen.forEach((test, result) ->
                result.failures.stream().distinct().forEach(failure -> complaints.add(test + ": " + failure)));
        if (complaints.isEmpty() && exit != 0) complaints.add("jcstress exit=" + exit);
        return complaints;
    }

    private static String lackOfCpus(String test) {
        if (!TestList.tests().contains(test)) return "";
        int actors = TestList.getInfo(test).threads();
        int cpus = Runtime.getRuntime().availableProcessors();
        return actors <= cpus ? "" : " (actors=" + actors + " cpus=" + cpus + ")";
    }

    private static int runJcstress(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main"));
        command.addAll(List.of(options));
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

    private static Map<String, Seen> readResults() throws IOException, ClassNotFoundException {
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
        TestGrading grading = result.grading();
        var failures = new ArrayList<String>(grading.failureMessages);
        if (result.status() != Status.NORMAL) failures.add("status=" + result.status());
        if (!grading.isPassed && failures.isEmpty()) failures.add("not passed");
        return new Seen(result.getTotalCount(), grading.hasInteresting, List.copyOf(failures));
    }
}
