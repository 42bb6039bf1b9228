package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * The kernel's lock-less list: anyone adds, in any context; a worker takes all at once. The node lies in the
 * descriptor.
 */
public final class Llist {
    public static final int END = -1;

    private final Words head; // first id + 1
    private final Words next; // per id: next id + 1

    public Llist(SharedMemory memory, String name, int size) {
        this.head = memory.words(name + ".first", 1);
        this.next = memory.words(name + ".next", size);
    }

    /** llist_add: the CAS releases what the caller wrote about the id before. */
    public void add(int id) {
        while (true) {
            long first = head.getOpaque(0);
            next.setOpaque(id, first);
            if (head.compareAndExchange(0, first, id + 1) == first) {
                return;
            }
        }
    }

    /** llist_del_all: the first id of the chain, or {@link #END}; walk it with {@link #next}. */
    public int takeAll() {
        return (int) head.getAndSet(0, 0) - 1;
    }

    /** What a worker gets that reads the head and clears it in two steps: adds between them are lost. */
    public int takeAllInTwoSteps() {
        int first = (int) head.getAcquire(0) - 1;
        if (first != END) {
            head.setRelease(0, 0);
        }
        return first;
    }

    public int next(int id) {
        return (int) next.getOpaque(id) - 1;
    }

    public boolean isEmpty() {
        return first() == END;
    }

    /** How many ids there are; at rest, or the chain changes below the feet of whoever walks it. */
    public int size() {
        int size = 0;
        for (int id = first(); id != END; id = next(id)) {
            size++;
        }
        return size;
    }

    private int first() {
        return (int) head.getOpaque(0) - 1;
    }
}
