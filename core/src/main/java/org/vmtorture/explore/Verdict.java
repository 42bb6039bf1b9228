package org.vmtorture.explore;

import java.util.List;
import java.util.Optional;

/**
 * What a search has to say.
 *
 * @param outcome in one word
 * @param search what was searched, and how, in words
 * @param fibers how the actors ran
 * @param executions how many, redundant ones included
 * @param steps of all executions; one that begins like the one before it adds those after
 * @param distinct distinct states or traces, by the search; 0 if it does not tell them apart
 * @param redundant executions that were given up because others cover them
 * @param depth steps of the longest execution
 * @param covered whether the search came to its own end, be it a bounded one, before any limit
 * @param violating executions that ended with a violation
 * @param violations one of each kind that was met; the first of all comes first
 * @param coverage which accesses met in which order; empty if it was not asked for
 */
public record Verdict(
        Outcome outcome,
        String search,
        String fibers,
        long executions,
        long steps,
        long distinct,
        long redundant,
        int depth,
        boolean covered,
        long violating,
        List<Violation> violations,
        List<Coverage.Pair> coverage) {
    /** Unknown is not pass. */
    public enum Outcome {
        /** Every interleaving was covered, and none is wrong. */
        EXHAUSTED,
        /** A budget or the search's own bound left some out; none of those seen is wrong. */
        BOUNDED,
        VIOLATED
    }

    public Verdict {
        violations = List.copyOf(violations);
        coverage = List.copyOf(coverage);
    }

    /** The violation that was met first. */
    public Optional<Violation> violation() {
        return violations.stream().findFirst();
    }
}
