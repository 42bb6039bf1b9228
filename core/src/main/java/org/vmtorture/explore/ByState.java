package org.vmtorture.explore;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Depth-first, but a state that was met before is not gone on from. The state is all words and, per actor, what it has
 * observed since its operation began. Reduced, a step on a {@link Sharing quiet} word is no branch; a few random
 * executions come first, to see which words are not.
 */
final class ByState extends Choices {
    private static final int WARM_UP = 32; // executions

    private final boolean reduced;
    private final StateSet states = new StateSet();
    private int[] chosen = new int[256];
    private long[] untried = new long[256];
    private int forced;
    private int warm;
    private boolean betrayed;
    private boolean cut;
    private Sharing sharing;
    private final Footprint awaited = new Footprint();
    private final SplittableRandom random = new SplittableRandom(1);

    ByState(boolean reduced) {
        this.reduced = reduced;
        this.warm = reduced ? WARM_UP : 0;
    }

    @Override
    Detail detail() {
        return Detail.STATES;
    }

    @Override
    void start() {
        sharing = new Sharing(run.memory.size(), run.actors);
    }

    @Override
    int choose(int depth, long enabled) {
        if (warm > 0) {
            return anyOf(enabled);
        }
        if (depth < forced) {
            return chosen[depth];
        }
        if (betrayed) {
            return ABANDON;
        }
        if (depth == chosen.length) {
            chosen = Arrays.copyOf(chosen, 2 * depth);
            untried = Arrays.copyOf(untried, 2 * depth);
        }
        int last = last(depth);
        boolean lastCan = last >= 0 && (enabled & bit(last)) != 0;
        int next = reduced ? quiet(lastCan ? last : -1, enabled) : -1;
        if (next >= 0) {
            chosen[depth] = next;
            untried[depth] = 0;
            return next;
        }
        if (!states.add(run.stateKey(), run.secondStateKey())) {
            return ABANDON;
        }
        next = lastCan ? last : lowest(enabled);
        chosen[depth] = next;
        untried[depth] = enabled & ~bit(next);
        return next;
    }

    private int anyOf(long enabled) {
        long left = enabled;
        for (int skip = random.nextInt(Long.bitCount(enabled)); skip > 0; skip--) {
            left &= left - 1;
        }
        return lowest(left);
    }

    /** An actor whose next step is on a quiet word, the one that runs if it is such; or -1. */
    private int quiet(int last, long enabled) {
        if (last >= 0 && isQuiet(last)) {
            return last;
        }
        for (long left = enabled; left != 0; left &= left - 1) {
            int actor = lowest(left);
            if (isQuiet(actor)) {
                return actor;
            }
        }
        return -1;
    }

    private boolean isQuiet(int actor) {
        int word = run.word(actor);
        if (word == Course.NO_WORD) {
            return true;
        }
        if (run.awaits(actor) || !sharing.quiet(word)) {
            return false;
        }
        sharing.trust(word);
        return true;
    }

    @Override
    void stepped(int depth) {
        if (reduced) {
            if (depth == 0) {
                sharing.begin();
            }
            int actor = run.actor(depth);
            betrayed |= sharing.learn(actor, run.footprint);
            if (run.awaits(actor)) {
                awaited.clear();
                run.waits.addTo(awaited, actor);
                betrayed |= sharing.learn(actor, awaited);
            }
        }
    }

    @Override
    boolean atRest() {
        return warm > 0 || states.add(run.stateKey(), run.secondStateKey());
    }

    @Override
    boolean another(int depth, Ending ending) {
        cut |= ending == Ending.TOO_LONG;
        if (ending == Ending.VIOLATED && reduced && depth > 0 && run.footprint.word() != Course.NO_WORD) {
            betrayed |= sharing.makeLoud(run.footprint.word()); // it ended what others would have done
        }
        if (warm > 0) {
            warm--;
            betrayed = false;
            return true;
        }
        if (betrayed) {
            betrayed = false;
            states.clear();
            sharing.trustNone();
            forced = 0;
            return true;
        }
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
    long distinct() {
        return states.size();
    }
}
