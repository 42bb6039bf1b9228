package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.List;

/** Who makes each step of an execution, and who could have. With the program it is the whole execution. */
public record Schedule(List<Choice> choices) {
    /**
     * One step.
     *
     * @param actor who makes it
     * @param enabled who can, a bit each
     */
    public record Choice(int actor, long enabled) {}

    public Schedule {
        choices = List.copyOf(choices);
    }

    static Schedule of(int[] actors, long[] enabled, int steps) {
        var choices = new ArrayList<Choice>(steps);
        for (int i = 0; i < steps; i++) {
            choices.add(new Choice(actors[i], enabled[i]));
        }
        return new Schedule(choices);
    }

    public int steps() {
        return choices.size();
    }

    /** How often another actor goes on. */
    public int switches() {
        int switches = 0;
        for (int i = 1; i < choices.size(); i++) {
            if (choices.get(i).actor() != choices.get(i - 1).actor()) {
                switches++;
            }
        }
        return switches;
    }

    /** How often another actor goes on although the last one could have. */
    public int preemptions() {
        int preemptions = 0;
        for (int i = 1; i < choices.size(); i++) {
            int last = choices.get(i - 1).actor();
            if (choices.get(i).actor() != last && (choices.get(i).enabled() & 1L << last) != 0) {
                preemptions++;
            }
        }
        return preemptions;
    }
}
