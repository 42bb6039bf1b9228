package org.vmtorture.scenario;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** A process on a booted machine: its address space, and where in it areas are mapped. */
final class Home {
    static final int NEVER_BORN = -1;
    static final int NOWHERE = -1;

    /** Pages from {@code start} to {@code end}, exclusive, that follow each other. */
    @FunctionalInterface
    interface Run {
        void of(int start, int end);
    }

    /* One word per process: 0 not yet born, else its address space + 1, or FAILED. Release by whoever forks, acquire by
     * the actors that are threads of the child. */
    private static final long FAILED = -1;

    private final SharedMemory memory;
    private final Words mms; // null if the process exists from the start
    private final int process;
    private final int firstMm;
    private final Addresses addresses;

    Home(SharedMemory memory, Words mms, int process, int firstMm, Addresses addresses) {
        this.memory = memory;
        this.mms = mms;
        this.process = process;
        this.firstMm = firstMm;
        this.addresses = addresses;
    }

    int process() {
        return process;
    }

    /** The address space, for which the actor waits until the process is born; {@link #NEVER_BORN} if fork failed. */
    int mm() {
        if (mms == null) {
            return firstMm;
        }
        long word;
        while ((word = mms.getAcquire(process)) == 0) {
            memory.onSpinWait();
        }
        return word == FAILED ? NEVER_BORN : (int) word - 1;
    }

    void bear(int mm, Home parent) {
        addresses.inherit(parent.process, process);
        mms.setRelease(process, mm + 1L);
    }

    void neverBorn() {
        mms.setRelease(process, FAILED);
    }

    /** The user page at which a page of an area is mapped, or was; {@link #NOWHERE} if it never was. */
    int page(int area, int page) {
        return addresses.at(process, area, page);
    }

    int firstAddress(int area) {
        return addresses.first(area);
    }

    int secondAddress(int area) {
        return addresses.second(area);
    }

    /** Remembers that pages of an area from {@code from} on are mapped at {@code start} on. */
    void put(int area, int from, int start, int count) {
        for (int i = 0; i < count; i++) {
            addresses.put(process, area, from + i, start + i);
        }
    }

    /** Does something for the pages {@code from} to {@code to} (exclusive), in as few runs as their addresses allow. */
    void eachRun(int area, int from, int to, Run run) {
        int start = NOWHERE;
        int end = NOWHERE;
        for (int page = from; page < to; page++) {
            int at = page(area, page);
            if (start != NOWHERE && at != end) {
                run.of(start, end);
                start = NOWHERE;
            }
            if (at != NOWHERE) {
                start = start == NOWHERE ? at : start;
                end = at + 1;
            }
        }
        if (start != NOWHERE) {
            run.of(start, end);
        }
    }
}
