package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Access;

/**
 * The words that one step touched, and how: what tells whether two steps commute. By outcome, not by kind: a
 * compare-and-exchange that failed is a read.
 */
final class Footprint {
    /* One touch: bits 2-31 the word, bits 0-1 how.
     *   READ    commutes with READ
     *   WRITE   commutes with nothing
     *   SHARE   taking or letting go of a lock's read side, without looking at how many there are: with SHARE */
    static final int READ = 0;
    static final int WRITE = 1;
    static final int SHARE = 2;

    private int[] touches = new int[4];
    private int count;
    private Access access = Access.BEGIN;
    private int word = Course.NO_WORD;
    private boolean wrote;
    private int waited;
    private int ghosts;
    private boolean fatal;

    void clear() {
        count = 0;
        waited = 0;
        ghosts = 0;
        fatal = false;
        access = Access.BEGIN;
        word = Course.NO_WORD;
        wrote = false;
    }

    /** The step's own access. */
    void step(int at, Access what, boolean stored) {
        access = what;
        word = at;
        wrote = stored;
        add(at << 2 | how(what, stored));
    }

    private static int how(Access what, boolean stored) {
        boolean shares = what == Access.LOCK_READ || what == Access.UNLOCK_READ;
        return shares ? SHARE : stored ? WRITE : READ;
    }

    /** A ghost word that was touched as part of it. */
    void ghost(int at, boolean stored) {
        ghosts++;
        add(at << 2 | (stored ? WRITE : READ));
    }

    /** The step showed a violation, which ends the execution: so it commutes with no other actor's step. */
    void makeFatal() {
        fatal = true;
    }

    boolean fatal() {
        return fatal;
    }

    /** The step ended a wait for this word. */
    void waited(int at) {
        waited++;
        add(at << 2 | READ);
    }

    private void add(int touch) {
        if (count == touches.length) {
            touches = Arrays.copyOf(touches, 2 * count);
        }
        touches[count++] = touch;
    }

    void copy(Footprint other) {
        if (touches.length < other.count) {
            touches = new int[other.touches.length];
        }
        System.arraycopy(other.touches, 0, touches, 0, other.count);
        count = other.count;
        access = other.access;
        word = other.word;
        wrote = other.wrote;
        waited = other.waited;
        ghosts = other.ghosts;
        fatal = other.fatal;
    }

    /** Whether the order of the two steps matters. */
    boolean conflicts(Footprint other) {
        if (fatal || other.fatal) {
            return true;
        }
        for (int i = 0; i < count; i++) {
            int mine = touches[i];
            for (int j = 0; j < other.count; j++) {
                int difference = mine ^ other.touches[j];
                if (difference >>> 2 == 0 && (difference != 0 || (mine & 3) == WRITE)) {
                    return true;
                }
            }
        }
        return false;
    }

    int count() {
        return count;
    }

    int word(int touch) {
        return touches[touch] >>> 2;
    }

    boolean writes(int touch) {
        return (touches[touch] & 3) != READ;
    }

    /** The word of the step's own access, or {@link Course#NO_WORD}. */
    int word() {
        return word;
    }

    Access access() {
        return access;
    }

    boolean wrote() {
        return wrote;
    }

    /** How many words it had waited for; 0 if it had not waited. */
    int waited() {
        return waited;
    }

    /** Whether the other step touched a word that this one had waited for. */
    boolean waitedFor(Footprint other) {
        for (int i = 0; i < waited; i++) { // they were added first
            for (int j = 0; j < other.count; j++) {
                if (touches[i] >>> 2 == other.touches[j] >>> 2) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many ghost words it touched. */
    int ghosts() {
        return ghosts;
    }

    /** Whether it took a lock. */
    boolean acquiredLock() {
        return access.blocks() || access == Access.TRY_LOCK && wrote;
    }
}
