package org.vmtorture.mm;

/** Where an area's pages come from, and how often it maps each. */
public enum AreaKind {
    /** Single pages, each mapped once: vmalloc's own. */
    VMALLOC,
    /** Compound blocks of 2^{@link FrameAllocator#BLOCK_ORDER} pages from alloc_pages, which vmap gives an address. */
    BLOCKS,
    /** Single pages that vmap maps twice, one view behind the other, as the BPF ring buffer does with its data. */
    TWICE;

    private static final AreaKind[] KINDS = values();

    /** The kind of a code that {@link #ordinal} gave. */
    public static AreaKind of(int code) {
        return KINDS[code];
    }

    /** Whether page {@code index} of an area of so many is one that is freed by itself: no tail, and no second view. */
    public boolean isUnit(int index, int count) {
        return switch (this) {
            case VMALLOC -> true;
            case BLOCKS -> index % FrameAllocator.BLOCK_PAGES == 0;
            case TWICE -> index < count / 2;
        };
    }
}
