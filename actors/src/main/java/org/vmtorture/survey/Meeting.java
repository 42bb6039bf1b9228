package org.vmtorture.survey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.vmtorture.explore.Coverage;
import org.vmtorture.scenario.Program;

/**
 * Two operations that made conflicting accesses to a row, one after the other: to one word, one of the two a write.
 *
 * @param row as the model names it: {@code pte}
 * @param first actor and operation, as windows of scenario files write them; who came first, if only one did
 * @param second the other
 * @param bothOrders whether each came first in some execution
 */
public record Meeting(String row, String first, String second, boolean bothOrders) {
    /** All that an exploration saw, each pair once, in the order of rows and actors. */
    static List<Meeting> of(Program program, Collection<Coverage.Pair> seen) {
        Set<Coverage.Pair> pairs = new LinkedHashSet<>(seen);
        List<Meeting> meetings = new ArrayList<>();
        for (Coverage.Pair pair : pairs) {
            boolean both = pairs.contains(turned(pair));
            if (!both || pair.firstActor() < pair.secondActor()) {
                meetings.add(new Meeting(
                        pair.row(),
                        side(program, pair.firstActor(), pair.firstOperation()),
                        side(program, pair.secondActor(), pair.secondOperation()),
                        both));
            }
        }
        return meetings;
    }

    private static Coverage.Pair turned(Coverage.Pair pair) {
        return new Coverage.Pair(
                pair.row(), pair.secondActor(), pair.secondOperation(), pair.firstActor(), pair.firstOperation());
    }

    /** An operation with its actor; of the same text for the second time: {@code P load A/0 (2)}. */
    static String side(Program program, int actor, int operation) {
        String text = program.operation(actor, operation);
        int times = 1;
        for (int before = 0; before < operation; before++) {
            times += program.operation(actor, before).equals(text) ? 1 : 0;
        }
        return program.actor(actor) + " " + text + (times == 1 ? "" : " (" + times + ")");
    }
}
