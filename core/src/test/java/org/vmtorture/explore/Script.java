package org.vmtorture.explore;

import java.util.function.Function;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.scenario.Program;

/** A small program for a test: each actor is one operation, a piece of code over rows that boot lays out. */
record Script(int actors, Function<SharedMemory, Runnable[]> rows) implements Program {
    @Override
    public String actor(int actor) {
        return "actor" + actor;
    }

    @Override
    public int operations(int actor) {
        return 1;
    }

    @Override
    public String operation(int actor, int operation) {
        return "run";
    }

    /** What {@link #rows} returns: the actors' code, and if there is one more, what to check at rest. */
    @Override
    public Execution boot(SharedMemory memory) {
        Runnable[] code = rows.apply(memory);
        return new Execution() {
            @Override
            public void operate(int actor, int operation) {
                code[actor].run();
            }

            @Override
            public void atRest() {
                if (code.length > actors) {
                    code[actors].run();
                }
            }
        };
    }
}
