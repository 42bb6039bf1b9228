package org.vmtorture.explore;

import java.util.List;
import org.vmtorture.memory.Data;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Weakening;

/**
 * The smallest race that no order of accesses shows, written without the model: a page with a count of two, whose two
 * holders use it and put; the last put frees. Weakened, the put that frees acquires nothing, so the free is not ordered
 * after the other holder's use.
 */
final class LastPut implements Program {
    private static final String COUNT = "page.refcount";
    private static final int HOLDERS = 2;

    private final boolean weakened;

    LastPut(boolean weakened) {
        this.weakened = weakened;
    }

    @Override
    public int actors() {
        return HOLDERS;
    }

    @Override
    public String actor(int actor) {
        return "holder" + actor;
    }

    @Override
    public int operations(int actor) {
        return 1;
    }

    @Override
    public String operation(int actor, int operation) {
        return "put";
    }

    @Override
    public List<Weakening> weakenings() {
        return weakened ? List.of(new Weakening(COUNT, Weakening.Side.ACQUIRE)) : List.of();
    }

    @Override
    public Execution boot(SharedMemory memory) {
        Words count = memory.words(COUNT, 1);
        Words truth = memory.words("truth", 1); // the race detector knows a frame's life and its content by these names
        Data page = memory.data("page", 1);
        count.setVolatile(0, HOLDERS);
        return new Execution() {
            @Override
            public void operate(int actor, int operation) {
                page.store(0, actor + 1L);
                if (count.getAndAdd(0, -1) == 1) {
                    truth.setVolatile(0, 2);
                }
            }

            @Override
            public void atRest() {}
        };
    }
}
