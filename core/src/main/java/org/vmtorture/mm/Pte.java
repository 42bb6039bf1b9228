package org.vmtorture.mm;

/** A page-table entry as one word; also what a TLB and a kernel page table hold. */
public final class Pte {
    /* One PTE.
     *   bits  0-23  pfn         frame number; meaningless unless PRESENT
     *   bit     24  PRESENT     the CPU may use this translation
     *   bit     25  WRITE       stores allowed
     *   bit     26  SPECIAL     no struct page behind it: vm_normal_page yields none, and GUP refuses
     *   bit     27  PROTNONE    it maps the page, and user space may not touch it: mprotect(PROT_NONE)
     *   bits 32-59  generation  truth, not the kernel's: the life of the frame that whoever wrote the PTE was granted.
     *                           No kernel path compares or decides on it: see kernelBits.
     * none --map--> present --zap--> none. A zap and re-map to the same kernel bits (ABA) passes GUP's re-read, and
     * may: by then the count is already ours. */
    public static final long NONE = 0;

    public static final int PFN_BITS = 24;
    public static final long PRESENT = 1L << 24;
    public static final long WRITE = 1L << 25;
    public static final long SPECIAL = 1L << 26;
    public static final long PROTNONE = 1L << 27;

    private static final long PFN_MASK = (1L << PFN_BITS) - 1;
    private static final long KERNEL_MASK = (1L << 32) - 1;

    private Pte() {}

    public static long of(int pfn, long flags, long generation) {
        return pfn | PRESENT | flags | generation << 32;
    }

    public static int pfn(long pte) {
        return (int) (pte & PFN_MASK);
    }

    public static boolean present(long pte) {
        return (pte & PRESENT) != 0;
    }

    /** Whether user space and GUP may use the translation. */
    public static boolean accessible(long pte) {
        return (pte & (PRESENT | PROTNONE)) == PRESENT;
    }

    public static boolean writable(long pte) {
        return (pte & WRITE) != 0;
    }

    public static boolean special(long pte) {
        return (pte & SPECIAL) != 0;
    }

    /** The same entry under other VMA flags. */
    public static long withProtection(long pte, long vmaFlags) {
        long kept = pte & ~(WRITE | PROTNONE);
        if ((vmaFlags & Vmas.READ) == 0) {
            return kept | PROTNONE;
        }
        return (vmaFlags & Vmas.WRITE) != 0 ? kept | WRITE : kept;
    }

    /** The life of the frame that this entry grants: for oracles only. */
    public static long generation(long pte) {
        return pte >>> 32;
    }

    /** What a kernel would see of the entry, without the truth it carries. */
    public static long kernelBits(long pte) {
        return pte & KERNEL_MASK;
    }
}
