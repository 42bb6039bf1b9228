package org.vmtorture.explore;

import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A place in the tree of executions that {@link SourceSets} searches: whose steps from here are to be tried, and whose
 * need not be any more. Where a search is divided, those who are on their way through the same place share it: what one
 * finds is to be tried here, whoever comes back next tries.
 */
final class Place {
    static final int NOBODY = -1;

    private final Footprint[] sleepers; // per actor: what its step from here touches; if it is asleep
    private long toTry; // a bit for each actor whose step is tried, or was, or is to be
    private long asleep; // for each whose step is tried elsewhere: on arrival, or one that was tried from here
    private long unmade; // for the one who was taken and has not made its step; only if shared

    /**
     * Null as long as one worker alone comes here, else it guards the three words above. That worker sets it before the
     * division, under a lock of its own, tells another of the place; so whoever comes here later sees it.
     */
    private ReentrantLock lock;

    Place(int actors) {
        this.sleepers = new Footprint[actors];
        Arrays.setAll(sleepers, actor -> new Footprint());
    }

    boolean isShared() {
        return lock != null;
    }

    private void lock() {
        if (lock != null) {
            lock.lock();
        }
    }

    private void unlock() {
        if (lock != null) {
            lock.unlock();
        }
    }

    /** Somebody arrives here for the first time. */
    void arrive() {
        toTry = 0;
        asleep = 0;
    }

    /** The actor's step from here is tried elsewhere. */
    void sleep(int actor, Footprint step) {
        asleep |= Choices.bit(actor);
        sleepers[actor].copy(step);
    }

    /** The actor's step is tried first. */
    void begin(int actor) {
        toTry = Choices.bit(actor);
    }

    /** Those who are asleep now. */
    long asleep() {
        lock();
        try {
            return asleep;
        } finally {
            unlock();
        }
    }

    /** What the step of an actor that is asleep touches: written before it fell asleep, and never after. */
    Footprint sleeper(int actor) {
        return sleepers[actor];
    }

    /** The actor's step has been made: to those who are taken later it is asleep. */
    void made(int actor, Footprint step) {
        lock();
        try {
            sleep(actor, step);
            unmade &= ~Choices.bit(actor);
        } finally {
            unlock();
        }
    }

    /** One of these initials must be tried; if none is, that is this actor where it can, or another. */
    void race(long initials, long enabled, int actor) {
        lock();
        try {
            if ((initials & (toTry | asleep)) != 0) {
                return;
            }
            long can = initials & enabled;
            if (can == 0) {
                toTry |= enabled; // cannot be, but too many are better than too few
            } else {
                toTry |= (can & Choices.bit(actor)) != 0 ? Choices.bit(actor) : Long.lowestOneBit(can);
            }
        } finally {
            unlock();
        }
    }

    /** All of these must be tried. */
    void tryAll(long actors) {
        lock();
        try {
            toTry |= actors;
        } finally {
            unlock();
        }
    }

    /**
     * The next actor that is to be tried, if any. {@link #NOBODY} also while another worker is on the way here to make
     * a step: it comes back later, and sees who is left.
     */
    int take() {
        lock();
        try {
            long left = toTry & ~asleep;
            if (left == 0 || unmade != 0) {
                return NOBODY;
            }
            if (lock != null) {
                unmade = Long.lowestOneBit(left);
            }
            return Choices.lowest(left);
        } finally {
            unlock();
        }
    }

    /** How many are to be tried, but for this one. */
    int left(int trying) {
        lock();
        try {
            return Long.bitCount(toTry & ~asleep & ~Choices.bit(trying));
        } finally {
            unlock();
        }
    }

    /** How many there are, and have been, in all. */
    int all(long enabled) {
        lock();
        try {
            return Math.max(1, Long.bitCount(toTry | asleep & enabled));
        } finally {
            unlock();
        }
    }

    /** From now on others come here too. The actor's step from here is made, and goes on being tried by who has it. */
    void share(int trying, Footprint step) {
        if (lock == null) {
            sleep(trying, step);
            lock = new ReentrantLock();
        }
    }
}
