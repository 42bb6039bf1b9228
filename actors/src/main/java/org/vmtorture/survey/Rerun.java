package org.vmtorture.survey;

import java.util.Optional;
import org.vmtorture.explore.Divergence;
import org.vmtorture.explore.Explorer;
import org.vmtorture.explore.Replay;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Violation;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.Title;

/**
 * A finding shown again, or not.
 *
 * @param fibers on which it ran
 * @param times how often it was to be shown
 * @param shown how often it was, before the first time that it was not
 * @param violation what was found the last time, if anything was
 * @param divergence where the last run left the schedule, if it did
 */
public record Rerun(
        ReplayFile file,
        FiberKind fibers,
        int times,
        int shown,
        Optional<Violation> violation,
        Optional<Divergence> divergence) {
    /** Runs the file's schedule until it has shown its finding so many times, or does not. */
    public static Rerun of(ReplayFile file, FiberKind fibers, int times) {
        try (Explorer explorer = Explorer.of(file.program(), fibers).races(file.races())) {
            int shown = 0;
            while (true) {
                Replay replay = explorer.replay(file.schedule());
                shown += isShown(file, replay) ? 1 : 0;
                if (shown == times || !isShown(file, replay)) {
                    return new Rerun(file, fibers, times, shown, replay.violation(), replay.divergence());
                }
            }
        }
    }

    private static boolean isShown(ReplayFile file, Replay replay) {
        return replay.divergence().isEmpty()
                && replay.violation()
                        .filter(violation -> Title.of(violation.violated()).equals(file.title()))
                        .isPresent();
    }

    public boolean reproduced() {
        return shown == times;
    }
}
