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
    private final int[][] awaitedWords;
    private final long[][] awaitedValues;
    private final int[] awaitedCounts;
    private long awaiting; // a bit per actor

    Waits(ScheduledMemory memory, int actors) {
        this.memory = memory;
        this.words = new int[actors][64];
        this.values = new long[actors][64];
        this.counts = new int[actors];
        this.awaitedWords = new int[actors][64];
        this.awaitedValues = new long[actors][64];
        this.awaitedCounts = new int[actors];
    }

    void clear() {
        Arrays.fill(counts, 0);
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
        int[] before = awaitedWords[actor];
        long[] beforeValues = awaitedValues[actor];
        awaitedWords[actor] = words[actor];
        awaitedValues[actor] = values[actor];
        awaitedCounts[actor] = latest(words[actor], values[actor], counts[actor]);
        words[actor] = before;
        values[actor] = beforeValues;
        counts[actor] = 0;
        awaiting |= 1L << actor;
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
        for (int i = 0; i < awaitedCounts[actor]; i++) {
            if (memory.value(awaitedWords[actor][i]) != awaitedValues[actor][i]) {
                return true;
            }
        }
        return false;
    }

    /** How many words an actor waits for; 0 if it does not wait. */
    int awaited(int actor) {
        return awaits(actor) ? awaitedCounts[actor] : 0;
    }

    /** The step that ends a wait has read the words that were waited for. */
    void addTo(Footprint footprint, int actor) {
        for (int i = 0; i < awaited(actor); i++) {
            footprint.waited(awaitedWords[actor][i]);
        }
    }

    void end(int actor) {
        awaiting &= ~(1L << actor);
    }
}
