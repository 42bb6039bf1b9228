package org.vmtorture.cli;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.vmtorture.explore.Canary;
import org.vmtorture.explore.Search;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.report.ExitStatus;

/**
 * The known races that a command explores before it says anything of others.
 *
 * @param known in how many executions a search finds the race of accesses, if it does
 * @param ordering the same of the race that only race detection sees
 */
record Canaries(
        BiFunction<FiberKind, Search, OptionalLong> known, BiFunction<FiberKind, Search, OptionalLong> ordering) {
    static Canaries builtIn() {
        return new Canaries(Canary::found, Canary::raceFound);
    }

    /**
     * What was found.
     *
     * @param known executions
     * @param ordering executions; empty where race detection is off
     */
    record Found(long known, OptionalLong ordering) {}

    /**
     * Explores them.
     *
     * @param asked how to search, if the user said so
     * @param races whether races of ordering are looked for
     * @throws Complaint if one is not found, for then nothing is to be believed
     */
    Found check(FiberKind fibers, Optional<Search> asked, boolean races) {
        Search search = asked.filter(Canaries::canSee).orElse(Search.storedStates());
        long executions = known.apply(fibers, search).orElseThrow(() -> dead("the canary", "a known race"));
        if (!races) {
            return new Found(executions, OptionalLong.empty());
        }
        Search unstored = asked.filter(Canaries::canSee)
                .filter(one -> !(one instanceof Search.StoredStates))
                .orElse(Search.sourceDpor());
        OptionalLong inOrder = ordering.apply(fibers, unstored);
        if (inOrder.isEmpty()) {
            throw dead("the canary of race detection", "a last put that acquires nothing");
        }
        return new Found(executions, inOrder);
    }

    /** Whether a search can see a race at all. */
    private static boolean canSee(Search search) {
        return !(search instanceof Search.Preemptions few && few.most() < 1)
                && !(search instanceof Search.Pct shallow && shallow.depth() < 2);
    }

    private static Complaint dead(String which, String what) {
        return new Complaint(
                ExitStatus.TESTER_FAILED,
                which + " is dead: " + what + " was not found, so nothing that this explorer says can be believed");
    }
}
