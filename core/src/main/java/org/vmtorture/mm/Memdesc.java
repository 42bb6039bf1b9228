package org.vmtorture.mm;

/**
 * The word that the memdesc plan leaves of struct page: a type tag in the low bits, a descriptor id or a link above.
 */
public final class Memdesc {
    /* One memdesc word, as kernelnewbies.org/MatthewWilcox/Memdescs numbers the types.
     *   bits  0-3   type
     *   bits  4-35  id        of the descriptor; for BUDDY the next free frame + 1, for TAIL the head's pfn
     * MISC (0) is a page that needs no descriptor. Only an allocation's owner writes its pages' words. */
    public static final int MISC = 0;

    public static final int BUDDY = 1;
    public static final int ANON = 3;
    public static final int SLAB = 5;
    public static final int VMALLOC = 7; // "VmallocMappable": the id names a vm_struct
    public static final int PTDESC = 8;
    public static final int MANAGED = 13; // the id names a kmem descriptor
    public static final int CHOIR = 14; // the id names an indirection structure
    public static final int TAIL = 15; // in today's struct page: a tail of a compound page

    private Memdesc() {}

    public static long of(int type, int id) {
        return (long) id << 4 | type;
    }

    public static int type(long word) {
        return (int) word & 15;
    }

    public static int id(long word) {
        return (int) (word >>> 4);
    }

    static int neighbour(FrameOwner owner) {
        return switch (owner) {
            case ANON -> ANON;
            case SLAB -> SLAB;
            case PAGE_TABLE -> PTDESC;
            default -> MISC;
        };
    }
}
