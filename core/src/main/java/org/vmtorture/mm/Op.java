package org.vmtorture.mm;

/** What a CPU is doing, by the kernel function that does it: named in the truth, in flight recorders and in reports. */
public enum Op { // 32 at most: a truth word has five bits for one
    BOOT("boot"),
    VMALLOC("vmalloc_user"),
    ALLOC_PAGES("alloc_pages"),
    VFREE("vfree"),
    DEFERRED_FREE("delayed_vfree_work"),
    MMAP("remap_vmalloc_range"),
    MUNMAP("munmap"),
    MREMAP("mremap"),
    FORK("copy_page_range"),
    EXIT("exit_mmap"),
    LOAD("user_load"),
    STORE("user_store"),
    GUP_FAST("gup_fast"),
    GUP_SLOW("gup_slow"),
    PIN_LOAD("pin_load"),
    PIN_STORE("pin_store"),
    UNPIN("unpin_user_page"),
    WALK("walk_page_range"),
    KLOAD("kernel_load"),
    KSTORE("kernel_store"),
    SLAB("slab_alloc"),
    SLAB_FREE("slab_free"),
    PAGE_TABLE("pte_alloc"),
    PAGE_TABLE_FREE("pte_free"),
    INSERT_PAGE("vm_insert_page"),
    UNMAP_MAPPING("unmap_mapping_range"),
    HAND_ON("hand_on_pin"),
    MPROTECT("mprotect"),
    MADVISE("madvise"),
    VMSPLICE("vmsplice"),
    PIPE_RELEASE("pipe_buf_release"),
    AUDIT("audit");

    private static final Op[] OPS = values();

    private final String function;

    Op(String function) {
        this.function = function;
    }

    /** The kernel's name of it, as reports print it. */
    public String function() {
        return function;
    }

    /** The operation of a code that {@link #ordinal} gave. */
    public static Op of(int code) {
        return OPS[code];
    }
}
