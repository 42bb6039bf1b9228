package org.vmtorture.explore;

import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;

/**
 * A known race, explored before anything else: an explorer that does not find it sees nothing, whatever it says then.
 * And the same without its bug, in which it must find nothing.
 */
public final class Canary {
    private static final long EXECUTIONS_MAX =
            100_000; // the race has 226 interleavings; a sampling search finds it soon
    private static final int GUPS = 1;

    private Canary() {}

    /**
     * The scenario: a region with one PTE and two references, {@code gups} GUP callers, a process that unmaps and a
     * driver that frees.
     *
     * @param bug whether GUP gets a reference without looking for zero
     */
    public static Program program(int gups, boolean bug) {
        return new RegionRace(gups, bug);
    }

    /** Whether a search on fibers of this kind finds the bug where it is, and none where it is not. */
    public static boolean alive(FiberKind kind, Search search) {
        return verdict(kind, search, true).violations().stream()
                        .anyMatch(violation -> violation.violated().kind() == FindingKind.DOUBLE_FREE)
                && verdict(kind, search, false).outcome() != Verdict.Outcome.VIOLATED;
    }

    private static Verdict verdict(FiberKind kind, Search search, boolean bug) {
        long most = bug ? EXECUTIONS_MAX : EXECUTIONS_MAX / 100;
        try (var explorer = Explorer.of(program(GUPS, bug), kind).executions(most)) {
            return explorer.explore(search);
        }
    }
}
