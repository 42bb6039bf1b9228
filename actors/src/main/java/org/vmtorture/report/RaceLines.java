package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Race;
import org.vmtorture.survey.Exploration;

/** What a reproduction says of its race besides the survey's own lines. */
final class RaceLines {
    private RaceLines() {}

    static List<String> heading(Race race) {
        List<String> lines = new ArrayList<>(Text.paragraph("race       ", race.id() + ": " + race.title()));
        lines.addAll(Text.paragraph("reference  ", race.reference()));
        return lines;
    }

    static List<String> story(Race race) {
        return Text.wrap(Text.printable(race.story()), Text.COLUMNS - 2, "").stream()
                .map(line -> "  " + line)
                .toList();
    }

    /** Each strategy's verdict beside what the race declares. */
    static List<String> verdicts(List<Exploration> explorations) {
        List<String> lines = new ArrayList<>();
        lines.add(row("strategy", "declared", "found"));
        for (Exploration exploration : explorations) {
            var pair = exploration.pair();
            String declared = words(pair.scenario().expectation().of(pair.strategy()), " or ", "clean");
            String none = exploration.outcome() == Exploration.Outcome.EXHAUSTED
                    ? "clean"
                    : exploration.outcome().text();
            String asDeclared = exploration.surprises() ? ": NOT AS DECLARED" : "";
            lines.add(row(pair.strategy().id(), declared, words(exploration.kinds(), ", ", none) + asDeclared));
        }
        return lines;
    }

    private static String words(Set<FindingKind> kinds, String between, String none) {
        return kinds.isEmpty()
                ? none
                : kinds.stream().sorted().map(FindingKind::id).collect(Collectors.joining(between));
    }

    private static String row(String strategy, String declared, String found) {
        return String.format(Locale.ROOT, "  %-13s  %-28s  %s", strategy, declared, found)
                .stripTrailing();
    }
}
