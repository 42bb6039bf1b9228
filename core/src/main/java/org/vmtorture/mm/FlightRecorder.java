package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** The last operations of one CPU, in a ring of words: what a report can say about who did what before. */
public final class FlightRecorder {
    public static final int RECORDS = 128;

    /** The row of details: written for reports alone, so that an explorer need not tell states apart by it. */
    public static final String DETAILS = "recorder.detail";

    private static final long PLACE = 1L << 63;
    private static final int COUNTS = 8; // how often each Op
    private static final int RING = COUNTS + 32;
    static final int STRIDE = RING + 2 * RECORDS + 8;

    /* [0] operations so far. A record is two words: bits 0-7 the Op, bits 8-31 a pfn or a page number, bits 32-63 an
     * area, region or object; and the operation's number on this CPU. Plain: only this CPU's thread writes. A report
     * may read another CPU's ring while it is written; a record whose number does not match is left out. */
    private final Words words;
    private final int first;

    /* A word for each record, 0 if there is nothing to add: what the operation met. Of an access, a pin or a frame of
     * a neighbour the PTE by which it was granted; else a place (see below). Plain, as above. */
    private final Words details;

    private final int firstDetail;

    FlightRecorder(Words words, Words details, int cpu) {
        this.words = words;
        this.first = cpu * STRIDE;
        this.details = details;
        this.firstDetail = cpu * RECORDS;
    }

    static Words detailWords(SharedMemory memory, int cpus) {
        return memory.words(DETAILS, cpus * RECORDS);
    }

    public void record(Op op, int object, int page) {
        long number = words.getPlain(first);
        int slot = first + RING + 2 * (int) (number % RECORDS);
        words.setPlain(slot, (long) object << 32 | (page & 0xFF_FFFFL) << 8 | op.ordinal());
        words.setPlain(slot + 1, number);
        details.setPlain(firstDetail + (int) (number % RECORDS), 0);
        int count = first + COUNTS + op.ordinal();
        words.setPlain(count, words.getPlain(count) + 1);
        words.setPlain(first, number + 1);
    }

    /** Adds to the operation under way what it met. */
    public void detail(long detail) {
        details.setPlain(firstDetail + (int) ((words.getPlain(first) - 1) % RECORDS), detail);
    }

    /** How many operations this CPU has recorded since boot. */
    public long operations() {
        return words.getPlain(first);
    }

    /** How often this CPU has done an operation since boot. */
    public long count(Op op) {
        return words.getPlain(first + COUNTS + op.ordinal());
    }

    /** What the CPU is doing now, or did last; {@link Op#BOOT} before its first operation. */
    public Op current() {
        long number = words.getPlain(first);
        return number == 0 ? Op.BOOT : op(words.getPlain(first + RING + 2 * (int) ((number - 1) % RECORDS)));
    }

    /** The record of operation {@code number}, or 0 if the ring has moved on. */
    public long at(long number) {
        int slot = first + RING + 2 * (int) (number % RECORDS);
        long record = words.getPlain(slot);
        return words.getPlain(slot + 1) == number ? record : 0;
    }

    /** What {@link #detail} added to operation {@code number}; of another one if the ring has moved on. */
    public long detailOf(long number) {
        return details.getPlain(firstDetail + (int) (number % RECORDS));
    }

    /** So many pages of an area, a region or an address space, as a detail; never 0. */
    public static long place(int object, int page, int pages) {
        return PLACE | (object & 0x7_FFFFL) << 44 | (pages & 0x3F_FFFFL) << 22 | page & 0x3F_FFFFL;
    }

    public static int placeObject(long place) {
        return (int) (place >>> 44) & 0x7_FFFF;
    }

    public static int placePage(long place) {
        return (int) place & 0x3F_FFFF;
    }

    public static int placePages(long place) {
        return (int) (place >>> 22) & 0x3F_FFFF;
    }

    public static Op op(long record) {
        return Op.of((int) record & 255);
    }

    public static int page(long record) {
        return (int) (record >>> 8) & 0xFF_FFFF;
    }

    public static int object(long record) {
        return (int) (record >>> 32);
    }
}
