package org.vmtorture.export;

import org.vmtorture.explore.ReplayFile;

/** A JUnit 5 test that needs vmtorture's core and nothing else: it passes as long as the schedule shows the race. */
final class JunitExport {
    private JunitExport() {}

    static String text(ReplayFile file, String className) {
        String story = String.join(
                "\n",
                Words.wrapped(
                        file.title() + ". Strategy " + file.strategy().id() + ", scenario "
                                + file.scenario().name() + ", defect "
                                + file.scenario().defect().id() + "; written by vmtorture " + file.version() + ".",
                        " * "));
        return """
                import static org.junit.jupiter.api.Assertions.assertEquals;

                import java.util.Optional;
                import org.junit.jupiter.api.Test;
                import org.vmtorture.explore.Explorer;
                import org.vmtorture.explore.Replay;
                import org.vmtorture.explore.ReplayFile;
                import org.vmtorture.oracle.Title;

                /**
                %s
                 *
                 * <p>It passes as long as the race is there; turn the last assertion round once it is mended.
                 */
                class %s {
                    @Test
                    void theScheduleShowsTheRace() {
                        ReplayFile file = ReplayFile.parse(REPLAY, "REPLAY");
                        try (Explorer explorer = Explorer.of(file.program()).races(file.races())) {
                            Replay replay = explorer.replay(file.schedule());
                            assertEquals(Optional.empty(), replay.divergence(), "the schedule does not fit any more");
                            assertEquals(
                                    Optional.of(file.title()),
                                    replay.violation().map(violation -> Title.of(violation.violated())));
                        }
                    }

                    private static final String REPLAY = %s;
                }
                """.formatted(story, className, Words.block(file.text(), "            "));
    }
}
