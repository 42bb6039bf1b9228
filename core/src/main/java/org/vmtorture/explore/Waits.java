package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.ScheduledMemory;

/**
 * What each actor has read since its last wait, and what those who wait now wait for: that one of the words which they
 * have read no longer holds what it held. A wait that is a state of words and not an event keeps states hashable.
 */
final class Waits {
    private final ScheduledMemory memory;
    private final int[][] words; // per actor: read since its last wait, or since its operation began
    private final long[][] values;
    private final int[] counts;
    private final Awaited[] awaited; // null if the actor does not wait
    private long awaiting; // a bit per actor

    /** What one wait is for: any of these words no longer holds this. */
    static final class Awaited {
        private final int[] words;
        private final long[] values;

        private Awaited(int[] words, long[] values) {
            this.words = words;
            this.values = values;
        }
    }

    Waits(ScheduledMemory memory, int actors) {
        this.memory = memory;
        this.words = new int[actors][64];
        this.values = new long[actors][64];
        this.counts = new int[actors];
        this.awaited = new Awaited[actors];
    }

    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(awaited, null);
        awaiting = 0;
    }

    void read(int actor, int word, long value) {
        int count = counts[actor];
        if (count == words[actor].length) {
            words[actor] = Arrays.copyOf(words[actor], 2 * count);
            values[actor] = Arrays.copyOf(values[actor], 2 * count);
        }
        words[actor][count] = word;
        values[actor][count] = value;
        counts[actor] = count + 1;
    }

    /** A new operation: what was read in the last one is not waited for. */
    void forget(int actor) {
        counts[actor] = 0;
    }

    /** From now on the actor waits for a change of any word that it has read, each as it was read last. */
    void begin(int actor) {
        int count = latest(words[actor], values[actor], counts[actor]);
        set(actor, new Awaited(Arrays.copyOf(words[actor], count), Arrays.copyOf(values[actor], count)));
        counts[actor] = 0;
    }

    /** What the actor waits for; null if it does not wait. */
    Awaited get(int actor) {
        return awaited[actor];
    }

    /** The actor waits for this; null: it does not wait. */
    void set(int actor, Awaited what) {
        awaited[actor] = what;
        awaiting = what == null ? awaiting & ~(1L << actor) : awaiting | 1L << actor;
    }

    /** Keeps of each word the last reading; returns how many words there are. */
    private static int latest(int[] words, long[] values, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int at = 0;
            while (at < kept && words[at] != words[i]) {
                at++;
            }
            words[at] = words[i];
            values[at] = values[i];
            kept = Math.max(kept, at + 1);
        }
        return kept;
    }

    boolean awaits(int actor) {
        return (awaiting & 1L << actor) != 0;
    }

    boolean anyAwaits(long actors) {
        return (awaiting & actors) != 0;
    }

    /** Whether a word that the waiting actor has read has changed. */
    boolean due(int actor) {
        Awaited what = awaited[actor];
        for (int i = 0; i < what.words.length; i++) {
            if (memory.value(what.words[i]) != what.values[i]) {
                return true;
            }
        }
        return false;
    }

    /** The step that ends a wait has read the words that were waited for. */
    void addTo(Footprint footprint, int actor) {
        if (awaits(actor)) {
            for (int word : awaited[actor].words) {
                footprint.waited(word);
            }
        }
    }

    void end(int actor) {
        if (awaits(actor)) {
            set(actor, null);
        }
    }
}
