package org.vmtorture.memory;

import java.util.Objects;

/** Words of a {@link ScheduledMemory}: each access but a plain one is a step. */
final class ScheduledWords implements Words {
    private final ScheduledMemory memory;
    private final String name;
    private final int first;
    private final int length;

    ScheduledWords(ScheduledMemory memory, ScheduledMemory.Row row) {
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
        return memory.loadPlain(at(index));
    }

    @Override
    public void setPlain(int index, long value) {
        memory.storePlain(at(index), value);
    }

    @Override
    public long getOpaque(int index) {
        return memory.load(at(index), Access.LOAD_OPAQUE);
    }

    @Override
    public long getAcquire(int index) {
        return memory.load(at(index), Access.LOAD_ACQUIRE);
    }

    @Override
    public long getVolatile(int index) {
        return memory.load(at(index), Access.LOAD_VOLATILE);
    }

    @Override
    public void setOpaque(int index, long value) {
        memory.store(at(index), value, Access.STORE_OPAQUE);
    }

    @Override
    public void setRelease(int index, long value) {
        memory.store(at(index), value, Access.STORE_RELEASE);
    }

    @Override
    public void setVolatile(int index, long value) {
        memory.store(at(index), value, Access.STORE_VOLATILE);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return memory.compareAndExchange(at(index), expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        int word = at(index);
        memory.before(word, Access.ADD);
        long before = memory.read(word);
        memory.finish(word, Access.ADD, before, before + delta);
        return before;
    }

    @Override
    public long getAndSet(int index, long value) {
        int word = at(index);
        memory.before(word, Access.SWAP);
        long before = memory.read(word);
        memory.finish(word, Access.SWAP, before, value);
        return before;
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        int word = at(index);
        memory.before(word, Access.OR);
        long before = memory.read(word);
        memory.finish(word, Access.OR, before, before | mask);
        return before;
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        int word = at(index);
        memory.before(word, Access.AND);
        long before = memory.read(word);
        memory.finish(word, Access.AND, before, before & mask);
        return before;
    }
}
