package org.vmtorture.jcstress;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Every test for a moment, in two JVMs: one for sound code, in which a word's accesses have one implementation and are
 * compiled into their callers as in a soak, and one for controls.
 */
final class Brief {
    /* A state is a small machine of 20 KiB, made anew for each sample: most of what is allocated dies young. */
    private static final List<String> JVM_OPTIONS =
            List.of("-ea", "-XX:-UsePerfData", "-XX:+UseParallelGC", "-Xmx640m", "-Xmn480m");

    private static final int ROUNDS_MAX = 5;

    private final int milliseconds;

    Brief(int milliseconds) {
        this.milliseconds = milliseconds;
    }

    Map<String, Seen> run(Collection<String> tests) throws IOException, InterruptedException {
        var seen = new TreeMap<String, Seen>();
        Map<Boolean, List<String>> bySoundness = tests.stream().collect(Collectors.partitioningBy(Gate::isControl));
        for (List<String> some : bySoundness.values()) {
            if (!some.isEmpty()) run(some, milliseconds, seen);
        }
        repeat(bySoundness.get(true), seen);
        return seen;
    }

    /** On a busy machine the actors of a control may hardly meet: those that showed nothing get more time. */
    private void repeat(List<String> controls, Map<String, Seen> seen) throws IOException, InterruptedException {
        for (int time = 2 * milliseconds; time <= milliseconds << ROUNDS_MAX; time *= 2) {
            List<String> silent = controls.stream()
                    .filter(control -> !seen.getOrDefault(control, Seen.NOTHING).interesting())
                    .toList();
            if (silent.isEmpty()) return;
            run(silent, time, seen);
        }
    }

    private static void run(List<String> tests, int milliseconds, Map<String, Seen> seen)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(BriefRun.class.getName(), String.valueOf(milliseconds)));
        command.addAll(tests);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            var outcomes = new TreeMap<String, Map<String, Long>>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split("\t", 4);
                if (fields.length == 4 && fields[0].equals(BriefRun.OUTCOME)) {
                    outcomes.computeIfAbsent(fields[1], test -> new TreeMap<>())
                            .merge(fields[3], Long.parseLong(fields[2]), Long::sum);
                } else if (fields.length == 4 && fields[0].equals(BriefRun.FAILURE)) {
                    seen.merge(fields[1], Seen.failed(fields[3]), Seen::plus);
                }
            }
            outcomes.forEach((test, counts) -> seen.merge(test, Seen.of(TestList.getInfo(test), counts), Seen::plus));
        }
        int exit = process.waitFor();
        if (exit != 0) seen.merge(tests.get(0), Seen.failed("its JVM ended with exit=" + exit), Seen::plus);
    }
}
