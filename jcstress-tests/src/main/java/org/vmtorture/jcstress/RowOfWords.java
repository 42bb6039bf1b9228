package org.vmtorture.jcstress;

import org.vmtorture.memory.Words;

/** A row that hands each access on as it is; what stands before it weakens some. */
class RowOfWords implements Words {
    final Words words;

    RowOfWords(Words words) {
        this.words = words;
    }

    @Override
    public String name() {
        return words.name();
    }

    @Override
    public int length() {
        return words.length();
    }

    @Override
    public long getPlain(int index) {
        return words.getPlain(index);
    }

    @Override
    public void setPlain(int index, long value) {
        words.setPlain(index, value);
    }

    @Override
    public long getOpaque(int index) {
        return words.getOpaque(index);
    }

    @Override
    public void setOpaque(int index, long value) {
        words.setOpaque(index, value);
    }

    @Override
    public long getAcquire(int index) {
        return words.getAcquire(index);
    }

    @Override
    public void setRelease(int index, long value) {
        words.setRelease(index, value);
    }

    @Override
    public long getVolatile(int index) {
        return words.getVolatile(index);
    }

    @Override
    public void setVolatile(int index, long value) {
        words.setVolatile(index, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return words.compareAndExchange(index, expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        return words.getAndAdd(index, delta);
    }

    @Override
    public long getAndSet(int index, long value) {
        return words.getAndSet(index, value);
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        return words.getAndBitwiseOr(index, mask);
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        return words.getAndBitwiseAnd(index, mask);
    }
}
