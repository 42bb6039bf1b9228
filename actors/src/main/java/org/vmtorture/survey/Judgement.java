package org.vmtorture.survey;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmtorture.explore.Verdict;
import org.vmtorture.oracle.FindingKind;

/** Compares what was found with what the scenario expects. */
final class Judgement {
    private final Set<FindingKind> declared;
    private final Set<FindingKind> expected;
    private final Set<FindingKind> found;
    private final Verdict verdict;
    private final boolean samples;
    private final boolean interrupted;
    private final boolean fellBack;
    private final List<String> missing;

    /**
     * A judgement.
     *
     * @param found of all searches that were made
     * @param verdict of the first
     * @param samples whether that search has no end of its own
     * @param interrupted whether somebody stopped it
     * @param fellBack whether a second search was made because the first did not end
     * @param missing windows that no execution entered, in words
     */
    Judgement(
            Pair pair,
            Set<FindingKind> found,
            Verdict verdict,
            boolean samples,
            boolean interrupted,
            boolean fellBack,
            List<String> missing) {
        this.declared = pair.scenario().expectation().of(pair.strategy());
        this.expected = expected(pair);
        this.found = found;
        this.verdict = verdict;
        this.samples = samples;
        this.interrupted = interrupted;
        this.fellBack = fellBack;
        this.missing = missing;
    }

    /** Who uses a page after it was freed races with its next owner: where the one is expected, so is the other. */
    static Set<FindingKind> expected(Pair pair) {
        Set<FindingKind> declared = pair.scenario().expectation().of(pair.strategy());
        EnumSet<FindingKind> expected = EnumSet.noneOf(FindingKind.class);
        expected.addAll(declared);
        if (declared.contains(FindingKind.USE_AFTER_FREE) || declared.contains(FindingKind.STALE_TLB)) {
            expected.add(FindingKind.DATA_RACE);
        }
        return expected;
    }

    /** Whether the search came to the end that it was to come to. */
    private boolean finished() {
        return verdict.covered();
    }

    Exploration.Outcome outcome() {
        boolean vacuous = found.isEmpty() && !missing.isEmpty();
        if (!interrupted && (vacuous || !finished() && !samples)) {
            return Exploration.Outcome.UNKNOWN;
        } else if (!found.isEmpty()) {
            return Exploration.Outcome.VIOLATED;
        } else if (verdict.outcome() == Verdict.Outcome.EXHAUSTED) {
            return Exploration.Outcome.EXHAUSTED;
        }
        return isMissing() && !finished() && !interrupted ? Exploration.Outcome.UNKNOWN : Exploration.Outcome.BOUNDED;
    }

    private boolean isMissing() {
        return found.isEmpty() && !expected.isEmpty();
    }

    String surprise() {
        EnumSet<FindingKind> unexpected = EnumSet.noneOf(FindingKind.class);
        unexpected.addAll(found);
        unexpected.removeAll(expected);
        if (!unexpected.isEmpty()) {
            return "UNEXPECTED " + text(unexpected);
        }
        return isMissing() && finished() ? "MISSED " + text(declared) : "";
    }

    String doubt() {
        if (finished()) {
            return found.isEmpty() && !missing.isEmpty() ? neverEntered() : "";
        }
        String cut = interrupted ? "stopped" : "cut by its budget";
        String rest = fellBack ? ", fell back to at most 2 preemptions" : "";
        return verdict.search() + ": " + (samples && !interrupted ? "sampled until its budget ended" : cut) + rest
                + (isMissing() ? "; " + text(declared) + " was not found so far" : "")
                + (missing.isEmpty() || !found.isEmpty() || interrupted ? "" : "; " + neverEntered());
    }

    private String neverEntered() {
        return "no execution entered the window " + String.join(", nor ", missing);
    }

    private static String text(Set<FindingKind> kinds) {
        return EnumSet.copyOf(kinds).stream().map(FindingKind::id).collect(Collectors.joining(", "));
    }
}
