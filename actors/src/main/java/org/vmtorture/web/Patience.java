package org.vmtorture.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a client may keep one of our threads from its work. A thread that waits longer for a client is interrupted,
 * which closes the channel that it reads or writes: the client is dropped.
 */
final class Patience {
    private final long nanos;
    private final Map<Thread, Long> ends = new ConcurrentHashMap<>();

    Patience(Duration limit) {
        this.nanos = limit.toNanos();
    }

    /** The calling thread is at the client's mercy from now on. */
    void begin() {
        ends.put(Thread.currentThread(), System.nanoTime() + nanos);
    }

    /** It no longer is. No interrupt of ours comes after this. */
    void end() {
        ends.remove(Thread.currentThread());
    }

    /** Ends what has lasted too long; to be called now and then. */
    void look() {
        long now = System.nanoTime();
        for (Thread waiting : ends.keySet()) {
            ends.computeIfPresent(waiting, (thread, end) -> { // atomic, so that end() waits for it
                if (now - end < 0) {
                    return end;
                }
                thread.interrupt();
                return null;
            });
        }
    }
}
