package org.vmtorture.jcstress;

import org.vmtorture.memory.Words;

/** A row whose loads and stores order nothing; its read-modify-writes are left as they are. */
final class PlainWords extends RowOfWords {
    PlainWords(Words words) {
        super(words);
    }

    @Override
    public long getAcquire(int index) {
        return words.getPlain(index);
    }

    @Override
    public void setRelease(int index, long value) {
        words.setPlain(index, value);
    }

    @Override
    public long getVolatile(int index) {
        return words.getPlain(index);
    }

    @Override
    public void setVolatile(int index, long value) {
        words.setPlain(index, value);
    }
}
