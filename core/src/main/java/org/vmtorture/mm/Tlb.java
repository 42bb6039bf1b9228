package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * The CPUs' TLBs. An entry stays, stale, until it is flushed. A flush reaches each CPU on which the address space has
 * run.
 */
public final class Tlb {
    static final int ENTRIES = 64; // per CPU, direct-mapped

    /* tags: 0 free, else (mm + 1) << 32 | page. entries: the PTE as it was read. Plain words: a CPU touches its own
     * during an instruction, a flush touches another's between two. */
    private final Words tags;
    private final Words entries;
    private final Words cpumasks; // per address space: bit n is set once CPU n may hold its translations

    private final Shootdown shootdown;

    Tlb(SharedMemory memory, int cpus, int mms, Shootdown shootdown) {
        this.shootdown = shootdown;
        this.tags = memory.words("tlb.tag", cpus * ENTRIES);
        this.entries = memory.words("tlb.pte", cpus * ENTRIES);
        this.cpumasks = memory.words("mm.cpumask", mms);
    }

    /** What a CPU's TLB says, or {@link Pte#NONE} if it misses. During an instruction of that CPU. */
    public long lookup(Cpu cpu, int mm, int page) {
        int slot = slot(cpu.id(), mm, page);
        return tags.getPlain(slot) == tag(mm, page) ? entries.getPlain(slot) : Pte.NONE;
    }

    /** Keeps a translation that was read after {@link #run}. During an instruction of that CPU. */
    public void fill(Cpu cpu, int mm, int page, long pte) {
        int slot = slot(cpu.id(), mm, page);
        tags.setPlain(slot, tag(mm, page));
        entries.setPlain(slot, pte);
    }

    /**
     * The CPU is about to use an address space. Volatile: a PTE read afterwards is cleared before the mask is read,
     * or not.
     */
    public void run(Cpu cpu, int mm) {
        long bit = 1L << cpu.id();
        if ((cpumasks.getVolatile(mm) & bit) == 0) {
            cpumasks.getAndBitwiseOr(mm, bit);
        }
    }

    /** flush_tlb_range: when it returns no CPU translates these pages by an entry read before it was called. */
    public void flush(Cpu cpu, Cpu[] cpus, int mm, int start, int pages) {
        for (long mask = cpumasks.getVolatile(mm); mask != 0; mask &= mask - 1) {
            Cpu target = cpus[Long.numberOfTrailingZeros(mask)];
            boolean interrupts = shootdown == Shootdown.IPI && target != cpu;
            if (interrupts) {
                target.interrupt();
            }
            target.holdInstructions();
            forget(target, mm, start, pages);
            target.letInstructions();
            if (interrupts) {
                target.resume();
            }
        }
    }

    /**
     * tlb_remove_table_sync: waits until each CPU that runs the address space has had interrupts on, GUP-fast being
     * over.
     */
    public void sync(Cpu cpu, Cpu[] cpus, int mm) {
        for (long mask = cpumasks.getVolatile(mm); mask != 0; mask &= mask - 1) {
            Cpu target = cpus[Long.numberOfTrailingZeros(mask)];
            if (target != cpu) {
                target.interrupt();
                target.resume();
            }
        }
    }

    /** The address space is gone: nobody runs it any more. After its last flush. */
    void retire(int mm) {
        cpumasks.setRelease(mm, 0);
    }

    private void forget(Cpu cpu, int mm, int start, int pages) {
        if (pages < ENTRIES) {
            for (int page = start; page < start + pages; page++) {
                int slot = slot(cpu.id(), mm, page);
                if (tags.getPlain(slot) == tag(mm, page)) {
                    tags.setPlain(slot, 0);
                }
            }
            return;
        }
        for (int slot = cpu.id() * ENTRIES; slot < (cpu.id() + 1) * ENTRIES; slot++) {
            long tag = tags.getPlain(slot);
            int page = (int) tag;
            if (tag >>> 32 == mm + 1 && page >= start && page < start + pages) {
                tags.setPlain(slot, 0);
            }
        }
    }

    /**
     * For the auditor, at rest: the tag of one of a CPU's entries, 0 if free; decode with {@link #mm} and {@link
     * #page}.
     */
    public long tagAt(int cpu, int entry) {
        return tags.getPlain(cpu * ENTRIES + entry);
    }

    public long entryAt(int cpu, int entry) {
        return entries.getPlain(cpu * ENTRIES + entry);
    }

    public int entriesPerCpu() {
        return ENTRIES;
    }

    public static int mm(long tag) {
        return (int) (tag >>> 32) - 1;
    }

    public static int page(long tag) {
        return (int) tag;
    }

    private static long tag(int mm, int page) {
        return (mm + 1L) << 32 | page;
    }

    private static int slot(int cpu, int mm, int page) {
        return cpu * ENTRIES + (page + mm * 17 & ENTRIES - 1);
    }
}
