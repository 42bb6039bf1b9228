package org.vmtorture.memory;

import java.util.Set;

/**
 * Counts loads, stores and read-modify-writes: the exact cost of an operation, free of noise. What the tester itself
 * keeps, such as the truth, is not counted. For one thread.
 */
public final class CountingMemory implements SharedMemory {
    private static final Set<String> OWN_ROWS = Set.of("truth", "ledger", "recorder", "recorder.detail");

    private final InterposedMemory memory = new InterposedMemory();
    private long loads;
    private long stores;
    private long rmws;

    /** Counts since the last {@link #reset}. */
    public record Counts(long loads, long stores, long rmws) {}

    public CountingMemory() {
        memory.hook((row, index, kind) -> {
            if (!isTesters(row)) {
                count(kind);
            }
        });
    }

    /** Whether the tester keeps this row for itself, and no kernel would. */
    static boolean isTesters(String row) {
        return OWN_ROWS.contains(row);
    }

    private void count(AccessHook.Kind kind) {
        switch (kind) {
            case LOAD -> loads++;
            case STORE -> stores++;
            case RMW -> rmws++;
        }
    }

    public Counts counts() {
        return new Counts(loads, stores, rmws);
    }

    public void reset() {
        loads = 0;
        stores = 0;
        rmws = 0;
    }

    @Override
    public Words words(String name, int length) {
        return memory.words(name, length);
    }

    @Override
    public Data data(String name, int length) {
        return memory.data(name, length);
    }

    @Override
    public Locks locks(String name, int length) {
        return memory.locks(name, length);
    }

    @Override
    public void onSpinWait() {
        memory.onSpinWait();
    }
}
