package org.vmtorture.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.SoakResult;

/**
 * What a finished soak comes to.
 *
 * @param status how the process ends
 * @param meaning the same in words, for this run
 */
record Outcome(ExitStatus status, int code, String meaning) {
    /**
     * Judges a result.
     *
     * @param signal the status of the signal that stopped it, if one did
     * @param fault what of the reporting failed, as a full disk; empty if nothing
     */
    static Outcome of(SoakRun run, SoakResult result, Optional<ExitStatus> signal, String fault) {
        Set<ExitStatus> statuses = EnumSet.noneOf(ExitStatus.class);
        if (!result.testerFailure().isEmpty()) {
            statuses.add(ExitStatus.TESTER_FAILED);
        }
        if (!fault.isEmpty()) {
            statuses.add(ExitStatus.NO_RESOURCES);
        }
        signal.ifPresent(statuses::add);
        if (!run.expect().isEmpty()) {
            return expected(run, result, statuses);
        }
        if (violated(result)) {
            statuses.add(ExitStatus.FINDINGS);
        }
        if (!result.proof().complete() || unknown(result)) {
            statuses.add(ExitStatus.INCONCLUSIVE);
        }
        return of(ExitStatus.first(statuses));
    }

    private static Outcome of(ExitStatus status) {
        return new Outcome(status, status.code(), status.meaning());
    }

    /** A known bug is what is wanted: with it the run succeeds, without it there is something to look at. */
    private static Outcome expected(SoakRun run, SoakResult result, Set<ExitStatus> statuses) {
        boolean found = result.legs().stream()
                .flatMap(leg -> leg.findings().entrySet().stream())
                .anyMatch(entry -> entry.getKey().id().equals(run.expect()) && entry.getValue() > 0);
        found |= result.findings().stream()
                .anyMatch(finding -> finding.kind().id().equals(run.expect()));
        if (statuses.contains(ExitStatus.TESTER_FAILED) || (!found && !statuses.isEmpty())) {
            return of(ExitStatus.first(statuses));
        }
        return found
                ? new Outcome(ExitStatus.CLEAN, 0, run.expect() + " was expected, and was found")
                : new Outcome(ExitStatus.FINDINGS, 1, run.expect() + " was expected, and was not found");
    }

    static boolean violated(SoakResult result) {
        return !result.findings().isEmpty()
                || !with(result, LegResult.Verdict.VIOLATED).isEmpty();
    }

    /** A leg that a signal cut short is no reason to call the whole unknown: the signal's own status says as much. */
    private static boolean unknown(SoakResult result) {
        List<LegResult> unknown = with(result, LegResult.Verdict.UNKNOWN);
        if (result.legs().isEmpty()) {
            return !result.interrupted();
        }
        LegResult last = result.legs().get(result.legs().size() - 1);
        boolean cut = result.interrupted() && last.trouble().isEmpty();
        return unknown.stream().anyMatch(leg -> !(cut && leg.equals(last)));
    }

    static List<LegResult> with(SoakResult result, LegResult.Verdict verdict) {
        return result.legs().stream().filter(leg -> leg.verdict() == verdict).toList();
    }

    /** One word, for programs. */
    String verdict() {
        return switch (status) {
            case CLEAN -> code == 0 && meaning.endsWith("was found") ? "expected" : "clean";
            case FINDINGS -> meaning.endsWith("was not found") ? "missed" : "violated";
            case INCONCLUSIVE -> "unknown";
            case INTERRUPTED, TERMINATED -> "stopped";
            case NO_RESOURCES, TESTER_FAILED, NOT_REPRODUCED, USAGE -> "failed";
        };
    }
}
