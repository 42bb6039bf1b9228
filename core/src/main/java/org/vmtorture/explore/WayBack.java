package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Access;

/** What was so just before each step of an execution, as far as the step has changed it: of its actor, and of words. */
final class WayBack {
    private int[] words = new int[256]; // what the actor stood before
    private Access[] accesses = new Access[256];
    private int[] operations = new int[256];
    private Waits.Awaited[] awaited = new Waits.Awaited[256];
    private int[] readings = new int[256]; // how many it had
    private long[] first = new long[256]; // what it had observed
    private long[] second = new long[256];
    private int[] marks = new int[256]; // of the memory

    /** The actor stands before this step. */
    void note(int step, int word, Access access, int operation) {
        if (step == words.length) {
            grow(2 * step);
        }
        words[step] = word;
        accesses[step] = access;
        operations[step] = operation;
    }

    /** Likewise. */
    void note(int step, Waits.Awaited what, int read, int mark) {
        awaited[step] = what;
        readings[step] = read;
        marks[step] = mark;
    }

    /** Likewise, if states are told apart. */
    void note(int step, long one, long other) {
        first[step] = one;
        second[step] = other;
    }

    private void grow(int length) {
        words = Arrays.copyOf(words, length);
        accesses = Arrays.copyOf(accesses, length);
        operations = Arrays.copyOf(operations, length);
        awaited = Arrays.copyOf(awaited, length);
        readings = Arrays.copyOf(readings, length);
        first = Arrays.copyOf(first, length);
        second = Arrays.copyOf(second, length);
        marks = Arrays.copyOf(marks, length);
    }

    int word(int step) {
        return words[step];
    }

    Access access(int step) {
        return accesses[step];
    }

    int operation(int step) {
        return operations[step];
    }

    Waits.Awaited awaited(int step) {
        return awaited[step];
    }

    int readings(int step) {
        return readings[step];
    }

    long first(int step) {
        return first[step];
    }

    long second(int step) {
        return second[step];
    }

    int mark(int step) {
        return marks[step];
    }
}
