package org.vmtorture.oracle;

import java.util.Arrays;

/**
 * How often each of many numbered things was counted. As long as the highest number that ever was: of a machine of
 * millions of frames a load uses thousands.
 */
final class Counts {
    private int[] counts = new int[64];
    private int end; // of all numbers from here on nothing was counted

    void clear() {
        Arrays.fill(counts, 0, end, 0);
        end = 0;
    }

    void add(int number, int times) {
        if (number >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(number + 1, 2 * counts.length));
        }
        counts[number] += times;
        end = Math.max(end, number + 1);
    }

    int get(int number) {
        return number < end ? counts[number] : 0;
    }
}
