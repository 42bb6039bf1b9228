package org.vmtorture.explore;

import java.util.SplittableRandom;

/**
 * Depth-first, but a state that was met before is not gone on from. The state is all words and, per actor, what it has
 * observed since its operation began. Reduced, a step on a {@link Sharing quiet} word is no branch; a few random
 * executions come first, to see which words are not.
 */
final class ByState extends Choices {
    private static final int WARM_UP = 32; // executions

    private final boolean reduced;
    private final StateSet states;
    private final Path path = new Path();
    private int warm;
    private boolean betrayed;
    private boolean cut;
    private Sharing sharing; // what this one has seen
    private final Footprint awaited = new Footprint();
    private final SplittableRandom random = new SplittableRandom(1);

    ByState(boolean reduced) {
        this.reduced = reduced;
        this.warm = reduced ? WARM_UP : 0;
        this.states = new StateSet();
    }

    private ByState(ByState other) {
        this.reduced = other.reduced;
        this.states = other.states;
        this.sharing = new Sharing(other.sharing);
    }

    @Override
    Detail detail() {
        return Detail.STATES;
    }

    @Override
    void start() {
        if (sharing == null) {
            sharing = new Sharing(run.memory.size(), run.actors);
        }
    }

    @Override
    int choose(int depth, long enabled) {
        if (warm > 0) {
            return anyOf(enabled);
        }
        if (path.isForced(depth)) {
            return path.chosen(depth);
        }
        if (betrayed) {
            return ABANDON;
        }
        int last = last(depth);
        boolean lastCan = last >= 0 && (enabled & bit(last)) != 0;
        int next = reduced ? quiet(lastCan ? last : -1, enabled) : -1;
        if (next >= 0) {
            path.go(depth, next, 0);
            return next;
        }
        if (!states.add(run.stateKey(), run.secondStateKey())) {
            return ABANDON;
        }
        next = lastCan ? last : lowest(enabled);
        path.go(depth, next, enabled & ~bit(next));
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
            sharing.note(depth, actor);
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
            anew = warm == 0;
            betrayed = false;
            return true;
        }
        if (betrayed) {
            anew = !divided && again();
            return anew;
        }
        boolean more = path.back(depth);
        for (int step = depth - 1; reduced && step >= path.kept(); step--) {
            sharing.rewind(step, run.actor(step));
        }
        return more;
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
    long distinct(Tally tally) {
        return states.size();
    }

    @Override
    Division.Order order() {
        return Division.Order.LOST;
    }

    @Override
    ByState fork() {
        return new ByState(this);
    }

    @Override
    boolean give(Choices other) {
        return path.give(((ByState) other).path);
    }

    @Override
    boolean spoilt() {
        return betrayed;
    }

    @Override
    void join(Choices fork) {
        var other = (ByState) fork;
        cut |= other.cut;
        betrayed |= other.betrayed;
        betrayed |= sharing.join(other.sharing);
    }

    @Override
    boolean again() {
        if (!betrayed) {
            return false;
        }
        betrayed = false;
        states.clear();
        sharing.trustNone();
        path.restart();
        return true;
    }
}
