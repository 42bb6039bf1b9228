package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Mix;

/**
 * Depth-first over the interleavings with at most so many preemptions and so many steps. A preemption: another actor
 * goes on although the last one could have. Stored, a state that was met before is not gone on from, if it was met
 * with the same actor running, as many preemptions and as many steps.
 */
final class Bounded extends Choices {
    private final int most;
    private final int steps;
    private final Path path = new Path();
    private int[] spent = new int[257]; // preemptions before each step
    private boolean cut; // something was left out

    private final StateSet states; // null if they are not stored

    Bounded(int most, int steps, boolean stored) {
        this(most, steps, stored ? new StateSet() : null);
    }

    private Bounded(int most, int steps, StateSet states) {
        this.most = most;
        this.steps = steps;
        this.states = states;
    }

    @Override
    Detail detail() {
        return states == null ? Detail.CHOICES : Detail.STATES;
    }

    @Override
    int choose(int depth, long enabled) {
        if (depth == steps) {
            cut = true;
            return ABANDON;
        }
        int last = last(depth);
        boolean lastCan = last >= 0 && (enabled & bit(last)) != 0;
        if (!path.isForced(depth)) {
            if (states != null && !isNew(depth, last)) {
                return ABANDON;
            }
            boolean may = !lastCan || spent[depth] < most;
            cut |= !may && (enabled & (enabled - 1)) != 0;
            int next = lastCan ? last : lowest(enabled);
            path.go(depth, next, may ? enabled & ~bit(next) : 0);
        }
        if (depth + 1 == spent.length) {
            spent = Arrays.copyOf(spent, 2 * spent.length);
        }
        int next = path.chosen(depth);
        spent[depth + 1] = spent[depth] + (lastCan && next != last ? 1 : 0);
        return next;
    }

    private boolean isNew(int depth, int last) {
        long place = (long) depth << 32 | (long) spent[depth] << 8 | last + 1;
        return states.add(Mix.first(place, run.stateKey()), Mix.second(place, run.secondStateKey()));
    }

    @Override
    boolean another(int depth, Ending ending) {
        cut |= ending == Ending.TOO_LONG;
        return path.back(depth);
    }

    @Override
    int kept() {
        return path.kept();
    }

    @Override
    boolean exhausted() {
        return !cut;
    }

    @Override
    double left() {
        return path.left(run);
    }

    @Override
    Division.Order order() {
        return states == null ? Division.Order.KEPT : Division.Order.LOST;
    }

    @Override
    Bounded fork() {
        return new Bounded(most, steps, states);
    }

    @Override
    boolean give(Choices other) {
        return path.give(((Bounded) other).path);
    }

    @Override
    void join(Choices other) {
        cut |= ((Bounded) other).cut;
    }
}
