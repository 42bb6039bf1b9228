package org.vmtorture.mm;

import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** One booted machine: its memory, its size, and all rows of the memory subsystem. A strategy adds rows of its own. */
public final class Machine {
    private final SharedMemory memory;
    private final MachineSize size;
    private final Frames frames;
    private final FrameAllocator allocator;
    private final VmStructs vmStructs;
    private final PageTables pageTables;
    private final Vmas vmas;
    private final Tlb tlb;
    private final Locks mmapLocks;
    private final IdPool mmIds;
    private final Pipes pipes;
    private final Cpu[] cpus;

    /**
     * Lays out all rows.
     *
     * @throws OutOfMemoryError if the heap is too small for {@code size}
     */
    public Machine(SharedMemory memory, MachineSize size) {
        this.memory = memory;
        this.size = size;
        this.frames = new Frames(memory, size.frames());
        this.allocator = new FrameAllocator(memory, frames, size.cpus());
        this.vmStructs = new VmStructs(memory, size.areas(), size.pagesPerArea());
        this.pageTables = new PageTables(memory, size.mms(), size.pagesPerMm());
        this.vmas = new Vmas(memory, size.mms(), size.vmasPerMm(), size.pagesPerMm());
        this.tlb = new Tlb(memory, size.cpus(), size.mms(), size.shootdown());
        this.mmapLocks = memory.locks("mmap_lock", size.mms());
        this.mmIds = new IdPool(memory, "mm", size.mms());
        this.pipes = new Pipes(memory, size.pipes());
        this.cpus = new Cpu[size.cpus()];
        Words irqs = Cpu.irqWords(memory, size.cpus());
        Words ledgers = memory.words("ledger", size.cpus() * Ledger.STRIDE);
        Words gathers = memory.words("mmu_gather", size.cpus() * Gather.STRIDE);
        Words recorders = memory.words("recorder", size.cpus() * FlightRecorder.STRIDE);
        Words details = FlightRecorder.detailWords(memory, size.cpus());
        for (int cpu = 0; cpu < cpus.length; cpu++) {
            cpus[cpu] = new Cpu(
                    cpu,
                    memory,
                    irqs,
                    new Ledger(ledgers, cpu),
                    new Gather(gathers, cpu),
                    new FlightRecorder(recorders, details, cpu));
        }
    }

    public SharedMemory memory() {
        return memory;
    }

    public MachineSize size() {
        return size;
    }

    public Frames frames() {
        return frames;
    }

    public FrameAllocator allocator() {
        return allocator;
    }

    public VmStructs vmStructs() {
        return vmStructs;
    }

    public PageTables pageTables() {
        return pageTables;
    }

    public Vmas vmas() {
        return vmas;
    }

    public Tlb tlb() {
        return tlb;
    }

    /** One reader-writer lock per address space. */
    public Locks mmapLocks() {
        return mmapLocks;
    }

    public Pipes pipes() {
        return pipes;
    }

    public Cpu cpu(int id) {
        return cpus[id];
    }

    /** Takes the id of a new address space, empty; {@link IdPool#NONE} if none is left. */
    public int takeMm() {
        return mmIds.take();
    }

    /** The address space is torn down and flushed. */
    public void giveMm(int mm) {
        tlb.retire(mm);
        mmIds.give(mm);
    }

    /** flush_tlb_range over all CPUs that run the address space. */
    public void flushTlb(Cpu cpu, int mm, int start, int pages) {
        tlb.flush(cpu, cpus, mm, start, pages);
    }

    /** pte_alloc: makes sure that a page-table page stands behind a user page; false if memory is used up. */
    public boolean allocateTable(Cpu cpu, int mm, int page) {
        int table = pageTables.table(mm, page);
        if (Pte.present(pageTables.pmd(table))) {
            return true;
        }
        int pfn = allocator.alloc(cpu, FrameOwner.PAGE_TABLE, Op.PAGE_TABLE);
        if (pfn == FrameAllocator.NONE) {
            return false;
        }
        pageTables.setPmd(table, Pte.of(pfn, 0, Truth.generation(frames.truth(pfn))));
        return true;
    }

    /** flush_tlb_range for page tables about to be freed: waits for lockless walkers, who have interrupts off. */
    public void syncTables(Cpu cpu, int mm) {
        tlb.sync(cpu, cpus, mm);
    }

    /** free_pgtables: frees a page-table page that was detached; false if the allocator found it free already. */
    public boolean freeTable(Cpu cpu, int table) {
        long pmd = pageTables.takeDetached(table);
        return pmd == Pte.NONE || allocator.free(cpu, Pte.pfn(pmd), Op.PAGE_TABLE_FREE);
    }
}
