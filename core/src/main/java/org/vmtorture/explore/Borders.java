package org.vmtorture.explore;

import java.util.Arrays;

/**
 * A depth-first search held to so many rows of a {@link Trace}: runs of steps of one actor in one operation. Of two
 * executions that are equally short, the one that switches where an operation ends has fewer, and is read sooner.
 */
final class Borders extends Choices {
    private final Choices inner; // must try the actor that runs first, and store no states
    private final int most;
    private int[] rows = new int[257]; // before each step
    private int[] operations = new int[256]; // of each step

    Borders(Choices inner, int most) {
        this.inner = inner;
        this.most = most;
    }

    @Override
    Detail detail() {
        return inner.detail();
    }

    @Override
    void start() {
        inner.run = run;
        inner.start();
    }

    /** Only an operation that goes on begins no row, and it is tried first: so nothing is left out beside it. */
    @Override
    int choose(int depth, long enabled) {
        int next = inner.choose(depth, enabled);
        if (next == ABANDON) {
            return ABANDON;
        }
        if (depth == operations.length) {
            operations = Arrays.copyOf(operations, 2 * depth);
            rows = Arrays.copyOf(rows, 2 * depth + 1);
        }
        operations[depth] = run.operation(next);
        boolean goesOn = last(depth) == next && operations[depth - 1] == operations[depth];
        rows[depth + 1] = rows[depth] + (goesOn ? 0 : 1);
        return rows[depth + 1] > most ? ABANDON : next;
    }

    @Override
    boolean another(int depth, Ending ending) {
        return inner.another(depth, ending);
    }

    @Override
    int kept() {
        return inner.kept();
    }

    /** Those with more rows were left out. */
    @Override
    boolean exhausted() {
        return false;
    }

    @Override
    double left() {
        return inner.left();
    }
}
