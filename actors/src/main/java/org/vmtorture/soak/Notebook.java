package org.vmtorture.soak;

import java.util.SplittableRandom;

/**
 * Small numbers that a role remembers, the newest in place of an old one: regions on offer, address spaces heard of.
 */
final class Notebook {
    private final int[] numbers;
    private int size;

    Notebook(int capacity) {
        this.numbers = new int[capacity];
    }

    void remember(int number, SplittableRandom random) {
        for (int i = 0; i < size; i++) {
            if (numbers[i] == number) {
                return;
            }
        }
        if (size < numbers.length) {
            numbers[size++] = number;
        } else {
            numbers[random.nextInt(size)] = number;
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int any(SplittableRandom random) {
        return numbers[random.nextInt(size)];
    }
}
