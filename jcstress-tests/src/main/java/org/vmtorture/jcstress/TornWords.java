package org.vmtorture.jcstress;

import org.vmtorture.memory.Words;

/**
 * A row whose read-modify-writes are two steps. Between them it offers its core to others, so that another CPU's step
 * falls there often, also on a machine that has other work.
 */
final class TornWords extends RowOfWords {
    TornWords(Words words) {
        super(words);
    }

    private long load(int index) {
        long seen = words.getVolatile(index);
        Thread.yield();
        return seen;
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        long seen = load(index);
        if (seen == expected) {
            words.setRelease(index, value);
        }
        return seen;
    }

    @Override
    public long getAndAdd(int index, long delta) {
        long seen = load(index);
        words.setRelease(index, seen + delta);
        return seen;
    }

    @Override
    public long getAndSet(int index, long value) {
        long seen = load(index);
        words.setRelease(index, value);
        return seen;
    }

    @Override
    public long getAndBitwiseOr(int index, long mask) {
        long seen = load(index);
        words.setRelease(index, seen | mask);
        return seen;
    }

    @Override
    public long getAndBitwiseAnd(int index, long mask) {
        long seen = load(index);
        words.setRelease(index, seen & mask);
        return seen;
    }
}
