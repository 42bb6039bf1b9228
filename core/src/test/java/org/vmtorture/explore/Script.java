package org.vmtorture.explore;

import java.util.function.Function;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.scenario.Program;

/** A small program for a test: each operation is a piece of code over rows that boot lays out. */
record Script(int actors, int operations, Function<SharedMemory, Runnable[]> rows) implements Program {
    /** Actors of one operation each. */
    Script(int actors, Function<SharedMemory, Runnable[]> rows) {
        this(actors, 1, rows);
    }

    @Override
    public String actor(int actor) {
        return "actor" + actor;
    }

    @Override
    public int operations(int actor) {
        return operations;
    }

    @Override
    public String operation(int actor, int operation) {
        return operations == 1 ? "run" : "run" + operation;
    }

    /** What {@link #rows} returns: the actors' code in order, and if there is one more, what to check at rest. */
    @Override
    public Execution boot(SharedMemory memory) {
        Runnable[] code = rows.apply(memory);
        return new Execution() {
            @Override
            public void operate(int actor, int operation) {
                code[actor * operations + operation].run();
            }

            @Override
            public void atRest() {
                if (code.length > actors * operations) {
                    code[actors * operations].run();
                }
            }
        };
    }
}
