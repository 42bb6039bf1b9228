package org.vmtorture.op;

import org.vmtorture.mm.Vmas;

/** What a driver's mmap hook does and which vm_ops it sets, as one word: a way to map, and additions to it. */
public final class VmOps {
    /* bits 48-60 the VMA flags that mmap sets; they also say how pages get into the VMA: FAULT by the fault handler,
     *            PFNMAP as bare PFNs, else through vm_insert_page
     * bit     0  EXCLUSIVE
     * bit     1  FREED_BY_WORKER */

    /** vm_insert_page for each page, as packet rings are mapped. */
    public static final long INSERT_PAGES = Vmas.MIXEDMAP;

    /** remap_vmalloc_range. */
    public static final long REMAP_VMALLOC_RANGE = Vmas.MIXEDMAP | Vmas.DONTEXPAND | Vmas.DONTDUMP;

    /** remap_pfn_range: special PTEs, whatever the strategy. */
    public static final long REMAP_PFN_RANGE = Vmas.PFNMAP | Vmas.DONTEXPAND | Vmas.DONTDUMP;

    /** vm_ops->fault: pages come when they are touched. */
    public static final long FAULT_HANDLER = Vmas.FAULT;

    /** The region lives until its last VMA is closed: by a count in open() and close(), or through the VMA's file. */
    public static final long COUNTED = Vmas.COUNTED;

    /** A second mmap is refused while the first is there, as the BPF arena does. */
    public static final long EXCLUSIVE = 1;

    /** The last user leaves the free to a worker, as BPF maps do. */
    public static final long FREED_BY_WORKER = 2;

    private static final long VMA_FLAGS = -1L << 48;

    private VmOps() {}

    static long vmaFlags(long ops) {
        return ops & VMA_FLAGS;
    }
}
