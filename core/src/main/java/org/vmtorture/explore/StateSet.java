package org.vmtorture.explore;

import java.util.Arrays;

/** States that were met, each as 128 bits of hash. */
final class StateSet {
    private long[] keys = new long[2 << 10]; // open addressing, two words a state; both 0 is free
    private int size;

    /** False if it was there already. */
    boolean add(long first, long second) {
        long key = first == 0 && second == 0 ? 1 : first; // the pair of zeros is the free place
        int mask = keys.length - 2;
        int at = place(key, mask);
        while (keys[at] != 0 || keys[at + 1] != 0) {
            if (keys[at] == key && keys[at + 1] == second) {
                return false;
            }
            at = at + 2 & mask;
        }
        keys[at] = key;
        keys[at + 1] = second;
        size++;
        if (3 * size > keys.length) {
            grow();
        }
        return true;
    }

    private static int place(long key, int mask) {
        return (int) (key >>> 20) & mask;
    }

    private void grow() {
        long[] old = keys;
        if (old.length == 1 << 30) {
            throw new OutOfMemoryError("states=" + size);
        }
        keys = new long[2 * old.length];
        int mask = keys.length - 2;
        for (int from = 0; from < old.length; from += 2) {
            if (old[from] != 0 || old[from + 1] != 0) {
                int at = place(old[from], mask);
                while (keys[at] != 0 || keys[at + 1] != 0) {
                    at = at + 2 & mask;
                }
                keys[at] = old[from];
                keys[at + 1] = old[from + 1];
            }
        }
    }

    int size() {
        return size;
    }

    void clear() {
        Arrays.fill(keys, 0);
        size = 0;
    }
}
