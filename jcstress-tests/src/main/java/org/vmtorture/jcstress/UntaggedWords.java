package org.vmtorture.jcstress;

import org.vmtorture.memory.Words;

/** The head of a list whose compare-and-exchange keeps no tag: the same id at the top is the same word. */
final class UntaggedWords extends RowOfWords {
    private static final long LOW = (1L << 32) - 1;

    UntaggedWords(Words words) {
        super(words);
    }

    @Override
    public long compareAndExchange(int index, long expected, long value) {
        return words.compareAndExchange(index, expected, value & LOW);
    }
}
