package org.vmtorture.mm;

/** Who owns a frame in truth, whatever its memdesc word says. */
public enum FrameOwner {
    NOBODY("nobody"),
    VMALLOC("a vmalloc area"),
    DRIVER("a driver's alloc_pages block"),
    SLAB("slab"),
    PAGE_TABLE("page table"),
    ANON("anonymous page");

    private static final FrameOwner[] OWNERS = values();

    private final String text;

    FrameOwner(String text) {
        this.text = text;
    }

    /** As a report says it: "reused as slab". */
    public String text() {
        return text;
    }

    static FrameOwner of(int code) {
        return OWNERS[code];
    }
}
