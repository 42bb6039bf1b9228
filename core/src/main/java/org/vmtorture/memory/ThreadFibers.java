package org.vmtorture.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Fibers that are threads, platform or virtual ones, of which all but one wait. Where there is one CPU for all of them,
 * a platform thread that has handed over gives it up a few times before it parks: that is what lets the other run, and
 * it costs half of being parked and woken. With more CPUs it parks at once: what it would give up goes to other
 * processes, and on a busy machine it is long until they give it back.
 */
final class ThreadFibers implements Fibers {
    private static final MethodHandle NEW_VIRTUAL = newVirtual(); // (Runnable) -> Thread; null before JDK 21
    private static final int ENDED = -2;
    private static final int YIELDS_MAX = 50; // before a platform thread parks
    private static final long STACK_SIZE = 256 << 10; // bytes; the deepest kernel path takes a tenth

    private final FiberKind kind;
    private final Body body;
    private final Thread[] threads;
    private final boolean[] restarts; // guarded by turn
    private Thread outside;
    private volatile int turn = OUTSIDE; // who runs; writing it hands everything else over

    /**
     * Per fiber: 1 while it is parked or about to be. It writes this and then looks at {@link #turn}; who hands over
     * writes that and then looks here. Both volatile, so that one of them sees the other's.
     */
    private final AtomicIntegerArray parked;

    private final int yields;

    ThreadFibers(FiberKind kind, int count, Body body) {
        this.kind = kind;
        this.body = body;
        this.threads = new Thread[count];
        this.restarts = new boolean[count];
        this.parked = new AtomicIntegerArray(count);
        boolean oneCpu = Runtime.getRuntime().availableProcessors() == 1;
        this.yields = kind == FiberKind.PLATFORM && oneCpu ? YIELDS_MAX : 0; // a virtual thread parks as cheaply
        for (int i = 0; i < count; i++) {
            int fiber = i;
            threads[i] = thread(kind, () -> live(fiber), "fiber-" + fiber);
        }
        for (Thread thread : threads) {
            thread.start();
        }
    }

    private static Thread thread(FiberKind kind, Runnable life, String name) {
        if (kind == FiberKind.PLATFORM) {
            var thread = new Thread(null, life, name, STACK_SIZE, false);
            thread.setDaemon(true);
            return thread;
        }
        try {
            return (Thread) NEW_VIRTUAL.invokeExact(life);
        } catch (Throwable e) {
            throw new IllegalStateException("no virtual thread", e);
        }
    }

    private static MethodHandle newVirtual() {
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> virtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual))
                    .invoke();
            return lookup.findVirtual(builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class))
                    .bindTo(ofVirtual);
        } catch (Throwable e) { // before JDK 21
            return null;
        }
    }

    static boolean virtualAvailable() {
        return NEW_VIRTUAL != null;
    }

    @Override
    public FiberKind kind() {
        return kind;
    }

    private void live(int fiber) {
        await(fiber);
        while (turn != ENDED) {
            restarts[fiber] = false;
            try {
                body.run(fiber);
            } catch (Abandoned e) {
                // back at the start, which is what was asked for
            }
        }
    }

    private void await(int fiber) {
        for (int yielded = 0; yielded < yields && !isDue(fiber); yielded++) {
            Thread.yield();
        }
        if (isDue(fiber)) {
            return;
        }
        parked.set(fiber, 1);
        while (!isDue(fiber)) {
            LockSupport.park(this);
        }
        parked.set(fiber, 0);
    }

    private boolean isDue(int fiber) {
        int now = turn;
        return now == fiber || now == ENDED;
    }

    @Override
    public void enter(int first) {
        outside = Thread.currentThread();
        turn = first;
        LockSupport.unpark(threads[first]);
        while (turn != OUTSIDE) {
            LockSupport.park(this);
        }
    }

    @Override
    public void switchTo(int from, int to) {
        if (to != from) {
            turn = to;
            if (to == OUTSIDE) {
                LockSupport.unpark(outside);
            } else if (parked.get(to) != 0) {
                LockSupport.unpark(threads[to]);
            }
            await(from);
        }
        if (restarts[from] || turn == ENDED) {
            throw new Abandoned();
        }
    }

    @Override
    public void restart(int fiber) {
        restarts[fiber] = true;
    }

    @Override
    public void close() {
        turn = ENDED;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
