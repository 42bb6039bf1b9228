package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Access;

/**
 * Tells a {@link Watch} of an execution, if there is one, and remembers what it has told: an execution that departs
 * from this one has the same beginning, and the watch is told of that again.
 */
final class Events {
    private enum Kind {
        STEP,
        GHOST,
        PLAIN
    }

    private final Course run;
    private Watch watch = Watch.NOTHING;
    private boolean watched;
    private boolean rewinds; // so that nothing need be remembered

    private int size;
    private Kind[] kinds = new Kind[256];
    private int[] actors = new int[256];
    private int[] operations = new int[256];
    private int[] words = new int[256];
    private Access[] accesses = new Access[256];
    private long[] befores = new long[256];
    private long[] nows = new long[256];
    private boolean[] wrotes = new boolean[256];
    private int[] sizes = new int[256]; // per step: before it

    Events(Course run) {
        this.run = run;
    }

    /** Who is told from now on. */
    void watch(Watch next) {
        watch = next;
        watched = next != Watch.NOTHING;
        rewinds = next.rewinds();
    }

    boolean watched() {
        return watched;
    }

    /** An execution begins, and its first steps are as the last one had them. */
    void begin(int kept) {
        if (rewinds && kept > 0) {
            watch.rewind(kept);
        } else if (watched) {
            watch.begin();
            size = kept == 0 || rewinds ? 0 : sizes[kept];
            for (int i = 0; i < size; i++) {
                tellAgain(i);
            }
        }
    }

    /** A step is about to be made. */
    void beginStep(int step) {
        if (rewinds) {
            watch.beginStep(step);
        } else if (watched) {
            if (step == sizes.length) {
                sizes = Arrays.copyOf(sizes, 2 * step);
            }
            sizes[step] = size;
        }
    }

    /** See {@link Watch#step}. */
    void step(int actor, int word, Access access, long before, long now, boolean wrote) {
        if (watched) {
            add(Kind.STEP, actor, word, access, before, now, wrote);
            watch.step(actor, word, access, before, now, wrote);
        }
    }

    /** See {@link Watch#ghost}. */
    void ghost(int actor, int word, Access access, long before, long now, boolean wrote) {
        if (watched) {
            add(Kind.GHOST, actor, word, access, before, now, wrote);
            watch.ghost(actor, word, access, before, now, wrote);
        }
    }

    /** See {@link Watch#plain}. */
    void plain(int actor, int word, Access access, long value) {
        if (watched) {
            add(Kind.PLAIN, actor, word, access, value, value, false);
            watch.plain(actor, word, access, value);
        }
    }

    /** See {@link Watch#end}. */
    void end(Ending ending) {
        watch.end(ending);
    }

    private void add(Kind kind, int actor, int word, Access access, long before, long now, boolean wrote) {
        if (rewinds) {
            return;
        }
        if (size == kinds.length) {
            grow(2 * size);
        }
        kinds[size] = kind;
        actors[size] = actor;
        operations[size] = run.operation(actor);
        words[size] = word;
        accesses[size] = access;
        befores[size] = before;
        nows[size] = now;
        wrotes[size] = wrote;
        size++;
    }

    private void grow(int length) {
        kinds = Arrays.copyOf(kinds, length);
        actors = Arrays.copyOf(actors, length);
        operations = Arrays.copyOf(operations, length);
        words = Arrays.copyOf(words, length);
        accesses = Arrays.copyOf(accesses, length);
        befores = Arrays.copyOf(befores, length);
        nows = Arrays.copyOf(nows, length);
        wrotes = Arrays.copyOf(wrotes, length);
    }

    private void tellAgain(int i) {
        int operation = run.operation(actors[i]);
        run.set(actors[i], operations[i]);
        switch (kinds[i]) {
            case STEP -> watch.step(actors[i], words[i], accesses[i], befores[i], nows[i], wrotes[i]);
            case GHOST -> watch.ghost(actors[i], words[i], accesses[i], befores[i], nows[i], wrotes[i]);
            default -> watch.plain(actors[i], words[i], accesses[i], nows[i]);
        }
        run.set(actors[i], operation);
    }
}
