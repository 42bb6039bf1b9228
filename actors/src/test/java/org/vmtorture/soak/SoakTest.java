package org.vmtorture.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** Short soaks on real actors. What they find is the schedule's; what they must never find is not. */
class SoakTest {
    private static final Duration SHORT = Duration.ofSeconds(4);

    @Test
    void everyStrategyIsCleanUnderCarefulDrivers() {
        SoakResult result = soak(List.of(StrategyId.values()), SHORT, 0, Defect.NONE, Optional.empty());
        assertThat(result.testerFailure()).isEmpty();
        assertThat(result.findings()).isEmpty();
        assertThat(result.legs()).hasSize(StrategyId.values().length);
        assertThat(result.proof().missed()).isEmpty();
    }

    /** In a leg of its own: on a busy machine a seventh of a short soak may be too little for a sample. */
    @Test
    void todaysCountsAddUp() {
        SoakResult result = soak(List.of(StrategyId.TODAY), SHORT, 0, Defect.NONE, Optional.empty());
        CountHistogram counts = result.legs().get(0).counts();
        assertThat(counts.samples()).as("samples of both counts").isPositive();
        assertThat(counts.negative()).as("refcount below 1 + mapcount").isZero();
        assertThat(counts.rest()).as("areas at rest").isPositive();
        assertThat(counts.restNonzero()).as("areas at rest that do not add up").isZero();
    }

    @Test
    void aWrongModelIsNotSoaked() {
        Soak soak = new Soak(
                options(List.of(StrategyId.TODAY), SHORT, 0, Defect.NONE, Optional.empty()),
                new Quiet(),
                Defect.FORK_WITHOUT_GET);
        assertThatThrownBy(soak::run)
                .isInstanceOf(WrongModelException.class)
                .hasMessageContaining("6.18-bpf-seed1.jsonl:3: op=fork");
    }

    @Test
    void aDefectThatNeedsNoRaceIsFound() {
        SoakResult result =
                soak(List.of(StrategyId.VM_STRUCT), SHORT, 0, Defect.WALK_WITHOUT_TYPE_TEST, Optional.empty());
        assertThat(result.findings()).extracting(Finding::kind).contains(FindingKind.TYPE_CONFUSION);
        assertThat(result.legs().get(0).verdict()).isEqualTo(LegResult.Verdict.VIOLATED);
    }

    @Test
    void aTraceBecomesTheWorkload() throws URISyntaxException {
        Path trace = Path.of(
                SoakTest.class.getResource("/traces/tcpdump-ring-rotate.strace").toURI());
        SoakResult result = soak(List.of(StrategyId.TODAY), SHORT, 0, Defect.NONE, Optional.of(trace));
        assertThat(result.findings()).isEmpty();
        assertThat(result.testerFailure()).isEmpty();
    }

    private static SoakResult soak(
            List<StrategyId> strategies, Duration duration, double careless, Defect defect, Optional<Path> trace) {
        return new Soak(options(strategies, duration, careless, defect, trace), new Quiet()).run();
    }

    private static SoakOptions options(
            List<StrategyId> strategies, Duration duration, double careless, Defect defect, Optional<Path> trace) {
        Profile profile = Profiles.named("mixed");
        return new SoakOptions(strategies, duration, profile, trace, GupMode.FAST, careless, defect, 0, 7);
    }

    /** Hears everything and says nothing. */
    static final class Quiet implements SoakListener {
        @Override
        public void started(List<Leg> legs, OracleProof proof) {}

        @Override
        public void legStarted(Leg leg, long nanosPlanned) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void found(Finding finding) {}

        @Override
        public void counted(String findingId, long count) {}

        @Override
        public void legEnded(LegResult result) {}

        @Override
        public void note(String line) {}
    }
}
