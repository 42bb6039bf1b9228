package org.vmtorture.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.LegResult;
import org.vmtorture.soak.Progress;
import org.vmtorture.soak.SoakListener;

/** The page hears what the run's own reporter hears, and cannot get in its way. */
class TeeTest {
    @Test
    void bothAreToldAll() {
        Deaf first = new Deaf();
        Deaf second = new Deaf();
        tellAll(new Tee(first, second));
        assertThat(first.told).isEqualTo(6);
        assertThat(second.told).isEqualTo(6);
        assertThat(first.notes).containsExactly("a note");
        assertThat(second.notes).containsExactly("a note");
    }

    @Test
    void theSecondsFailureIsTheFirstsNote() {
        Deaf first = new Deaf();
        Deaf second = new Deaf() {
            @Override
            public void progress(Progress progress) {
                throw new AssertionError("boom");
            }
        };
        Tee tee = new Tee(first, second);
        tellAll(tee);
        tellAll(tee);
        assertThat(first.told).isEqualTo(12);
        assertThat(second.told).as("told before it failed").isEqualTo(2);
        assertThat(first.notes)
                .containsExactly(
                        "web: the page is out of date from here on: java.lang.AssertionError: boom",
                        "a note",
                        "a note");
    }

    private static void tellAll(SoakListener listener) {
        listener.started(List.of(Samples.CAREFUL), Samples.ALIVE);
        listener.legStarted(Samples.CAREFUL, 1);
        listener.progress(Samples.progress(Samples.CAREFUL, 1));
        listener.found(Samples.finding());
        listener.counted("74213cfaccc4", 7);
        listener.legEnded(Samples.leg(Samples.CAREFUL, LegResult.Verdict.CLEAN, Map.of()));
        listener.note("a note");
    }
}
