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
    private int[] chosen = new int[256];
    private long[] untried = new long[256];
    private int[] spent = new int[257]; // preemptions before each step
    private int forced;
    private boolean cut; // something was left out

    private final StateSet states; // null if they are not stored

    Bounded(int most, int steps, boolean stored) {
        this.most = most;
        this.steps = steps;
        this.states = stored ? new StateSet() : null;
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
        if (depth >= forced) {
            if (states != null && !isNew(depth, last)) {
                return ABANDON;
            }
            grow(depth);
            boolean may = !lastCan || spent[depth] < most;
            cut |= !may && (enabled & (enabled - 1)) != 0;
            chosen[depth] = lastCan ? last : lowest(enabled);
            untried[depth] = may ? enabled & ~bit(chosen[depth]) : 0;
        }
        spent[depth + 1] = spent[depth] + (lastCan && chosen[depth] != last ? 1 : 0);
        return chosen[depth];
    }

    private boolean isNew(int depth, int last) {
        long place = (long) depth << 32 | (long) spent[depth] << 8 | last + 1;
        return states.add(Mix.first(place, run.stateKey()), Mix.second(place, run.secondStateKey()));
    }

    private void grow(int depth) {
        if (depth == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * depth);
            untried = Arrays.copyOf(untried, 2 * depth);
            spent = Arrays.copyOf(spent, 2 * depth + 1);
        }
    }

    @Override
    boolean another(int depth, Ending ending) {
        cut |= ending == Ending.TOO_LONG;
        for (int at = depth - 1; at >= 0; at--) {
            if (untried[at] != 0) {
                chosen[at] = lowest(untried[at]);
                untried[at] &= untried[at] - 1;
                forced = at + 1;
                return true;
            }
        }
        return false;
    }

    @Override
    boolean exhausted() {
        return !cut;
    }

    @Override
    double share() {
        double share = 0;
        double width = 1;
        for (int at = 0; at < forced; at++) {
            int all = Math.max(1, Long.bitCount(run.enabledAt(at)));
            width /= all;
            share += width * Math.max(0, all - Long.bitCount(untried[at]) - 1);
        }
        return share;
    }
}
