package org.vmtorture.scenario;

import java.util.List;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Op;

/**
 * What an explorer explores: a few actors, each with operations that it performs in order. It holds nothing that
 * changes: all state lies in the memory that {@link #boot} lays out.
 */
public interface Program {
    /** How many actors there are, at least 1. */
    int actors();

    /** As traces name the actor: {@code driver}, {@code gup}. */
    String actor(int actor);

    /** How many operations an actor performs. */
    int operations(int actor);

    /** An operation as traces and scenario files print it: {@code munmap A}. */
    String operation(int actor, int operation);

    /** The ordering that is left out on purpose. If there is any, happens-before races are looked for. */
    default List<Weakening> weakenings() {
        return List.of();
    }

    /** Lays out every row in {@code memory} and brings it to the state in which the actors start. */
    Execution boot(SharedMemory memory);

    /** The program over one memory. The memory may be set back to the state that {@link #boot} left, and run again. */
    interface Execution {
        /**
         * Performs one operation on the calling thread, which may be switched away at each access. What the actor
         * holds between two operations lies in the memory.
         *
         * @throws org.vmtorture.oracle.Violated if an oracle found something; the execution is over then
         */
        void operate(int actor, int operation);

        /** The kernel path that an actor is in, or was in last; for findings that no oracle of the model's makes. */
        default Op path(int actor) {
            return Op.AUDIT;
        }

        /** Checks the state at rest, all operations being done. As {@link #operate}, but nobody else runs. */
        void atRest();
    }
}
