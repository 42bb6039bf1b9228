package org.vmtorture.check;

import java.util.List;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.VmOps;
import org.vmtorture.strategy.StrategyId;

/**
 * A driver whose mappings were measured, as the model plays it.
 *
 * @param column in the measured table
 * @param pages of the area; a page mapped twice counts twice
 * @param shown how many of them, from the first, the table has
 * @param vmOps how it maps: {@link VmOps}
 * @param protection with which user space maps it
 * @param registers whether io_uring registers such memory: 6.1 refuses all file mappings
 * @param freedAtOnce whether whoever frees the area had done so when the kernel's counts were read right after munmap
 */
record Provider(
        String column,
        StrategyId strategy,
        AreaKind kind,
        int pages,
        int shown,
        long vmOps,
        long protection,
        boolean registers,
        boolean freedAtOnce) {
    private static final long RW = Vmas.READ | Vmas.WRITE;

    /** Every file that user space maps holds its driver's region. */
    private static final long FILE = VmOps.COUNTED;

    private static final long ARENA =
            VmOps.FAULT_HANDLER | Vmas.DONTCOPY | Vmas.DONTEXPAND | Vmas.NOSPLIT | VmOps.EXCLUSIVE | FILE;
    private static final long PERF =
            VmOps.FAULT_HANDLER | Vmas.DONTCOPY | Vmas.DONTEXPAND | Vmas.DONTDUMP | Vmas.NOSPLIT | Vmas.MAPPING | FILE;
    private static final long PAGE_COUNTING = VmOps.REMAP_PFN_RANGE | Vmas.PAGE_REFS | FILE;

    /** The columns of the table whose steps are those of {@link StepTable}, in its order. */
    static List<Provider> all() {
        long vmalloc = VmOps.REMAP_VMALLOC_RANGE | FILE;
        return List.of(
                today("6.18/bpf_array", 4, vmalloc | VmOps.FREED_BY_WORKER, RW),
                today("6.18/bpf_array_ro", 4, vmalloc | VmOps.FREED_BY_WORKER, Vmas.READ),
                twice("6.18/bpf_ringbuf", true, false),
                today("6.18/bpf_arena", 4, ARENA | VmOps.FREED_BY_WORKER, RW),
                today("6.18/xsk", 4, vmalloc, RW),
                today("6.18/packet", 4, VmOps.INSERT_PAGES | FILE, RW),
                blocks("6.18/packet_big", VmOps.INSERT_PAGES | FILE, true),
                blocks("6.18/uring_sqes", vmalloc | VmOps.FREED_BY_WORKER, true),
                on61("6.1/bpf_array", 4, vmalloc | VmOps.FREED_BY_WORKER, true),
                twice("6.1/bpf_ringbuf", false, true),
                on61("6.1/packet", 4, VmOps.INSERT_PAGES | FILE, false),
                on61("6.1/perf", 5, PERF | VmOps.FREED_BY_WORKER, false),
                blocks("6.1/uring_sqes", vmalloc | VmOps.FREED_BY_WORKER, false),
                on61("6.1/vmod:0", 4, vmalloc, false),
                on61("6.1/vmod:1", 4, VmOps.FAULT_HANDLER | FILE, false),
                on61("6.1/vmod:2", 4, VmOps.REMAP_PFN_RANGE | FILE, false),
                on61("6.1/vmod:3", 4, PAGE_COUNTING, false),
                on61("6.1/vmod:4", 4, VmOps.REMAP_PFN_RANGE | FILE, false),
                on61("6.1/vmod:5", 4, PAGE_COUNTING | Vmas.NOSPLIT, false),
                areaReferences(vmalloc));
    }

    /** The area's own count through the steps, one reference per VMA: option 3 as it was measured. */
    private static Provider areaReferences(long vmOps) {
        return new Provider(
                "6.1/vmod:4 area references", StrategyId.VM_STRUCT_VMA, AreaKind.VMALLOC, 4, 1, vmOps, RW, false, true);
    }

    private static Provider today(String column, int pages, long vmOps, long protection) {
        return new Provider(column, StrategyId.TODAY, AreaKind.VMALLOC, pages, pages, vmOps, protection, true, false);
    }

    private static Provider on61(String column, int pages, long vmOps, boolean freedAtOnce) {
        return new Provider(column, StrategyId.TODAY, AreaKind.VMALLOC, pages, pages, vmOps, RW, false, freedAtOnce);
    }

    /** The BPF ring buffer: data pages in two views, which user space may only read. */
    private static Provider twice(String column, boolean registers, boolean freedAtOnce) {
        long vmOps = VmOps.REMAP_VMALLOC_RANGE | FILE | VmOps.FREED_BY_WORKER;
        return new Provider(column, StrategyId.TODAY, AreaKind.TWICE, 8, 8, vmOps, Vmas.READ, registers, freedAtOnce);
    }

    private static Provider blocks(String column, long vmOps, boolean registers) {
        return new Provider(column, StrategyId.TODAY, AreaKind.BLOCKS, 4, 4, vmOps, RW, registers, false);
    }

    /** Whether GUP finds nothing to count, so that user space gets EFAULT. */
    boolean refusesGup() {
        return (vmOps & Vmas.PFNMAP) != 0 || strategy != StrategyId.TODAY;
    }
}
