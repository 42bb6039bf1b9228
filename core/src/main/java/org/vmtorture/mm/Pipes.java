package org.vmtorture.mm;

import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * Pipes into which vmsplice puts pages: each buffer holds a reference of its own until it is read or the pipe is
 * closed. First in, first out. Every access is under the pipe's mutex.
 */
public final class Pipes {
    /** PIPE_DEF_BUFFERS. */
    public static final int BUFFERS_MAX = 16;

    private static final int BUFFERS = 2;
    private static final int STRIDE = BUFFERS + 2 * BUFFERS_MAX;

    /* [0] tail: number of the oldest buffer; [1] head: number of the next. A buffer is two words, as a pin in a ledger:
     * the PTE through which the page was granted, and the object with its references. */
    private final Words words;
    private final Locks mutexes;
    private final int count;

    Pipes(SharedMemory memory, int count) {
        this.count = count;
        this.words = memory.words("pipe", Math.max(1, count) * STRIDE);
        this.mutexes = memory.locks("pipe.mutex", Math.max(1, count));
    }

    public int count() {
        return count;
    }

    public void lock(int pipe) {
        mutexes.lock(pipe);
    }

    public void unlock(int pipe) {
        mutexes.unlock(pipe);
    }

    /** How many buffers are filled. */
    public int size(int pipe) {
        return (int) (words.getPlain(pipe * STRIDE + 1) - words.getPlain(pipe * STRIDE));
    }

    public boolean full(int pipe) {
        return size(pipe) == BUFFERS_MAX;
    }

    /** Fills the next buffer; the pipe must not be full. */
    public void add(int pipe, long pte, long hold) {
        assert !full(pipe) : "pipe full: pipe=" + pipe;
        long head = words.getPlain(pipe * STRIDE + 1);
        int word = word(pipe, head);
        words.setPlain(word, pte);
        words.setPlain(word + 1, hold);
        words.setPlain(pipe * STRIDE + 1, head + 1);
    }

    /** The grant of a buffer, counted from the oldest. */
    public long pte(int pipe, int buffer) {
        return words.getPlain(word(pipe, words.getPlain(pipe * STRIDE) + buffer));
    }

    /** The object and references of a buffer; decode with {@link Ledger#object} and {@link Ledger#references}. */
    public long hold(int pipe, int buffer) {
        return words.getPlain(word(pipe, words.getPlain(pipe * STRIDE) + buffer) + 1);
    }

    /** Empties the oldest buffer. */
    public void removeOldest(int pipe) {
        assert size(pipe) > 0 : "pipe empty: pipe=" + pipe;
        words.setPlain(pipe * STRIDE, words.getPlain(pipe * STRIDE) + 1);
    }

    private static int word(int pipe, long number) {
        return pipe * STRIDE + BUFFERS + 2 * (int) (number % BUFFERS_MAX);
    }
}
