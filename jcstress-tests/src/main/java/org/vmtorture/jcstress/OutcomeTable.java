package org.vmtorture.jcstress;

import java.util.Locale;
import java.util.Map;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/** The outcomes of a run, a line each: test, how often, what was expected, outcome, and what it means. */
final class OutcomeTable {
    private static final String PACKAGE = "org.vmtorture.";

    private OutcomeTable() {}

    static String of(Map<String, Seen> seen) {
        var table = new StringBuilder();
        seen.forEach((name, result) -> {
            TestInfo test = TestList.getInfo(name);
            result.outcomes().forEach((outcome, count) -> {
                var graded = Seen.grade(test, outcome);
                String expected =
                        graded.expect().toString().replace("ACCEPTABLE_", "").toLowerCase(Locale.ROOT);
                table.append("%-52s %,12d  %-11s  %s  (%s)%n"
                        .formatted(name.replace(PACKAGE, ""), count, expected, outcome, graded.description()));
            });
        });
        return table.toString();
    }
}
