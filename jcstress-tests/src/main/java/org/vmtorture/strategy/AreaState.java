package org.vmtorture.strategy;

import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.oracle.Violated;

/**
 * The smallest machine on which a strategy runs, with one vmalloc area of one page on which two CPUs race. Its owner
 * holds a reference; {@link #map} adds a mapping's.
 */
class AreaState {
    static final String CLEAN = "clean";

    private static final MachineSize SIZE = new MachineSize(8, 2, 1, 64, 1, 2, 2, Shootdown.BROADCAST);

    final Machine machine;
    final Frames frames;
    final Strategy strategy;
    final Cpu cpu0;
    final Cpu cpu1;
    final int area;
    final int pfn;
    final long pte;
    int mapping = Strategy.NONE;

    private final FindingKind[] found = new FindingKind[2];
    private boolean settling;

    AreaState(StrategyId id, Defect defect, SharedMemory memory) {
        this.machine = new Machine(memory, SIZE);
        this.frames = machine.frames();
        this.strategy = Strategies.create(id, new Oracle(machine, this::found), defect);
        this.cpu0 = machine.cpu(0);
        this.cpu1 = machine.cpu(1);
        this.pte = allocatePage();
        this.pfn = Pte.pfn(pte);
        this.area = vmalloc(pte);
    }

    AreaState(StrategyId id) {
        this(id, Defect.NONE, new HardwareMemory());
    }

    private void found(Cpu cpu, FindingKind kind, Op op, int frame, int object, long granted, long actual, long value) {
        if (found[cpu.id()] == null) {
            found[cpu.id()] = kind;
        } else if (settling) {
            throw new Violated(kind, cpu.id(), op, frame, object, granted, actual, value); // or it may never settle
        }
    }

    final long allocatePage() {
        int frame = machine.allocator().alloc(cpu0, FrameOwner.VMALLOC, Op.VMALLOC);
        return Pte.of(frame, Pte.WRITE, Truth.generation(frames.truth(frame)));
    }

    /** An area of one page, without an address. */
    final int vmalloc(long page) {
        int descriptor = machine.vmStructs().allocate(1, AreaKind.VMALLOC);
        machine.vmStructs().setPage(descriptor, 0, page);
        boolean allocated = strategy.allocate(cpu0, descriptor);
        assert allocated : "no descriptor left";
        return descriptor;
    }

    /** mmap of the page: what a VMA and a PTE hold. */
    final void map() {
        mapping = strategy.openVma(cpu0, area);
        strategy.insert(cpu0, pfn);
    }

    /** munmap's end: what the PTE or the VMA held is put, the flush being over. */
    final void unmap(Cpu cpu) {
        strategy.zap(cpu, pte, cpu.gather());
        for (int entry = 0; entry < cpu.gather().size(); entry++) {
            strategy.put(cpu, cpu.gather().object(entry), cpu.gather().references(entry));
        }
        cpu.gather().clear();
        strategy.closeVma(cpu, mapping);
    }

    /** vfree's end: the owner lets go. */
    final void vfree(Cpu cpu) {
        strategy.freeOwner(cpu, area);
    }

    /** Whether the page's life is over, whoever has the frame by now. */
    final boolean gone() {
        return Truth.generation(frames.truth(pfn)) != Pte.generation(pte);
    }

    /** Whether this CPU ended it. */
    final boolean freedBy(Cpu cpu) {
        return gone() && Truth.freeCpu(frames.truth(pfn)) == cpu.id();
    }

    /** The first that was found, as findings are titled, or {@link #CLEAN}. */
    final String verdict() {
        FindingKind kind = found[0] != null ? found[0] : found[1];
        return kind == null ? CLEAN : kind.id();
    }

    /**
     * With all references gone but this pin's, if there is one: lets it go, has the worker free what waits for it, and
     * looks whether the page was freed once, and not before.
     *
     * @param pin the object that it holds, or {@link Strategy#NONE}
     */
    final String settle(int pin) {
        settling = true;
        try {
            work();
            boolean early = pin != Strategy.NONE && gone();
            if (pin != Strategy.NONE) {
                strategy.unpin(cpu1, pin, 1);
            }
            work();
            if (verdict().equals(CLEAN)) {
                return early ? "freed while pinned" : gone() ? CLEAN : "leak";
            }
        } catch (Violated again) {
            // the first finding says it
        }
        return verdict();
    }

    final void work() {
        while (strategy.work(cpu0)) {
            // a deferred free may defer another
        }
    }
}
