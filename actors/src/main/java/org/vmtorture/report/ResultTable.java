package org.vmtorture.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.Finding;
import org.vmtorture.soak.Leg;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.SoakResult;

/** What a soak ends with: a row per leg, a verdict in a sentence, and what it does not say. */
final class ResultTable {
    private static final int[] WIDTHS = {13, 8, 6, 7, 8, 8};
    private static final boolean[] RIGHT = {false, false, true, true, true, false};
    private static final List<String> HEADS = List.of("strategy", "drivers", "ops", "rate", "retained", "verdict");
    private static final String GAP = "  ";
    private static final int LISTED_MAX = 10;

    private final SoakRun run;
    private final SoakResult result;
    private final Map<String, Long> counts;
    private final List<String> lines = new ArrayList<>();

    private ResultTable(SoakRun run, SoakResult result, Map<String, Long> counts) {
        this.run = run;
        this.result = result;
        this.counts = counts;
    }

    /** The text; {@code counts} says how often each finding happened, by its id. */
    static List<String> of(SoakRun run, SoakResult result, Outcome outcome, Map<String, Long> counts) {
        return of(run, result, outcome, counts, "");
    }

    /** The same with a sentence on the processes that had part in the run; empty for one. */
    static List<String> of(SoakRun run, SoakResult result, Outcome outcome, Map<String, Long> counts, String segments) {
        var table = new ResultTable(run, result, counts);
        table.rows();
        table.findings();
        table.say(table.verdict());
        table.expectations();
        table.coverage();
        if (!segments.isEmpty()) {
            table.say(segments);
        }
        table.say("Exit " + outcome.code() + ": " + outcome.meaning() + ".");
        return table.lines;
    }

    private void rows() {
        lines.add("");
        row(HEADS, List.of("findings"));
        List<String> rules = new ArrayList<>();
        for (int width : WIDTHS) {
            rules.add("-".repeat(width));
        }
        row(rules, List.of("-".repeat(18)));
        for (LegResult leg : result.legs()) {
            double perSecond = leg.nanos() == 0 ? 0 : leg.operations() * 1e9 / leg.nanos();
            row(
                    List.of(
                            leg.leg().strategy().id(),
                            leg.leg().drivers(),
                            Text.count(leg.operations()),
                            Text.count(perSecond) + "/s",
                            Text.count(leg.retainedPagesPeak()),
                            leg.verdict().text()),
                    kinds(leg));
        }
        lines.add("retained: most pages held beyond their use at any audit");
        lines.add("");
    }

