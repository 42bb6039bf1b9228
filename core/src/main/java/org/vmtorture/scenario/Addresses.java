package org.vmtorture.scenario;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * Where processes have the pages of areas mapped, as their programs remember it. Areas that no operation maps or moves
 * lie where they always did; for the others there is a word per page.
 */
final class Addresses {
    /* A word per process and page, if any page moves: user page + 1, or 0 for nowhere. release and acquire: a thread
     * that knows an address has heard of it from the one that mapped there. */
    private final Words words;

    private final Names names;
    private final boolean[] moves; // per area
    private final int[] bases; // per area: the page at which it lies first
    private final int total;

    Addresses(SharedMemory memory, Names names, boolean[] moves) {
        this.names = names;
        this.moves = moves.clone();
        this.bases = new int[names.areas().size()];
        int pages = 0;
        boolean anyMoves = false;
        for (int area = 0; area < bases.length; area++) {
            bases[area] = pages;
            pages += names.pages(area);
            anyMoves |= moves[area];
        }
        this.total = pages;
        this.words = anyMoves ? memory.words("address", names.processes().size() * total) : null;
    }

    /** The user page at which an area lies as long as nobody moves it. */
    int first(int area) {
        return bases[area];
    }

    /** The user page to which mremap moves it first. */
    int second(int area) {
        return total + bases[area];
    }

    int at(int process, int area, int page) {
        if (!moves[area]) {
            return bases[area] + page;
        }
        return (int) words.getAcquire(process * total + bases[area] + page) - 1;
    }

    void put(int process, int area, int page, int userPage) {
        if (moves[area]) {
            words.setRelease(process * total + bases[area] + page, userPage + 1L);
        }
    }

    /** A child's program remembers what its parent's did. */
    void inherit(int parent, int child) {
        for (int area = 0; area < bases.length; area++) {
            for (int page = 0; moves[area] && page < names.pages(area); page++) {
                put(child, area, page, at(parent, area, page));
            }
        }
    }
}
