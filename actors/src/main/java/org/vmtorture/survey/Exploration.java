package org.vmtorture.survey;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Window;

/**
 * What an exploration of a pair came to.
 *
 * @param outcome in one word
 * @param surprise what is not as the scenario expects, in words; empty if all is, as far as was searched
 * @param doubt why the outcome is unknown, or what was left out; empty if nothing
 * @param search what was searched, in words
 * @param distinct states or traces; 0 if the search does not tell them apart
 * @param redundant executions that others cover
 * @param depth steps of the longest execution
 * @param found one of each kind, minimised
 * @param meetings pairs of operations that made conflicting accesses to a row
 * @param entered the scenario's windows that some execution entered
 */
public record Exploration(
        Pair pair,
        Outcome outcome,
        String surprise,
        String doubt,
        String search,
        long distinct,
        long executions,
        long redundant,
        long steps,
        int depth,
        long nanos,
        List<Found> found,
        List<Meeting> meetings,
        List<Window> entered) {
    /** Unknown is not pass. */
    public enum Outcome {
        /** Every interleaving was covered, and none is wrong. */
        EXHAUSTED,
        /** All that was asked for was covered, which is not all, and none is wrong. */
        BOUNDED,
        VIOLATED,
        /** The search did not come to the end that was declared, and so has shown nothing. */
        UNKNOWN;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Exploration {
        found = List.copyOf(found);
        meetings = List.copyOf(meetings);
        entered = List.copyOf(entered);
    }

    /** Whether something unexpected was found, or something expected was not there. */
    public boolean surprises() {
        return !surprise.isEmpty();
    }

    /** Of the pairs that met, those of which each was first somewhere. */
    public int metInBothOrders() {
        return (int) meetings.stream().filter(Meeting::bothOrders).count();
    }

    public Set<FindingKind> kinds() {
        return found.stream()
                .map(Found::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FindingKind.class)));
    }
}
