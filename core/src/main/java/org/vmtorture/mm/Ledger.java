package org.vmtorture.mm;

import org.vmtorture.memory.Words;

/**
 * What one CPU holds, in truth: its pins and the frames it allocated as a neighbour. Plain words: only the CPU's own
 * thread writes, and the auditor reads when all are at rest.
 */
public final class Ledger {
    public static final int PINS_MAX = 256;
    public static final int NEIGHBOURS_MAX = 128;
    static final int STRIDE = 2 + 2 * PINS_MAX + NEIGHBOURS_MAX + 6;

    private static final int PINS = 2;
    private static final int NEIGHBOURS = PINS + 2 * PINS_MAX;

    /* A pin is two words: the PTE through which it was granted (with its generation), and
     *   bits  0-30  how many references the object gave for it
     *   bits 32-63  the object that holds them, to which the put must go
     * A neighbour is one word in PTE form: pfn and generation. */
    private final Words words;
    private final int first;

    Ledger(Words words, int cpu) {
        this.words = words;
        this.first = cpu * STRIDE;
    }

    public int pins() {
        return (int) words.getPlain(first);
    }

    public boolean pinsFull() {
        return pins() == PINS_MAX;
    }

    /** Enters a pin. */
    public void addPin(long pte, long hold) {
        int count = pins();
        assert count < PINS_MAX : "ledger full: pins=" + count;
        words.setPlain(first + PINS + 2 * count, pte);
        words.setPlain(first + PINS + 2 * count + 1, hold);
        words.setPlain(first, count + 1);
    }

    public long pinPte(int pin) {
        return words.getPlain(first + PINS + 2 * pin);
    }

    /** The object and its references; decode with {@link #object} and {@link #references}. */
    public long pinHold(int pin) {
        return words.getPlain(first + PINS + 2 * pin + 1);
    }

    /** Strikes a pin out; the last one takes its place. */
    public void removePin(int pin) {
        int last = pins() - 1;
        words.setPlain(first + PINS + 2 * pin, pinPte(last));
        words.setPlain(first + PINS + 2 * pin + 1, pinHold(last));
        words.setPlain(first, last);
    }

    public int neighbours() {
        return (int) words.getPlain(first + 1);
    }

    public boolean neighboursFull() {
        return neighbours() == NEIGHBOURS_MAX;
    }

    public void addNeighbour(long pte) {
        int count = neighbours();
        assert count < NEIGHBOURS_MAX : "ledger full: neighbours=" + count;
        words.setPlain(first + NEIGHBOURS + count, pte);
        words.setPlain(first + 1, count + 1);
    }

    public long neighbour(int neighbour) {
        return words.getPlain(first + NEIGHBOURS + neighbour);
    }

    public void removeNeighbour(int neighbour) {
        int last = neighbours() - 1;
        words.setPlain(first + NEIGHBOURS + neighbour, neighbour(last));
        words.setPlain(first + 1, last);
    }

    public static long hold(int object, int references) {
        return (long) object << 32 | references;
    }

    public static int object(long hold) {
        return (int) (hold >>> 32);
    }

    public static int references(long hold) {
        return (int) hold;
    }
}
