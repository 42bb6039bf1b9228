package org.vmtorture.explore;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * States that were met, each as 128 bits of hash; any number of threads may add, and none waits for another.
 *
 * <p>A state has a fixed row of places: a few neighbours in the first table, then a few in the second, which is larger,
 * and so on. It takes the first that is free. Places are never freed and states never move, so all who add the same
 * state meet at the same place, and no table has to be copied while others look.
 */
final class StateSet {
    private static final int FIRST_TABLE = 1 << 10; // states
    private static final int FACTOR_BITS = 2; // each table is four times as large as the one before it
    private static final int TABLES_MAX = 10; // the last one holds 2^28 states
    private static final int NEIGHBOURS = 12; // a table of which all of a state's places are taken is nearly full

    /* Two words a state, each 0 --add--> hash, and no other way. Whoever sets the second has added the state; the first
     * only says whose place it is. Both by compare-and-exchange: a hash says all there is to say, so nothing else is
     * published by it. */
    private final AtomicReferenceArray<AtomicLongArray> tables = new AtomicReferenceArray<>(TABLES_MAX);

    StateSet() {
        clear();
    }

    /** False if it was there already. */
    boolean add(long first, long second) {
        long key = first == 0 ? 1 : first; // 0 is a free place
        long rest = second == 0 ? 1 : second;
        for (int number = 0; number < TABLES_MAX; number++) {
            AtomicLongArray table = table(number);
            int mask = table.length() - 2;
            int place = (int) (Long.rotateRight(key, 20 + 7 * number) << 1) & mask;
            for (int tried = 0; tried < NEIGHBOURS; tried++) {
                long owner = table.get(place);
                if (owner == 0) {
                    owner = table.compareAndExchange(place, 0, key);
                }
                if (owner == 0 || owner == key) {
                    long other = table.compareAndExchange(place + 1, 0, rest);
                    if (other == 0 || other == rest) {
                        return other == 0;
                    }
                }
                place = place + 2 & mask;
            }
        }
        throw new OutOfMemoryError("states=" + size());
    }

    private AtomicLongArray table(int number) {
        AtomicLongArray table = tables.get(number);
        if (table == null) {
            tables.compareAndSet(number, null, new AtomicLongArray(2 * FIRST_TABLE << FACTOR_BITS * number));
            table = tables.get(number);
        }
        return table;
    }

    /** How many there are. Not while somebody adds, as {@link #clear}. */
    long size() {
        long size = 0;
        for (int number = 0; number < TABLES_MAX && tables.get(number) != null; number++) {
            AtomicLongArray table = tables.get(number);
            for (int place = 0; place < table.length(); place += 2) {
                size += table.getPlain(place + 1) == 0 ? 0 : 1;
            }
        }
        return size;
    }

    void clear() {
        for (int number = 0; number < TABLES_MAX; number++) {
            tables.set(number, number == 0 ? new AtomicLongArray(2 * FIRST_TABLE) : null);
        }
    }
}
