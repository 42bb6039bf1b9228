package org.vmtorture.memory;

import java.util.concurrent.atomic.LongAdder;

/**
 * Hardware memory that counts what CPUs cost each other: compare-and-exchanges that failed because another CPU was
 * first, and rounds of waiting. For any number of threads; what the tester itself keeps is not counted.
 */
public final class ContentionMemory implements SharedMemory {
    private final HardwareMemory hardware = new HardwareMemory();
    private final LongAdder retries = new LongAdder();
    private final LongAdder waits = new LongAdder();

    /** Compare-and-exchanges of words that failed, to be tried again or given up; those of locks are no retries. */
    public long retries() {
        return retries.sum();
    }

    /** Rounds of loops that waited for another CPU: for a lock, or for a TLB flush. */
    public long waits() {
        return waits.sum();
    }

    @Override
    public Words words(String name, int length) {
        HardwareWords words = new HardwareWords(name, length);
        return CountingMemory.isTesters(name) ? words : new ContentionWords(words, retries);
    }

    @Override
    public Data data(String name, int length) {
        return hardware.data(name, length);
    }

    @Override
    public Locks locks(String name, int length) {
        return new WordLocks(this, new HardwareWords(name, length));
    }

    @Override
    public void onSpinWait() {
        waits.increment();
        hardware.onSpinWait();
    }
}
