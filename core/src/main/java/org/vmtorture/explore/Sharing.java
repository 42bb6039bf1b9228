package org.vmtorture.explore;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import org.vmtorture.memory.Access;

/**
 * Which words no two actors can meet on, as far as has been seen. A step on such a word commutes with whatever the
 * others may do before it, so it need not be a branch: making it at once loses no state at rest, no deadlock and no
 * finding. A word is <em>quiet</em> if one actor alone touches it, or nobody writes it, or all hold one lock when they
 * do. That is an assumption, and it is checked at every step: once it proves wrong, the search starts again and knows
 * better. It must come to that, for a search reduced in this way still makes every actor's every step.
 */
final class Sharing {
    private static final int NOBODY = 0;
    private static final int MANY = -1;

    private final int[] owners; // per word: NOBODY, actor + 1, MANY
    private final boolean[] written;
    private final long[] guards; // per word: the locks that were held at each access
    private final boolean[] loud; // per word: a step on it did more than touch it
    private final boolean[] trusted; // per word: a step on it was not made a branch
    private final LockNumbers locks;

    private final long[] exclusive; // per actor: locks it holds
    private final long[] shared;
    private long[] exclusiveBefore = new long[256]; // per step: what its actor held before it
    private long[] sharedBefore = new long[256];

    Sharing(int words, int actors) {
        this.owners = new int[words];
        this.written = new boolean[words];
        this.guards = new long[words];
        this.loud = new boolean[words];
        this.trusted = new boolean[words];
        this.locks = new LockNumbers(words);
        this.exclusive = new long[actors];
        this.shared = new long[actors];
        Arrays.fill(guards, -1);
    }

    /** For a part of the same search: the same numbers for locks, and what has been seen so far. */
    Sharing(Sharing other) {
        this.owners = other.owners.clone();
        this.written = other.written.clone();
        this.guards = other.guards.clone();
        this.loud = other.loud.clone();
        this.trusted = other.trusted.clone();
        this.locks = other.locks;
        this.exclusive = new long[other.exclusive.length];
        this.shared = new long[other.shared.length];
    }

    /** Adds what a part of the search has seen; true if, all taken together, a word was trusted that should not be. */
    boolean join(Sharing other) {
        boolean betrayed = false;
        for (int word = 0; word < owners.length; word++) {
            if (owners[word] == NOBODY) {
                owners[word] = other.owners[word];
            } else if (other.owners[word] != NOBODY && other.owners[word] != owners[word]) {
                owners[word] = MANY;
            }
            written[word] |= other.written[word];
            guards[word] &= other.guards[word];
            loud[word] |= other.loud[word];
            trusted[word] |= other.trusted[word];
            betrayed |= trusted[word] && !quiet(word);
        }
        return betrayed;
    }

    /** An execution begins: nobody holds a lock. */
    void begin() {
        Arrays.fill(exclusive, 0);
        Arrays.fill(shared, 0);
    }

    /** The actor is about to make a step, or has made it and nothing has been learned of it yet. */
    void note(int step, int actor) {
        if (step == exclusiveBefore.length) {
            exclusiveBefore = Arrays.copyOf(exclusiveBefore, 2 * step);
            sharedBefore = Arrays.copyOf(sharedBefore, 2 * step);
        }
        exclusiveBefore[step] = exclusive[actor];
        sharedBefore[step] = shared[actor];
    }

    /** The actor holds again what it held before that step. */
    void rewind(int step, int actor) {
        exclusive[actor] = exclusiveBefore[step];
        shared[actor] = sharedBefore[step];
    }

    boolean quiet(int word) {
        return !loud[word] && (owners[word] != MANY || !written[word] || guards[word] != 0);
    }

    /** A step on the word is not made a branch, because it is {@link #quiet}. */
    void trust(int word) {
        trusted[word] = true;
    }

    /** The search starts again: nothing has been left out yet. */
    void trustNone() {
        Arrays.fill(trusted, false);
    }

    /** The step on this word does more than touch it; true if it was trusted not to. */
    boolean makeLoud(int word) {
        loud[word] = true;
        return trusted[word];
    }

    /** A step was made; true if it shows that a word was trusted that should not have been. */
    boolean learn(int actor, Footprint step) {
        boolean betrayed = false;
        int word = step.word();
        for (int touch = 0; touch < step.count(); touch++) {
            betrayed |= touch(actor, step.word(touch), step.writes(touch));
        }
        if (word != Course.NO_WORD) {
            if (step.ghosts() > 0 || step.waited() > 0) {
                betrayed |= makeLoud(word);
            }
            if (step.access().locks()) {
                guards[word] = 0;
                betrayed |= trusted[word] && !quiet(word);
                hold(actor, word, step);
            }
        }
        return betrayed;
    }

    private boolean touch(int actor, int word, boolean writes) {
        if (owners[word] != actor + 1) {
            owners[word] = owners[word] == NOBODY ? actor + 1 : MANY;
        }
        written[word] |= writes;
        guards[word] &= exclusive[actor] | (writes ? 0 : shared[actor]);
        return trusted[word] && !quiet(word);
    }

    private void hold(int actor, int word, Footprint step) {
        long bit = locks.bit(word);
        Access access = step.access();
        if (access == Access.LOCK || access == Access.TRY_LOCK && step.wrote()) {
            exclusive[actor] |= bit;
        } else if (access == Access.LOCK_READ) {
            shared[actor] |= bit;
        } else if (access == Access.UNLOCK) {
            exclusive[actor] &= ~bit;
        } else if (access == Access.UNLOCK_READ) {
            shared[actor] &= ~bit;
        } else if (access == Access.DOWNGRADE) {
            exclusive[actor] &= ~bit;
            shared[actor] |= bit;
        }
    }

    /** A bit for each lock, the same in all parts of a search. */
    private static final class LockNumbers {
        private static final int LOCKS_MAX = Long.SIZE; // of further ones it is not known that they guard

        private final AtomicIntegerArray numbers; // per word: the lock's number + 1, written once, under `assigning`
        private final ReentrantLock assigning = new ReentrantLock();
        private int count; // under `assigning`

        LockNumbers(int words) {
            numbers = new AtomicIntegerArray(words);
        }

        /** The lock's bit; 0 if it has none. */
        long bit(int word) {
            int number = numbers.getOpaque(word); // nothing is read because of it
            if (number == 0) {
                number = assign(word);
            }
            return number == 0 ? 0 : 1L << number - 1;
        }

        private int assign(int word) {
            assigning.lock();
            try {
                if (numbers.getOpaque(word) == 0 && count < LOCKS_MAX) {
                    numbers.setOpaque(word, ++count);
                }
                return numbers.getOpaque(word);
            } finally {
                assigning.unlock();
            }
        }
    }
}
