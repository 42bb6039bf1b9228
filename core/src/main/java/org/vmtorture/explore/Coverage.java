package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vmtorture.memory.Access;

/**
 * Which operations met on which row, and in which order: of two accesses to one word, one of them a write, by two
 * actors, with no other write between. A window that no schedule entered has shown nothing.
 */
public final class Coverage extends Watch {
    /**
     * Two operations that met.
     *
     * @param row where
     * @param firstActor who came first
     * @param firstOperation in which of its operations
     * @param secondActor who came second
     * @param secondOperation in which of its operations
     */
    public record Pair(String row, int firstActor, int firstOperation, int secondActor, int secondOperation) {}

    private static final int NOBODY = -1;

    private final Course run;
    private final int actors;
    private final int[] rows; // per word: its row's number
    private final int[] writers; // per word: actor and operation of the last write, packed as in code()
    private final int[] readers; // per word and actor: its operation at its last read since the last write
    private int[] dirty = new int[256];
    private int dirtyCount;
    private final boolean[] isDirty;
    private long[] pairs = new long[256]; // open addressing; 0 is free
    private int pairCount;

    Coverage(Course run) {
        this.run = run;
        this.actors = run.actors;
        int size = run.memory.size();
        this.rows = new int[size];
        List<org.vmtorture.memory.ScheduledMemory.Row> all = run.memory.rows();
        for (int row = 0; row < all.size(); row++) {
            Arrays.fill(
                    rows,
                    all.get(row).first(),
                    all.get(row).first() + all.get(row).length(),
                    row);
        }
        this.writers = new int[size];
        this.readers = new int[size * actors];
        this.isDirty = new boolean[size];
        Arrays.fill(writers, NOBODY);
        Arrays.fill(readers, NOBODY);
    }

    @Override
    void begin() {
        for (int i = 0; i < dirtyCount; i++) {
            int word = dirty[i];
            isDirty[word] = false;
            writers[word] = NOBODY;
            Arrays.fill(readers, word * actors, (word + 1) * actors, NOBODY);
        }
        dirtyCount = 0;
    }

    @Override
    void step(int actor, int word, Access access, long before, long now, boolean wrote) {
        if (!isDirty[word]) {
            isDirty[word] = true;
            if (dirtyCount == dirty.length) {
                dirty = Arrays.copyOf(dirty, 2 * dirtyCount);
            }
            dirty[dirtyCount++] = word;
        }
        int operation = run.operation(actor);
        int me = operation << 6 | actor;
        if (writers[word] != NOBODY && (writers[word] & 63) != actor) {
            add(rows[word], writers[word], me);
        }
        int first = word * actors;
        if (!wrote) {
            readers[first + actor] = operation;
            return;
        }
        for (int reader = 0; reader < actors; reader++) {
            if (readers[first + reader] != NOBODY) {
                if (reader != actor) {
                    add(rows[word], readers[first + reader] << 6 | reader, me);
                }
                readers[first + reader] = NOBODY;
            }
        }
        writers[word] = me;
    }

    private void add(int row, int first, int second) {
        add((long) (row + 1) << 44 | (long) first << 22 | second);
    }

    /** What another part of the same search has seen. */
    void add(Coverage other) {
        for (long pair : other.pairs) {
            if (pair != 0) {
                add(pair);
            }
        }
    }

    private void add(long pair) {
        int mask = pairs.length - 1;
        for (int at = (int) (pair * 0x9E3779B97F4A7C15L >>> 40) & mask; ; at = at + 1 & mask) {
            if (pairs[at] == pair) {
                return;
            }
            if (pairs[at] == 0) {
                pairs[at] = pair;
                pairCount++;
                break;
            }
        }
        if (2 * pairCount > pairs.length) {
            long[] old = pairs;
            pairs = new long[2 * old.length];
            pairCount = 0;
            for (long again : old) {
                if (again != 0) {
                    add(again);
                }
            }
        }
    }

    /** All that were seen, by row and then by actors. */
    List<Pair> seen() {
        var seen = new ArrayList<Pair>();
        long[] sorted = Arrays.stream(pairs).filter(pair -> pair != 0).sorted().toArray();
        for (long pair : sorted) {
            String row = run.memory.rows().get((int) (pair >>> 44) - 1).name();
            int first = (int) (pair >>> 22) & 0x3F_FFFF;
            int second = (int) pair & 0x3F_FFFF;
            seen.add(new Pair(row, first & 63, first >>> 6, second & 63, second >>> 6));
        }
        return seen;
    }
}
