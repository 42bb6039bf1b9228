package org.vmtorture.memory;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A thread that works for another, which waits meanwhile. Both look for a while before they sleep: a search of a small
 * program is over sooner than a thread wakes.
 */
final class Carrier implements AutoCloseable {
    private static final int LOOKS_MAX = 1000; // some ten microseconds

    /**
     * What is to be done next; null while nothing is. The caller sets it; the thread takes it away when it is done,
     * which is also when the caller may see what was done.
     */
    private final AtomicReference<Runnable> work = new AtomicReference<>();

    private final String name;
    private Thread thread;
    private volatile boolean closed;

    Carrier(String name) {
        this.name = name;
    }

    /** Has it done, and returns what came of it. One caller at a time. */
    <T> T run(Supplier<T> what) {
        var result = new Object() {
            T value;
        };
        Thread caller = Thread.currentThread();
        work.setRelease(() -> {
            result.value = what.get();
            work.setRelease(null);
            LockSupport.unpark(caller);
        });
        if (thread == null) {
            thread = new Thread(this::serve, name);
            thread.setDaemon(true);
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
        boolean interrupted = false; // a search asks its budget, not its thread, whether to end
        for (int looks = 0; work.getAcquire() != null; looks++) {
            if (looks < LOOKS_MAX) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            caller.interrupt();
        }
        return result.value;
    }

    private void serve() {
        for (int looks = 0; !closed; looks++) {
            Runnable next = work.getAcquire();
            if (next != null) {
                next.run();
                looks = 0;
            } else if (looks < LOOKS_MAX) {
                Thread.onSpinWait();
            } else {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
