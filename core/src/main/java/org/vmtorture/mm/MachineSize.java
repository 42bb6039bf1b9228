package org.vmtorture.mm;

/**
 * How large a machine is booted. All rows are laid out for it once.
 *
 * @param frames physical pages, 4 KiB each, up to 2^24 (64 GiB)
 * @param cpus CPUs, one per actor, up to 64
 * @param mms address spaces that may live at once
 * @param pagesPerMm user pages that one address space can map, a multiple of {@link #PTRS_PER_TABLE}
 * @param vmasPerMm VMAs per address space
 * @param areas vmalloc areas that may live at once, retained ones included
 * @param pagesPerArea pages of the largest area
 * @param shootdown how TLB flushes reach other CPUs
 * @param pipes pipes into which pages can be spliced
 */
public record MachineSize(
        int frames,
        int cpus,
        int mms,
        int pagesPerMm,
        int vmasPerMm,
        int areas,
        int pagesPerArea,
        Shootdown shootdown,
        int pipes) {
    public static final int FRAMES_MAX = 1 << Pte.PFN_BITS;
    public static final int CPUS_MAX = 64; // one bit each in an address space's cpumask
    private static final int PIPES_MAX = 1024;
    /**
     * User pages behind one page-table page, which one PTE lock guards. x86 has 512; fewer give more tables to race on.
     */
    public static final int PTRS_PER_TABLE = 64;

    public MachineSize {
        require("frames", frames, FRAMES_MAX);
        require("cpus", cpus, CPUS_MAX);
        require("mms", mms, 1 << 16);
        require("pagesPerMm", pagesPerMm, 1 << 20);
        require("vmasPerMm", vmasPerMm, 1 << 12);
        require("areas", areas, 1 << 20);
        require("pagesPerArea", pagesPerArea, 1 << 20);
        if (pipes < 0 || pipes > PIPES_MAX) {
            throw new IllegalArgumentException("pipes=" + pipes + " must be from 0 to " + PIPES_MAX);
        }
        require("mms*pagesPerMm", (long) mms * pagesPerMm, 1L << 28);
        require("areas*pagesPerArea", (long) areas * pagesPerArea, 1L << 26);
        if (pagesPerMm % PTRS_PER_TABLE != 0) {
            throw new IllegalArgumentException("pagesPerMm=" + pagesPerMm + " must be a multiple of " + PTRS_PER_TABLE);
        }
    }

    /** A machine without pipes. */
    public MachineSize(
            int frames,
            int cpus,
            int mms,
            int pagesPerMm,
            int vmasPerMm,
            int areas,
            int pagesPerArea,
            Shootdown shootdown) {
        this(frames, cpus, mms, pagesPerMm, vmasPerMm, areas, pagesPerArea, shootdown, 0);
    }

    private static void require(String what, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(what + "=" + value + " must be from 1 to " + max);
        }
    }

    /** A machine small enough to read in a debugger. */
    public static MachineSize small(int cpus) {
        return new MachineSize(256, cpus, 8, 256, 16, 16, 8, Shootdown.BROADCAST);
    }
}
