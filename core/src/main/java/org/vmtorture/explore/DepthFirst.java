package org.vmtorture.explore;

import java.util.Arrays;

/** Every interleaving, one execution each, the running actor's next step first. */
final class DepthFirst extends Choices {
    private int[] chosen = new int[256];
    private long[] untried = new long[256];
    private int forced; // steps before this one are as the last execution had them
    private boolean cut; // an execution was too long, so not everything was seen

    @Override
    int choose(int depth, long enabled) {
        if (depth < forced) {
            return chosen[depth];
        }
        if (depth == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * depth);
            untried = Arrays.copyOf(untried, 2 * depth);
        }
        int last = last(depth);
        int next = last >= 0 && (enabled & bit(last)) != 0 ? last : lowest(enabled);
        chosen[depth] = next;
        untried[depth] = enabled & ~bit(next);
        return next;
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

    /** Which part of the tree lies to the left of the present path, each choice taken to lead to equally much. */
    @Override
    double share() {
        double share = 0;
        double width = 1;
        for (int at = 0; at < forced; at++) {
            int all = Long.bitCount(run.enabledAt(at));
            int left = Long.bitCount(untried[at]);
            width /= all;
            share += width * (all - left - 1);
        }
        return share;
    }
}
