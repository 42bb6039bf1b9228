package org.vmtorture.soak;

import java.util.EnumMap;
import java.util.Map;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;

/**
 * What one leg did and found.
 *
 * @param operations kernel paths and user accesses completed
 * @param nanos time it ran, pauses for audits included
 * @param operationsByOp how many of each
 * @param latencies how long each took, of one in 64
 * @param findings violations by kind, each counted as often as it happened
 * @param retainedPagesPeak most pages held beyond use at any audit
 * @param retainedPagesMean the same, averaged over the audits
 * @param audits how often everyone stood still and all counts were checked
 * @param delays noise: accesses delayed; 0 without noise
 * @param windowsEntered delays in which another CPU changed the word
 * @param situations how often each rare situation occurred that a soak must reach to have shown anything
 * @param counts samples of refcount - 1 - mapcount, of a leg of {@code today}
 * @param verdict what the leg shows
 * @param trouble what went wrong with the tester itself, empty if nothing
 * @param cut whether it was stopped before its time; a soak that is resumed runs it anew
 */
public record LegResult(
        Leg leg,
        long operations,
        long nanos,
        Map<Op, Long> operationsByOp,
        Map<Op, Latency> latencies,
        Map<FindingKind, Long> findings,
        long retainedPagesPeak,
        double retainedPagesMean,
        long audits,
        long delays,
        long windowsEntered,
        Map<String, Long> situations,
        CountHistogram counts,
        Verdict verdict,
        String trouble,
        boolean cut) {
    /** What a leg can show; unknown is not pass. */
    public enum Verdict {
        CLEAN("clean"),
        VIOLATED("violated"),
        UNKNOWN("unknown");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** With what an earlier attempt at the same leg found. */
    LegResult plus(Map<FindingKind, Long> earlier) {
        if (earlier.isEmpty()) {
            return this;
        }
        Map<FindingKind, Long> all = new EnumMap<>(earlier);
        findings.forEach((kind, count) -> all.merge(kind, count, Long::sum));
        return new LegResult(
                leg,
                operations,
                nanos,
                operationsByOp,
                latencies,
                all,
                retainedPagesPeak,
                retainedPagesMean,
                audits,
                delays,
                windowsEntered,
                situations,
                counts,
                Verdict.VIOLATED,
                trouble,
                cut);
    }
}
