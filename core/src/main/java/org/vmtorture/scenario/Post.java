package org.vmtorture.scenario;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** Pins on their way from one actor to another: at most one to each actor in a scenario. */
final class Post {
    /** There was no pin to hand on. */
    static final long NOTHING = -1;

    /* Two words per actor: the grant, and the hold as a ledger has it (never 0), or NOTHING, or 0 as long as nothing
     * has come. The hold is written last, release, and read first, acquire. */
    private final Words words;
    private final SharedMemory memory;

    Post(SharedMemory memory, int actors) {
        this.memory = memory;
        this.words = memory.words("post", 2 * actors);
    }

    void send(int actor, long grant, long hold) {
        words.setPlain(2 * actor, grant);
        words.setRelease(2 * actor + 1, hold);
    }

    void sendNothing(int actor) {
        words.setRelease(2 * actor + 1, NOTHING);
    }

    /** The hold that was sent, or {@link #NOTHING}; waits for it. */
    long await(int actor) {
        long hold;
        while ((hold = words.getAcquire(2 * actor + 1)) == 0) {
            memory.onSpinWait();
        }
        return hold;
    }

    /** The grant that came with the hold. */
    long grant(int actor) {
        return words.getPlain(2 * actor);
    }
}
