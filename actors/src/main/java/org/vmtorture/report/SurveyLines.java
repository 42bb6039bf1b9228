package org.vmtorture.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.survey.Exploration;
import org.vmtorture.survey.SurveyProgress;

/** A survey's lines: one for each exploration, two while it runs, and the sum of all. */
final class SurveyLines {
    private static final String INDENT = "      ";

    private SurveyLines() {}

    static String head() {
        return row("strategy", "outcome", "distinct", "exec", "steps", "time", "found");
    }

    /** The line, and below it what casts a doubt on it. */
    static List<String> of(Exploration exploration) {
        List<String> lines = new ArrayList<>();
        lines.add(row(
                exploration.pair().strategy().id(),
                exploration.outcome().text(),
                exploration.distinct() == 0 ? "-" : Text.count(exploration.distinct()),
                Text.count(exploration.executions()),
                Text.count(exploration.steps()),
                seconds(exploration.nanos()),
                found(exploration)));
        if (!exploration.doubt().isEmpty()) {
            lines.addAll(Text.wrap(INDENT + exploration.doubt(), Text.COLUMNS, INDENT).stream()
                    .map(line -> INDENT + line.strip())
                    .toList());
        }
        return lines;
    }

    /** What a search of one pair has room to say besides. */
    static List<String> details(Exploration exploration) {
        int windows = exploration.pair().scenario().windows().size();
        return List.of(
                INDENT + exploration.search() + ", depth " + exploration.depth() + ", " + exploration.redundant()
                        + " redundant",
                INDENT + exploration.meetings().size() + " pairs of operations met on a row, "
                        + exploration.metInBothOrders() + " in both orders; windows "
                        + exploration.entered().size() + "/" + windows);
    }

    private static String found(Exploration exploration) {
        if (exploration.surprises()) {
            return exploration.surprise();
        }
        if (!exploration.kinds().isEmpty()) {
            return exploration.kinds().stream().map(FindingKind::id).collect(Collectors.joining(", ")) + ", expected";
        }
        // never clean for less than all
        return exploration.outcome() == Exploration.Outcome.EXHAUSTED ? "clean" : "nothing so far";
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "  %-13s %-9s %8s %7s %7s %7s  %s", cells)
                .stripTrailing();
    }

    private static String seconds(long nanos) {
        double seconds = nanos / 1e9;
        return String.format(Locale.ROOT, seconds < 9.995 ? "%.2fs" : "%.1fs", seconds);
    }

    static List<String> live(SurveyProgress progress) {
        double seconds = Math.max(1e-9, progress.nanos() / 1e9);
        String share = progress.share() < 0
                ? ""
                : String.format(Locale.ROOT, " share=%.1f%%", Math.min(100, 100 * progress.share()));
        return List.of(
                "explore " + Text.clock(progress.nanos()) + " pairs=" + progress.pairs() + "/" + progress.allPairs()
                        + " exec=" + Text.count(progress.executions()) + " "
                        + Text.count(progress.executions() / seconds) + "/s",
                "now " + progress.current() + (progress.minimising() ? " minimising" : "") + " exec="
                        + Text.count(progress.currentExecutions()) + " depth=" + progress.depth() + share);
    }

    /** What it all comes to. */
    static String sum(SurveyRun run, int explored, int findings, int surprises, int unknowns, int bounded) {
        int all = run.options().pairs().size();
        return explored + (explored < all ? " of " + all : "") + " explored, "
                + findings + (findings == 1 ? " finding, " : " findings, ")
                + (surprises == 0 ? "all as expected" : surprises + " not as expected")
                + (bounded == 0 ? "" : ", " + bounded + " bounded, which is no proof")
                + (unknowns == 0 ? "" : ", " + unknowns + " unknown, which is not pass");
    }
}
