package org.vmtorture.jcstress;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;

/**
 * All that was seen of one test, over all its runs.
 *
 * @param outcomes how often each
 * @param interesting whether an outcome was one that a {@link Control} must show
 * @param failures forbidden outcomes, and runs that broke off
 */
record Seen(Map<String, Long> outcomes, boolean interesting, List<String> failures) {
    static final Seen NOTHING = new Seen(Map.of(), false, List.of());

    /** Grades the outcomes of one run as jcstress does: by the exact case, else by the pattern, else as forbidden. */
    static Seen of(TestInfo test, Map<String, Long> outcomes) {
        boolean interesting = false;
        var failures = new ArrayList<String>();
        for (String outcome : outcomes.keySet()) {
            StateCase graded = grade(test, outcome);
            interesting |= graded.expect() == Expect.ACCEPTABLE_INTERESTING;
            if (graded.expect() == Expect.FORBIDDEN || graded.expect() == Expect.UNKNOWN)
                failures.add("forbidden outcome: " + outcome + ": " + graded.description());
        }
        return new Seen(outcomes, interesting, List.copyOf(failures));
    }

    static Seen failed(String failure) {
        return new Seen(Map.of(), false, List.of(failure));
    }

    static StateCase grade(TestInfo test, String outcome) {
        for (StateCase each : test.cases()) {
            if (each.matchesExactly(outcome)) return each;
        }
        for (StateCase each : test.cases()) {
            if (each.matches(outcome)) return each;
        }
        return test.unmatched();
    }

    long samples() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    Seen plus(Seen other) {
        var sum = new TreeMap<>(outcomes);
        other.outcomes.forEach((outcome, count) -> sum.merge(outcome, count, Long::sum));
        var all = new ArrayList<>(failures);
        all.addAll(other.failures);
        return new Seen(sum, interesting || other.interesting, List.copyOf(all));
    }
}
