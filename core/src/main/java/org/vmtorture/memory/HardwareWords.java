package org.vmtorture.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A row of words on the heap. */
final class HardwareWords implements Words {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private final String name;
    private final long[] words;

    HardwareWords(String name, int length) {
        this.name = name;
        this.words = new long[length];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int length() {
        return words.length;
    }

    @Override
    public long getPlain(int index) {
        return words[index];
    }

    @Override
    public void setPlain(int index, long value) {
        words[index] = value;
    }

    @Override
    public long getOpaque(int index) {
        return (long) WORD.getOpaque(words, index);
    }

    @Override
    public void setOpaque(int index, long value) {
        WORD.setOpaque(words, index, value);
    }

    @Override
    public long getAcquire(int index) {
        return (long) WORD.getAcquire(words, index);
    }

    @Override
    public void setRelease(int index, long value) {
        WORD.setRelease(words, index, value);
    }

    @Override
    public long getVolatile(int index) {
        return (long) WORD.getVolatile(words, index);
    }

    @Override
    public void setVolatile(int index, long value) {
        WORD.setVolatile(words, index, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return (long) WORD.compareAndExchange(words, index, expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        return (long) WORD.getAndAdd(words, index, delta);
    }

    @Override
    public long getAndSet(int index, long value) {
        return (long) WORD.getAndSet(words, index, value);
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        return (long) WORD.getAndBitwiseOr(words, index, mask);
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        return (long) WORD.getAndBitwiseAnd(words, index, mask);
    }
}
