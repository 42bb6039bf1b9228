package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where the operations of a scenario are once others have been dropped. */
final class Moves {
    private final Map<Position, Position> moves = new HashMap<>();

    void put(Position from, Position to) {
        moves.put(from, to);
    }

    /**
     * Whether every operation that is still there takes place in the process in which it did: without its fork, a
     * child's actor that names no process would become a thread of the only one left.
     */
    boolean keepHomes(Scenario whole, Scenario smaller) {
        return moves.entrySet().stream()
                .allMatch(move -> Objects.equals(whole.home(move.getKey()), smaller.home(move.getValue())));
    }

    /** Those windows of which both operations are still there. */
    List<Window> windows(List<Window> windows) {
        List<Window> kept = new ArrayList<>();
        for (Window window : windows) {
            Position one = moves.get(new Position(window.actor(), window.operation()));
            Position other = moves.get(new Position(window.other(), window.otherOperation()));
            if (one != null && other != null) {
                kept.add(new Window(one.actor(), one.operation(), other.actor(), other.operation()));
            }
        }
        return kept;
    }
}
