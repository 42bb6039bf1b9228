package org.vmtorture.web;

import java.util.ArrayList;
import java.util.List;

/**
 * The samples of a whole soak in bounded room: when it is full, neighbours are merged, and from then on a sample stands
 * for twice as long. A soak of twenty minutes is kept second by second, one of eight hours by half minutes.
 */
final class History {
    static final int SAMPLES_MAX = 1200;

    private final List<Sample> kept = new ArrayList<>(SAMPLES_MAX);
    private int stride = 1; // seconds that a kept sample stands for
    private Sample last; // not yet as long as that; null if there is none

    void add(Sample sample) {
        last = last == null ? sample : last.and(sample);
        if (last.weight() < stride) {
            return;
        }
        kept.add(last);
        last = null;
        if (kept.size() == SAMPLES_MAX) {
            halve();
        }
    }

    private void halve() {
        for (int i = 0; i < SAMPLES_MAX / 2; i++) {
            kept.set(i, kept.get(2 * i).and(kept.get(2 * i + 1)));
        }
        kept.subList(SAMPLES_MAX / 2, SAMPLES_MAX).clear();
        stride *= 2;
    }

    /** All of them, oldest first; the last may stand for less than the others. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>(kept);
        if (last != null) {
            samples.add(last);
        }
        return List.copyOf(samples);
    }
}
