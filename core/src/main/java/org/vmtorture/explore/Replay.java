package org.vmtorture.explore;

import java.util.List;
import java.util.Optional;

/**
 * What became of a schedule that was run again.
 *
 * @param divergence where it was left, if it was
 * @param violation what was found, if anything was
 * @param steps what was done, up to the divergence
 */
public record Replay(Optional<Divergence> divergence, Optional<Violation> violation, List<Step> steps) {
    public Replay {
        steps = List.copyOf(steps);
    }
}
