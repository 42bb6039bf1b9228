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
    /**
     * Per word: the last write's actor and operation, packed as in {@link #step}; then per actor its operation at its
     * last read since that write.
     */
    private final int[] met;

    private int[] changed = new int[256]; // the way back: places in the above, and what stood there
    private int[] stood = new int[256];
    private int changes;
    private int[] marks = new int[256]; // per step: how many there were before it
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
        this.met = new int[size * (actors + 1)];
        Arrays.fill(met, NOBODY);
    }

    @Override
    void begin() {
        backTo(0);
    }

    @Override
    boolean rewinds() {
        return true;
    }

    @Override
    void beginStep(int step) {
        if (step == marks.length) {
            marks = Arrays.copyOf(marks, 2 * step);
        }
        marks[step] = changes;
    }

    @Override
    void rewind(int step) {
        backTo(marks[step]);
    }

    private void backTo(int mark) {
        while (changes > mark) {
            changes--;
            met[changed[changes]] = stood[changes];
        }
    }

    private void change(int place, int to) {
        if (changes == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changes);
            stood = Arrays.copyOf(stood, 2 * changes);
        }
        changed[changes] = place;
        stood[changes] = met[place];
        changes++;
        met[place] = to;
    }

    @Override
    void step(int actor, int word, Access access, long before, long now, boolean wrote) {
        int operation = run.operation(actor);
        int me = operation << 6 | actor;
        int writer = word * (actors + 1);
        if (met[writer] != NOBODY && (met[writer] & 63) != actor) {
            add(rows[word], met[writer], me);
        }
        int readers = writer + 1;
        if (!wrote) {
            change(readers + actor, operation);
            return;
        }
        for (int reader = 0; reader < actors; reader++) {
            int read = met[readers + reader];
            if (read != NOBODY) {
                if (reader != actor) {
                    add(rows[word], read << 6 | reader, me);
                }
                change(readers + reader, NOBODY);
            }
        }
        change(writer, me);
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
