package org.vmtorture.explore;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;

/**
 * Known races, explored before anything else: an explorer that does not find them sees nothing, whatever it says then.
 * And the same without their bugs, in which it must find nothing. One is of accesses, and one of their ordering alone,
 * which only race detection sees.
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
        return found(kind, search).isPresent();
    }

    /** In how many executions a search finds the bug; empty if it does not, or finds one where there is none. */
    public static OptionalLong found(FiberKind kind, Search search) {
        UnaryOperator<Explorer> plain = explorer -> explorer.races(false);
        return found(kind, search, program(GUPS, true), program(GUPS, false), FindingKind.DOUBLE_FREE, plain);
    }

    /**
     * The same of a last put that acquires nothing, with race detection: nothing else shows it.
     *
     * @param search not one that stores states
     */
    public static OptionalLong raceFound(FiberKind kind, Search search) {
        return raceFound(kind, search, explorer -> explorer.races(true));
    }

    /** With an explorer that is set up, or broken, as a test wants it. */
    static OptionalLong raceFound(FiberKind kind, Search search, UnaryOperator<Explorer> set) {
        return found(kind, search, new LastPut(true), new LastPut(false), FindingKind.DATA_RACE, set);
    }

    private static OptionalLong found(
            FiberKind kind, Search search, Program bad, Program good, FindingKind bug, UnaryOperator<Explorer> set) {
        Verdict found = verdict(kind, search, bad, EXECUTIONS_MAX, set);
        boolean finds = found.violations().stream()
                .anyMatch(violation -> violation.violated().kind() == bug);
        boolean believable =
                finds && verdict(kind, search, good, EXECUTIONS_MAX / 100, set).outcome() != Verdict.Outcome.VIOLATED;
        return believable ? OptionalLong.of(found.executions()) : OptionalLong.empty();
    }

    private static Verdict verdict(
            FiberKind kind, Search search, Program program, long most, UnaryOperator<Explorer> set) {
        try (var explorer = Explorer.of(program, kind)) {
            return set.apply(explorer.executions(most)).explore(search);
        }
    }
}
