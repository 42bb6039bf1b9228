package org.vmtorture.memory;

import java.util.Arrays;

/** What words held before they were written, in the order of the writes: the way back. */
final class Journal {
    private int[] words = new int[256];
    private long[] values = new long[256];
    private int size;

    int size() {
        return size;
    }

    void add(int word, long before) {
        if (size == words.length) {
            words = Arrays.copyOf(words, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        words[size] = word;
        values[size] = before;
        size++;
    }

    /** Forgets the last entry; {@link #word} and {@link #before} still say what it was. */
    boolean back(int mark) {
        if (size == mark) {
            return false;
        }
        size--;
        return true;
    }

    int word() {
        return words[size];
    }

    long before() {
        return values[size];
    }
}
