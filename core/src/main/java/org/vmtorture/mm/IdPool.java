package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * A lock-free LIFO pool of ids, as a type-stable slab would give them out: an id given back is the next to be taken,
 * and an id never becomes anything else than an id of this pool.
 */
public final class IdPool {
    public static final int NONE = -1;

    /* head[0]: bits 0-31 the top id + 1, 0 if the stack is empty; bits 32-63 a tag that each change raises, so that a
     * pop that slept through pop-push-push of the same id (ABA) fails. head[1]: how many ids were ever taken from the
     * rest. */
    private static final int TOP = 0;
    private static final int FRESH = 8; // a cache line away

    private static final long ID_MASK = (1L << 32) - 1;
    private static final int LINK_SHIFT = 4; // a link lies above a type tag, as in a free frame's memdesc word

    private final Words head;
    private final Words links;
    private final int linkTag;
    private final int size;

    /** A pool of ids 0 to {@code size} - 1 with links of its own. */
    public IdPool(SharedMemory memory, String name, int size) {
        this(memory, name, size, memory.words(name + ".link", size), 0);
    }

    /**
     * A pool whose links lie in a row that belongs to an id's holder while the id is taken.
     *
     * @param linkTag what the low four bits of a free id's word say
     */
    public IdPool(SharedMemory memory, String name, int size, Words links, int linkTag) {
        this.head = memory.words(name + ".head", FRESH + 1);
        this.links = links;
        this.linkTag = linkTag;
        this.size = size;
    }

    /** Takes the id given back last, or one never used; {@link #NONE} if all are taken. */
    public int take() {
        while (true) {
            long top = head.getAcquire(TOP); // acquire: pairs with give, so the link below is the one pushed
            int id = (int) top - 1;
            if (id < 0) {
                return takeFresh();
            }
            long next =
                    links.getOpaque(id) >>> LINK_SHIFT; // another's word by now? then the tag moved and the CAS fails
            if (head.compareAndExchange(TOP, top, nextTag(top) | (next & ID_MASK)) == top) {
                return id;
            }
        }
    }

    private int takeFresh() {
        for (long fresh = head.getOpaque(FRESH); fresh < size; ) {
            long witness = head.compareAndExchange(FRESH, fresh, fresh + 1);
            if (witness == fresh) {
                return (int) fresh;
            }
            fresh = witness;
        }
        // someone may have given an id back since we looked at the stack
        return (int) head.getAcquire(TOP) == 0 ? NONE : take();
    }

    /** Gives back an id that the caller alone holds. */
    public void give(int id) {
        while (true) {
            long top = head.getOpaque(TOP);
            links.setOpaque(id, (top & ID_MASK) << LINK_SHIFT | linkTag);
            if (head.compareAndExchange(TOP, top, nextTag(top) | (id + 1)) == top) { // releases the link
                return;
            }
        }
    }

    /** Ids never taken so far. */
    public int untouched() {
        return size - (int) head.getOpaque(FRESH);
    }

    public int size() {
        return size;
    }

    private static long nextTag(long top) {
        return (top & ~ID_MASK) + (1L << 32);
    }
}
