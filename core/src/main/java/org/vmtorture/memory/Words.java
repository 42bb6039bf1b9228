package org.vmtorture.memory;

/**
 * A row of 64-bit words that CPUs race on. Method names carry the access mode as {@link java.lang.invoke.VarHandle}
 * names it and mean exactly that mode. Indices run from 0 to {@link #length()} - 1; any other throws
 * {@link IndexOutOfBoundsException}.
 */
public interface Words {
    String name();

    int length();

    /** Plain: only for words that one CPU alone may touch at the time, or that a lock of the model guards. */
    long getPlain(int index);

    void setPlain(int index, long value);

    /** Opaque: coherent per word, orders nothing else. */
    long getOpaque(int index);

    void setOpaque(int index, long value);

    long getAcquire(int index);

    void setRelease(int index, long value);

    long getVolatile(int index);

    void setVolatile(int index, long value);

    /** Volatile read-modify-write; returns the witness, which equals {@code expected} exactly if it stored. */
    long compareAndExchange(int index, long expected, long value);

    /** Volatile read-modify-write; returns the value before. */
    long getAndAdd(int index, long delta);

    long getAndSet(int index, long value);

    long getAndBitwiseOr(int index, long mask);

    long getAndBitwiseAnd(int index, long mask);
}
