package org.vmtorture.jcstress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs the tests, and fails when an outcome was forbidden, a test did not run, or a {@link Control} showed nothing.
 * jcstress by itself exits 0 when it ran nothing: when no test matches, and when the machine has fewer CPUs than a test
 * has actors.
 *
 * <p>The mode {@code brief} is our own, for a build: {@link Brief}. All others are those of jcstress, to which every
 * option is handed on.
 */
final class Gate {
    private static final String BRIEF = "brief";
    private static final String BRIEF_MS = "400";

    private Gate() {}

    public static void main(String... options) throws Exception {
        boolean none = Gate.class.getResource(TestList.LIST) == null; // no annotation processor ran when we were built
        Collection<String> listed = selected(none ? List.of() : TestList.tests(), options);
        Collection<String> controls =
                listed.stream().filter(Gate::isControl).collect(Collectors.toCollection(TreeSet::new));
        boolean brief = option("-m", BRIEF, options).equals(BRIEF);
        int exit = 0;
        Map<String, Seen> seen;
        if (brief) {
            seen = new Brief(Integer.parseInt(option("-time", BRIEF_MS, options))).run(listed);
        } else {
            exit = Forked.run(List.of(options));
            seen = Forked.results();
        }
        System.out.print(OutcomeTable.of(seen));
        var complaints = complaints(listed, controls, seen, exit);
        if (!complaints.isEmpty()) {
            String log = brief ? "" : " (" + Forked.LOG.toAbsolutePath() + ")";
            System.err.println("jcstress: FAILED: " + String.join("; ", complaints) + log);
            System.exit(1);
        }
        System.out.println(summary(listed, controls, seen));
    }

    private static String summary(Collection<String> listed, Collection<String> controls, Map<String, Seen> seen) {
        long samples = seen.values().stream().mapToLong(Seen::samples).sum();
        return "jcstress: %d tests ran, %,d samples, nothing forbidden; all %d controls showed theirs"
                .formatted(listed.size(), samples, controls.size());
    }

    /** The value of an option, or what it is otherwise. */
    static String option(String name, String otherwise, String... options) {
        String value = otherwise;
        for (int i = 0; i + 1 < options.length; i++) {
            if (options[i].equals(name)) value = options[i + 1];
        }
        return value;
    }

    /** The tests that must run: all, or those that {@code -t} selects. */
    static Collection<String> selected(Collection<String> tests, String... options) {
        Predicate<String> wanted = Pattern.compile(option("-t", "", options)).asPredicate();
        return tests.stream().filter(wanted).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a test must show its interesting outcome. */
    static boolean isControl(String test) {
        return classOf(test).isAnnotationPresent(Control.class);
    }

    static Class<?> classOf(String test) {
        try {
            return Class.forName(TestList.getInfo(test).binaryName(), false, Gate.class.getClassLoader());
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
            Seen result = seen.getOrDefault(test, Seen.NOTHING);
            if (result.samples() == 0) complaints.add(test + " did not run" + lackOfCpus(test));
            else if (controls.contains(test) && !result.interesting())
                complaints.add("control " + test + " showed nothing in " + result.samples() + " samples");
        }
        seen.forEach((test, result) ->
                result.failures().stream().distinct().forEach(failure -> complaints.add(test + ": " + failure)));
        if (complaints.isEmpty() && exit != 0) complaints.add("jcstress exit=" + exit);
        return complaints;
    }

    private static String lackOfCpus(String test) {
        if (!TestList.tests().contains(test)) return "";
        int actors = TestList.getInfo(test).threads();
        int cpus = Runtime.getRuntime().availableProcessors();
        return actors <= cpus ? "" : " (actors=" + actors + " cpus=" + cpus + ")";
    }
}
