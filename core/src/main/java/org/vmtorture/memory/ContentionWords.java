package org.vmtorture.memory;

import java.util.concurrent.atomic.LongAdder;

/** Words that count compare-and-exchanges that fail. */
final class ContentionWords implements Words {
    private final HardwareWords words;
    private final LongAdder failed;

    ContentionWords(HardwareWords words, LongAdder failed) {
        this.words = words;
        this.failed = failed;
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
        long witness = words.compareAndExchange(index, expected, value);
        if (witness != expected) {
            failed.increment();
        }
        return witness;
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
