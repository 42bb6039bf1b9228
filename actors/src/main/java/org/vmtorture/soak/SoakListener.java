package org.vmtorture.soak;

import java.util.List;
import org.vmtorture.reduce.Reproduction;

/** Is told what a soak does. Called on one thread, never on an actor's hot path. */
public interface SoakListener {
    /** The soak begins: its legs in order, and the proof that the oracles are alive. */
    void started(List<Leg> legs, OracleProof proof);

    void legStarted(Leg leg, long nanosPlanned);

    void progress(Progress progress);

    /** The first violation of its title in this soak. */
    void found(Finding finding);

    /** How often a finding, by id, has happened so far: when that has grown by much, and after each leg. */
    void counted(String findingId, long count);

    /** Whether findings are to be shown again; if not, the soak has the machine for itself. */
    default boolean wantsReproductions() {
        return true;
    }

    /** What became of the attempt to show a finding, by id, again. Once for each that was {@link #found}, at most. */
    default void reproduced(String findingId, Reproduction reproduction) {}

    void legEnded(LegResult result);

    /** Something that a user should know, one line. */
    void note(String line);
}
