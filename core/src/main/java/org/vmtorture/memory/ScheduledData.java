package org.vmtorture.memory;

import java.util.Objects;

/** Frame contents of a {@link ScheduledMemory}: each load and each store is a step. */
final class ScheduledData implements Data {
    private final ScheduledMemory memory;
    private final int first;
    private final int length;

    ScheduledData(ScheduledMemory memory, ScheduledMemory.Row row) {
        this.memory = memory;
        this.first = row.first();
        this.length = row.length();
    }

    @Override
    public long load(int index) {
        return memory.load(first + Objects.checkIndex(index, length), Access.DATA_LOAD);
    }

    @Override
    public void store(int index, long value) {
        memory.store(first + Objects.checkIndex(index, length), value, Access.DATA_STORE);
    }

    @Override
    public int length() {
        return length;
    }
}
