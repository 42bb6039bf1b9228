package org.vmtorture.memory;

import java.util.Objects;

/** Words of a {@link ScheduledMemory} that no kernel has: an access belongs to its operation's step before it. */
final class GhostWords implements Words {
    private final ScheduledMemory memory;
    private final String name;
    private final int first;
    private final int length;

    GhostWords(ScheduledMemory memory, ScheduledMemory.Row row) {
        this.memory = memory;
        this.name = row.name();
        this.first = row.first();
        this.length = row.length();
    }

    private int at(int index) {
        return first + Objects.checkIndex(index, length);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long getPlain(int index) {
        return memory.ghostLoad(at(index), Access.LOAD_PLAIN);
    }

    @Override
    public void setPlain(int index, long value) {
        memory.ghostStore(at(index), Access.STORE_PLAIN, value);
    }

    @Override
    public long getOpaque(int index) {
        return memory.ghostLoad(at(index), Access.LOAD_OPAQUE);
    }

    @Override
    public long getAcquire(int index) {
        return memory.ghostLoad(at(index), Access.LOAD_ACQUIRE);
    }

    @Override
    public long getVolatile(int index) {
        return memory.ghostLoad(at(index), Access.LOAD_VOLATILE);
    }

    @Override
    public void setOpaque(int index, long value) {
        memory.ghostStore(at(index), Access.STORE_OPAQUE, value);
    }

    @Override
    public void setRelease(int index, long value) {
        memory.ghostStore(at(index), Access.STORE_RELEASE, value);
    }

    @Override
    public void setVolatile(int index, long value) {
        memory.ghostStore(at(index), Access.STORE_VOLATILE, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return memory.ghostCompare(at(index), expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        int word = at(index);
        memory.beforeGhost(word, Access.ADD);
        long before = memory.read(word);
        memory.ghostFinish(word, Access.ADD, before, before + delta);
        return before;
    }

    @Override
    public long getAndSet(int index, long value) {
        int word = at(index);
        memory.beforeGhost(word, Access.SWAP);
        long before = memory.read(word);
        memory.ghostFinish(word, Access.SWAP, before, value);
        return before;
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        int word = at(index);
        memory.beforeGhost(word, Access.OR);
        long before = memory.read(word);
        memory.ghostFinish(word, Access.OR, before, before | mask);
        return before;
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        int word = at(index);
        memory.beforeGhost(word, Access.AND);
        long before = memory.read(word);
        memory.ghostFinish(word, Access.AND, before, before & mask);
        return before;
    }
}
