package org.vmtorture.jcstress;

import org.vmtorture.memory.Words;

/**
 * A row before whose writes others are offered the core, so that the windows before them are wide enough for another
 * CPU's operation, also on a machine that has other work. Not before what lowers a count: the other CPU is not delayed.
 */
final class SlowWords extends RowOfWords {
    private static final int OFFERS = 4;

    SlowWords(Words words) {
        super(words);
    }

    private static void dawdle() {
        for (int i = 0; i < OFFERS; i++) {
            Thread.yield();
        }
    }

    @Override
    public void setRelease(int index, long value) {
        dawdle();
        super.setRelease(index, value);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        dawdle();
        return super.compareAndExchange(index, expected, value);
    }

    @Override
    public long getAndAdd(int index, long delta) {
        if (delta > 0) {
            dawdle();
        }
        return super.getAndAdd(index, delta);
    }
}
