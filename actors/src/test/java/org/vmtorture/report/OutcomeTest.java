package org.vmtorture.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vmtorture.report.ExitStatus.CLEAN;
import static org.vmtorture.report.ExitStatus.FINDINGS;
import static org.vmtorture.report.ExitStatus.INCONCLUSIVE;
import static org.vmtorture.report.ExitStatus.INTERRUPTED;
import static org.vmtorture.report.ExitStatus.NO_RESOURCES;
import static org.vmtorture.report.ExitStatus.TERMINATED;
import static org.vmtorture.report.ExitStatus.TESTER_FAILED;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.SoakResult;

class OutcomeTest {
    private static final Optional<ExitStatus> NO_SIGNAL = Optional.empty();

    @Test
    void theMostTellingStatusIsReported() {
        assertThat(ExitStatus.first(EnumSet.allOf(ExitStatus.class))).isEqualTo(TESTER_FAILED);
        assertThat(ExitStatus.first(EnumSet.of(FINDINGS, NO_RESOURCES, INCONCLUSIVE)))
                .isEqualTo(FINDINGS);
        assertThat(ExitStatus.first(EnumSet.of(NO_RESOURCES, INCONCLUSIVE, INTERRUPTED)))
                .isEqualTo(NO_RESOURCES);
        assertThat(ExitStatus.first(EnumSet.of(INCONCLUSIVE, TERMINATED))).isEqualTo(INCONCLUSIVE);
        assertThat(ExitStatus.first(EnumSet.of(CLEAN, TERMINATED))).isEqualTo(TERMINATED);
        assertThat(ExitStatus.first(EnumSet.noneOf(ExitStatus.class))).isEqualTo(CLEAN);
    }

    @Test
    void eachCauseHasItsStatus() {
        assertThat(status(Samples.clean(Samples.ALIVE, false, ""), NO_SIGNAL, ""))
                .isEqualTo(CLEAN);
        assertThat(status(Samples.violated(), NO_SIGNAL, "")).isEqualTo(FINDINGS);
        assertThat(status(Samples.violated(), NO_SIGNAL, "disk full")).isEqualTo(FINDINGS);
        assertThat(status(Samples.clean(Samples.ALIVE, false, ""), NO_SIGNAL, "disk full"))
                .isEqualTo(NO_RESOURCES);
        assertThat(status(Samples.clean(Samples.BLIND, false, ""), NO_SIGNAL, ""))
                .isEqualTo(INCONCLUSIVE);
        assertThat(status(Samples.clean(Samples.ALIVE, true, ""), Optional.of(INTERRUPTED), ""))
                .isEqualTo(INTERRUPTED);
        assertThat(status(Samples.violated(), Optional.of(INTERRUPTED), "")).isEqualTo(FINDINGS);
        assertThat(status(Samples.clean(Samples.ALIVE, false, "an actor died"), NO_SIGNAL, ""))
                .isEqualTo(TESTER_FAILED);
    }

    @Test
    void unknownIsNotPassUnlessASignalCutTheLegShort() {
        var unknown = List.of(Samples.leg(Samples.CAREFUL, LegResult.Verdict.UNKNOWN, Map.of()));
        assertThat(status(new SoakResult(unknown, List.of(), Samples.ALIVE, false, ""), NO_SIGNAL, ""))
                .isEqualTo(INCONCLUSIVE);
        assertThat(status(new SoakResult(unknown, List.of(), Samples.ALIVE, true, ""), Optional.of(TERMINATED), ""))
                .isEqualTo(TERMINATED);
        assertThat(status(new SoakResult(List.of(), List.of(), Samples.ALIVE, false, ""), NO_SIGNAL, ""))
                .isEqualTo(INCONCLUSIVE);
    }

    @Test
    void anExpectedFindingInverts() {
        String wanted = FindingKind.USE_AFTER_FREE.id();
        assertThat(expecting(wanted, Samples.violated(), NO_SIGNAL)).isZero();
        assertThat(expecting(FindingKind.LEAK.id(), Samples.violated(), NO_SIGNAL))
                .isEqualTo(1);
        assertThat(expecting(wanted, Samples.clean(Samples.ALIVE, false, ""), NO_SIGNAL))
                .isEqualTo(1);
        assertThat(expecting(wanted, Samples.clean(Samples.ALIVE, true, ""), Optional.of(INTERRUPTED)))
                .isEqualTo(130);
        assertThat(expecting(wanted, Samples.violated(), Optional.of(INTERRUPTED)))
                .isZero();
        assertThat(expecting(wanted, Samples.clean(Samples.ALIVE, false, "an actor died"), NO_SIGNAL))
                .isEqualTo(70);
    }

    private static ExitStatus status(SoakResult result, Optional<ExitStatus> signal, String fault) {
        Outcome outcome = Outcome.of(Samples.run(), result, signal, fault);
        assertThat(outcome.code()).isEqualTo(outcome.status().code());
        return outcome.status();
    }

    private static int expecting(String kind, SoakResult result, Optional<ExitStatus> signal) {
        return Outcome.of(Samples.run(Defect.NONE, 0, kind), result, signal, "").code();
    }
}