    private void row(List<String> cells, List<String> last) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < WIDTHS.length; i++) {
            String cell = Text.clip(cells.get(i), WIDTHS[i]);
            line.append(RIGHT[i] ? Text.padLeft(cell, WIDTHS[i]) : Text.pad(cell, WIDTHS[i]))
                    .append(GAP);
        }
        int indent = line.length();
        for (int i = 0; i < last.size(); i++) {
            lines.add((i == 0 ? line : " ".repeat(indent)) + last.get(i));
        }
    }

    /** A kind to a line, for two seldom fit beside the rest. */
    private static List<String> kinds(LegResult leg) {
        List<String> kinds = new ArrayList<>();
        new TreeMap<>(leg.findings()).forEach((kind, count) -> {
            if (count > 0) {
                kinds.add(kind.id() + " " + Text.exact(count));
            }
        });
        return kinds.isEmpty() ? List.of("-") : kinds;
    }

    private void findings() {
        result.findings().stream().limit(LISTED_MAX).forEach(finding -> {
            String times = Text.exact(counts.getOrDefault(finding.id(), 1L)) + "x ";
            say(finding.id() + " " + times + finding.title() + " ("
                    + finding.strategy().id() + ")");
        });
        int more = result.findings().size() - LISTED_MAX;
        if (more > 0) {
            lines.add("... and " + more + " more");
        }
        if (!result.findings().isEmpty()) {
            lines.add("each in findings/ID/report.txt of the run directory");
            lines.add("");
        }
    }

    private String verdict() {
        List<LegResult> violated = Outcome.with(result, LegResult.Verdict.VIOLATED);
        List<LegResult> unknown = Outcome.with(result, LegResult.Verdict.UNKNOWN);
        int legs = result.legs().size();
        long operations =
                result.legs().stream().mapToLong(LegResult::operations).sum();
        StringBuilder text = new StringBuilder();
        if (!violated.isEmpty()) {
            text.append("Violated: ").append(names(violated)).append(".");
        } else if (!result.findings().isEmpty()) {
            text.append("Violated: ").append(titles()).append(".");
        } else if (unknown.isEmpty() && result.proof().complete() && legs > 0) {
            text.append("Clean: no violation in " + legs + (legs == 1 ? " leg" : " legs") + " and "
                    + Text.count(operations) + " operations.");
        } else {
            text.append("Unknown: nothing was found, but that is not shown to mean anything.");
        }
        unknown.forEach(leg -> text.append(
                " Unknown: " + name(leg.leg()) + (leg.trouble().isEmpty() ? "" : " (" + leg.trouble() + ")") + "."));
        if (result.interrupted()) {
            text.append(" Stopped early: " + legs + " of " + run.legs() + " legs began.");
        }
        if (!result.testerFailure().isEmpty()) {
            text.append(" The tester failed: " + result.testerFailure() + ".");
        }
        return text.toString();
    }

    private String titles() {
        return result.findings().stream().map(Finding::title).limit(LISTED_MAX).collect(Collectors.joining("; "));
    }

    private static String names(List<LegResult> legs) {
        return legs.stream()
                .map(leg -> name(leg.leg()) + " ("
                        + leg.findings().keySet().stream()
                                .sorted()
                                .map(FindingKind::id)
                                .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining("; "));
    }

    private static String name(Leg leg) {
        return leg.strategy().id() + " with " + leg.drivers() + " drivers";
    }

    private void expectations() {
        Defect defect = run.options().defect();
        if (defect != Defect.NONE) {
            long found = count(defect.kind());
            say("Defect " + defect.id() + " (" + defect.story() + ") is to show as "
                    + defect.kind().id() + ": "
                    + (found > 0 ? "found " + Text.exact(found) + (found == 1 ? " time." : " times.") : "not found."));
        }
    }

    private long count(FindingKind kind) {
        long inLegs = result.legs().stream()
                .mapToLong(leg -> leg.findings().getOrDefault(kind, 0L))
                .sum();
        return Math.max(
                inLegs,
                result.findings().stream()
                        .filter(finding -> finding.kind() == kind)
                        .count());
    }

    private void coverage() {
        int proven = result.proof().proven().size();
        int missed = result.proof().missed().size();
        say("Oracles: " + proven + "/" + (proven + missed) + " caught their deliberate defect before the soak began.");
        result.proof().missed().forEach(oracle -> say("  Not shown to be alive: " + oracle));
        if (run.options().noise() > 0) {
            long delays = result.legs().stream().mapToLong(LegResult::delays).sum();
            long windows =
                    result.legs().stream().mapToLong(LegResult::windowsEntered).sum();
            say("Noise: " + Text.count(delays) + " accesses delayed; in " + Text.count(windows)
                    + " of them another CPU changed the word (windows entered).");
        }
        CountLines.of(result.legs()).forEach(this::say);
        Map<String, Long> situations = situations();
        List<String> never = situations.entrySet().stream()
                .filter(entry -> entry.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
        if (!situations.isEmpty()) {
            say("Rare situations reached: " + (situations.size() - never.size()) + " of " + situations.size()
                    + (never.isEmpty() ? "." : "; never: " + String.join(", ", never) + "."));
        }
        say("Not covered: a soak sees the schedules that the operating system chose, so a clean one is no proof;"
                + " memory order only as this CPU has it; data races and deadlocks are for the explorer.");
    }

    /** Of the whole soak: a strategy that refuses GUP cannot reach what GUP reaches. */
    private Map<String, Long> situations() {
        Map<String, Long> sums = new LinkedHashMap<>();
        result.legs().forEach(leg -> leg.situations().forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums;
    }

    private void say(String text) {
        lines.addAll(Text.wrap(Text.printable(text), Text.COLUMNS, "  "));
    }
}
