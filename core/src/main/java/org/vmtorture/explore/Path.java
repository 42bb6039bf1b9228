package org.vmtorture.explore;

import java.util.Arrays;

/** A depth-first search's way to where it stands: who makes each step, and who is to be tried there yet. */
final class Path {
    private int[] chosen = new int[256];
    private long[] untried = new long[256];
    private int forced; // steps before this one are as the last execution had them

    boolean isForced(int depth) {
        return depth < forced;
    }

    int chosen(int depth) {
        return chosen[depth];
    }

    /** The search goes on from here with one actor, and comes back for the others. */
    void go(int depth, int next, long others) {
        if (depth == chosen.length) {
            grow(2 * depth);
        }
        chosen[depth] = next;
        untried[depth] = others;
    }

    private void grow(int length) {
        chosen = Arrays.copyOf(chosen, length);
        untried = Arrays.copyOf(untried, length);
    }

    /** Back from an execution of {@code depth} steps to the last place that has somebody untried; false if none has. */
    boolean back(int depth) {
        for (int at = depth - 1; at >= 0; at--) {
            if (untried[at] != 0) {
                chosen[at] = Choices.lowest(untried[at]);
                untried[at] &= untried[at] - 1;
                forced = at + 1;
                return true;
            }
        }
        return false;
    }

    /** How many steps of the next execution are as the last one had them. */
    int kept() {
        return Math.max(0, forced - 1);
    }

    /** From the root again. */
    void restart() {
        forced = 0;
    }

    /**
     * After {@link #back}: leaves to another whoever is untried at the first place that has somebody, which is the last
     * part of what this one would have searched.
     *
     * @return false if nobody is
     */
    boolean give(Path other) {
        for (int at = 0; at < forced; at++) {
            if (untried[at] != 0) {
                other.take(this, at);
                untried[at] = 0;
                return true;
            }
        }
        return false;
    }

    private void take(Path from, int at) {
        if (chosen.length <= at) {
            grow(from.chosen.length);
        }
        System.arraycopy(from.chosen, 0, chosen, 0, at);
        Arrays.fill(untried, 0, at, 0);
        long left = from.untried[at];
        go(at, Choices.lowest(left), left & left - 1);
        forced = at + 1;
    }

    /** The estimated share of the search that is still to be done here, each choice taken to lead to equally much. */
    double left(Course run) {
        double left = 0;
        double width = 1;
        for (int at = 0; at < Math.min(forced, run.depth()); at++) {
            width /= Math.max(1, Long.bitCount(run.enabledAt(at)));
            left += width * Long.bitCount(untried[at]);
        }
        return Math.min(1, left + width);
    }
}
