package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.List;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.ScheduledMemory;

/** Writes the steps of one execution down. */
final class Recording extends Watch {
    private final Course run;
    private final List<Step> steps = new ArrayList<>();

    Recording(Course run) {
        this.run = run;
    }

    List<Step> steps(Schedule schedule) {
        fill(Math.min(schedule.steps(), run.depth()));
        return List.copyOf(steps);
    }

    /** Steps that touched nothing have not been told of. */
    private void fill(int count) {
        while (steps.size() < count) {
            int actor = run.actor(steps.size());
            steps.add(new Step(actor, 0, "", "", Access.BEGIN, 0, 0, false));
        }
    }

    @Override
    void begin() {
        steps.clear();
    }

    /** A step that is nothing but a look at the truth: the kernel has no such access. */
    @Override
    void ghost(int actor, int word, Access access, long before, long now, boolean wrote) {
        if (steps.size() < run.depth()) {
            fill(run.depth() - 1);
            steps.add(new Step(actor, run.operation(actor), "", "", Access.BEGIN, 0, 0, false));
        }
    }

    @Override
    void step(int actor, int word, Access access, long before, long now, boolean wrote) {
        fill(run.depth() - 1);
        ScheduledMemory.Row row = run.memory.row(word);
        steps.add(new Step(actor, run.operation(actor), row.name(word), row.name(), access, before, now, wrote));
    }
}
