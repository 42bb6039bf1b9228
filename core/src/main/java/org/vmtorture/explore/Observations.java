package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Mix;

/**
 * Per actor a hash of what it has seen since its current operation began. Its local state is a function of that, and
 * of the operation; so the words and these hashes are the whole state of an execution.
 */
final class Observations {
    private static final long OUTCOME = 0x2545F4914F6CDD1DL; // any odd number that no word holds

    private final long[] first;
    private final long[] second;

    private final long[][] saved; // per actor: both hashes at each call that it is in
    private final int[] depths;

    Observations(int actors) {
        this.first = new long[actors];
        this.second = new long[actors];
        this.saved = new long[actors][32];
        this.depths = new int[actors];
    }

    /** A call begins: what it observes will matter through its outcome alone. */
    void enter(int actor) {
        int depth = depths[actor];
        if (depth == saved[actor].length) {
            saved[actor] = Arrays.copyOf(saved[actor], 2 * depth);
        }
        saved[actor][depth] = first[actor];
        saved[actor][depth + 1] = second[actor];
        depths[actor] = depth + 2;
    }

    /** The innermost call begins again. */
    void again(int actor) {
        first[actor] = saved[actor][depths[actor] - 2];
        second[actor] = saved[actor][depths[actor] - 1];
    }

    /** The outcome is told from a word that held the same: within the call that would be another place. */
    void leave(int actor, long outcome) {
        again(actor);
        depths[actor] -= 2;
        observe(actor, Mix.finish(outcome + OUTCOME));
    }

    void clear() {
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        Arrays.fill(depths, 0);
    }

    void forget(int actor) {
        set(actor, 0, 0);
    }

    /** The actor starts anew. */
    void restart(int actor) {
        forget(actor);
        depths[actor] = 0;
    }

    long first(int actor) {
        return first[actor];
    }

    long second(int actor) {
        return second[actor];
    }

    /** What the actor has seen is this. Which calls it is in is not known before it has started anew. */
    void set(int actor, long one, long other) {
        first[actor] = one;
        second[actor] = other;
    }

    void observe(int actor, long value) {
        first[actor] = Mix.first(first[actor], value);
        second[actor] = Mix.second(second[actor], value);
    }

    long first(int[] operations) {
        long sum = 0;
        for (int actor = 0; actor < first.length; actor++) {
            sum += Mix.finish(first[actor] + Mix.first(actor, operations[actor]));
        }
        return sum;
    }

    long second(int[] operations) {
        long sum = 0;
        for (int actor = 0; actor < second.length; actor++) {
            sum += Mix.finish(second[actor] + Mix.second(actor, operations[actor]));
        }
        return sum;
    }
}
