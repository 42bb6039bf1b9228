package org.vmtorture.explore;

import java.util.List;

/** Exactly the steps of a schedule, as long as the same actors can make them. */
final class Replaying extends Choices {
    private final List<Schedule.Choice> choices;
    private Divergence divergence;

    Replaying(Schedule schedule) {
        this.choices = schedule.choices();
    }

    @Override
    int choose(int depth, long enabled) {
        if (depth == choices.size()) {
            divergence = new Divergence(depth, 0, enabled);
            return ABANDON;
        }
        Schedule.Choice choice = choices.get(depth);
        if (choice.enabled() != enabled) {
            divergence = new Divergence(depth, choice.enabled(), enabled);
            return ABANDON;
        }
        return choice.actor();
    }

    @Override
    boolean another(int depth, Ending ending) {
        if (divergence == null && depth < choices.size()) {
            divergence = new Divergence(depth, choices.get(depth).enabled(), 0);
        }
        return false;
    }

    @Override
    boolean exhausted() {
        return false;
    }

    Divergence divergence() {
        return divergence;
    }
}
