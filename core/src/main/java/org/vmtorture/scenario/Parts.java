package org.vmtorture.scenario;

import java.util.List;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;

/**
 * All that a scenario file says.
 *
 * @param frames 0 if the file leaves it open
 */
record Parts(
        String name,
        String why,
        int frames,
        List<Area> areas,
        List<Mapped> processes,
        List<Actor> actors,
        List<Window> windows,
        GupMode gup,
        Shootdown shootdown,
        Defect defect,
        List<Weakening> weakenings,
        Search search,
        Expectation expectation) {
    Parts {
        areas = List.copyOf(areas);
        processes = List.copyOf(processes);
        actors = List.copyOf(actors);
        windows = List.copyOf(windows);
        weakenings = List.copyOf(weakenings);
    }

    Parts withActors(List<Actor> others, List<Window> theirWindows) {
        return new Parts(
                name,
                why,
                frames,
                areas,
                processes,
                others,
                theirWindows,
                gup,
                shootdown,
                defect,
                weakenings,
                search,
                expectation);
    }
}
