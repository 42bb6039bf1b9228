package org.vmtorture.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Fibers that are {@code jdk.internal.vm.Continuation}s. Reached through method handles, for core is compiled for a
 * JDK that has none. One that is told to start anew is dropped and made again: nothing need be unwound.
 */
final class ContinuationFibers implements Fibers {
    /**
     * How often a continuation runs its body before it is replaced. Its outermost frames stay as they were entered:
     * interpreted, if that was early, and then every switch takes the slow way.
     */
    private static final int RUNS_MAX = 1000;

    private static final MethodHandle NEW; // (Runnable) -> Object; null if this JVM does not let us
    private static final MethodHandle RUN; // (Object) -> void
    private static final MethodHandle YIELD; // () -> void

    static {
        MethodHandle create = null;
        MethodHandle run = null;
        MethodHandle yield = null;
        try {
            Class<?> continuation = Class.forName("jdk.internal.vm.Continuation");
            Class<?> scope = Class.forName("jdk.internal.vm.ContinuationScope");
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Object ours = lookup.findConstructor(scope, MethodType.methodType(void.class, String.class))
                    .invoke("vmtorture");
            create = lookup.findConstructor(continuation, MethodType.methodType(void.class, scope, Runnable.class))
                    .bindTo(ours)
                    .asType(MethodType.methodType(Object.class, Runnable.class));
            run = lookup.findVirtual(continuation, "run", MethodType.methodType(void.class))
                    .asType(MethodType.methodType(void.class, Object.class));
            yield = lookup.findStatic(continuation, "yield", MethodType.methodType(boolean.class, scope))
                    .bindTo(ours)
                    .asType(MethodType.methodType(void.class));
        } catch (Throwable e) { // not there, not exported: then there are no continuations, and other kinds take over
            create = null;
        }
        NEW = create;
        RUN = run;
        YIELD = yield;
    }

    private final Runnable[] bodies;
    private final Object[] continuations;
    private final Carrier carrier = new Carrier("vmtorture-fibers");
    private int current = OUTSIDE;

    ContinuationFibers(int count, Body body) {
        bodies = new Runnable[count];
        continuations = new Object[count];
        for (int i = 0; i < count; i++) {
            int fiber = i;
            bodies[i] = () -> {
                for (int run = 0; run < RUNS_MAX; run++) {
                    body.run(fiber);
                }
                continuations[fiber] = null;
            };
        }
    }

    static boolean available() {
        return NEW != null;
    }

    @Override
    public FiberKind kind() {
        return FiberKind.CONTINUATION;
    }

    /**
     * On a thread of its own, which holds no monitor: since JDK 24 a continuation that yields takes all monitors of its
     * thread along, those of its caller too, and the JVM crashes when the caller lets go of one.
     */
    @Override
    public void enter(int first) {
        current = first;
        Throwable failure = carrier.run(this::carry);
        if (failure != null) {
            throw new IllegalStateException("fiber=" + current + " ended", failure);
        }
    }

    /** Runs whichever fiber is to run, until none is; returns what ended it before its time, or null. */
    private Throwable carry() {
        try {
            while (current != OUTSIDE) {
                int fiber = current;
                if (continuations[fiber] == null) {
                    continuations[fiber] = (Object) NEW.invokeExact(bodies[fiber]);
                }
                RUN.invokeExact(continuations[fiber]);
            }
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Override
    public void switchTo(int from, int to) {
        if (to == from && continuations[from] != null) {
            return;
        }
        current = to;
        try {
            YIELD.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("fiber=" + from + " does not yield", e);
        }
    }

    @Override
    public void restart(int fiber) {
        continuations[fiber] = null;
    }

    @Override
    public void close() {
        carrier.close();
        for (int i = 0; i < continuations.length; i++) {
            continuations[i] = null;
        }
    }
}
