package org.vmtorture.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** A flight recording of a soak shows what it did on its time line. */
class FlightRecordingTest {
    @TempDir
    Path folder;

    @Test
    void aRecordingShowsOperationsFindingsPhasesAndAudits() throws IOException {
        Path file = folder.resolve("soak.jfr");
        SoakResult result;
        try (Recording recording = new Recording()) {
            recording.start();
            result = soak();
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(values(events, "Operation", "name")).contains("user_load", "munmap", "gup_fast");
        assertThat(values(events, "Quiesce", "phase")).containsExactlyInAnyOrder("quiescing", "settling", "draining");
        assertThat(values(events, "Finding", "id"))
                .hasSameElementsAs(result.findings().stream().map(Finding::id).toList())
                .isNotEmpty();
        assertThat(values(events, "Audit", "livePages")).isNotEmpty();
        assertThat(events)
                .filteredOn(event -> is(event, "Operation"))
                .allSatisfy(event -> assertThat(event.getDuration()).isPositive());
    }

    /** Careless drivers under option 2: there is a finding within milliseconds. */
    private static SoakResult soak() {
        SoakOptions options = new SoakOptions(
                List.of(StrategyId.UNTRACKED, StrategyId.VM_STRUCT),
                Duration.ofSeconds(4),
                Profiles.named("mixed"),
                Optional.empty(),
                GupMode.FAST,
                0.05,
                Defect.NONE,
                0,
                1);
        return new Soak(options, new SoakTest.Quiet()).run();
    }

    private static boolean is(RecordedEvent event, String name) {
        return event.getEventType().getName().equals("org.vmtorture." + name);
    }

    private static Set<Object> values(List<RecordedEvent> events, String name, String field) {
        return events.stream()
                .filter(event -> is(event, name))
                .map(event -> event.getValue(field))
                .collect(Collectors.toSet());
    }
}
