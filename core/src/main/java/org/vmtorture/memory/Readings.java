package org.vmtorture.memory;

import java.util.Arrays;

/**
 * What an actor has read in the execution under way, access by access. All that it does follows from that. So it can be
 * started anew and brought back to where it stood without the others: told the same again, it does the same.
 */
public final class Readings {
    private long[] values = new long[256];
    private int count;
    private int told; // while it catches up: how many it has been told again

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Forgets all but so many, the first. */
    public void keep(int first) {
        count = first;
    }

    /** The actor starts anew. */
    public void restart() {
        told = 0;
    }

    /** Whether it has been told all again. */
    public boolean isCaughtUp() {
        return told == count;
    }

    long add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
        return value;
    }

    long tellAgain() {
        return values[told++];
    }
}
