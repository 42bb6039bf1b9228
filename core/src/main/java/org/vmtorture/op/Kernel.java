package org.vmtorture.op;

import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.oracle.Violations;
import org.vmtorture.strategy.Strategies;
import org.vmtorture.strategy.Strategy;
import org.vmtorture.strategy.StrategyId;

/** A booted machine with a strategy and all kernel paths over it. Every path may run on all CPUs at once. */
public final class Kernel {
    private static final int WORK_ROUNDS_MAX =
            1000; // each round empties the lists; a deferred free defers at most one more

    private final Machine machine;
    private final Locks workItem;
    private final Oracle oracle;
    private final Strategy strategy;
    private final DriverRegions regions;
    private final AddressSpaces addressSpaces;
    private final Mmap mmap;
    private final Munmap munmap;
    private final Mremap mremap;
    private final Mprotect mprotect;
    private final Madvise madvise;
    private final UnmapMapping unmapMapping;
    private final Fork fork;
    private final UserAccess userAccess;
    private final Gup gup;
    private final Pins pins;
    private final Splice splice;
    private final GupUsers gupUsers;
    private final Walk walk;
    private final Neighbour neighbour;
    private final CountInvariant countInvariant;

    private Kernel(Oracle oracle, Strategy strategy, int regionCount, GupMode gupMode, Defect defect) {
        this.machine = oracle.machine();
        this.workItem = machine.memory().locks("work", 1);
        this.oracle = oracle;
        this.strategy = strategy;
        this.regions = DriverDefects.regions(defect, oracle, new Vmalloc(oracle, strategy), regionCount);
        Zap zap = Zap.of(defect, machine, strategy);
        this.munmap = new Munmap(oracle, strategy, regions, zap);
        this.addressSpaces = new AddressSpaces(oracle, munmap);
        this.mmap = MmapDefects.mmap(defect, machine, strategy, regions, zap, munmap);
        this.mremap = Mremap.of(defect, machine, strategy, munmap);
        this.mprotect = new Mprotect(machine, munmap);
        this.unmapMapping = UnmapMapping.of(defect, machine, zap);
        this.madvise = new Madvise(machine, munmap, zap);
        this.fork = Fork.of(defect, machine, strategy, regions, addressSpaces);
        Fault fault = new Fault(machine, mmap);
        this.userAccess = new UserAccess(oracle, fault);
        this.gup = Gup.of(defect, oracle, strategy, gupMode, fault);
        this.pins = new Pins(oracle, strategy);
        this.splice = Splice.of(defect, oracle, strategy, regions, gup);
        this.gupUsers = new GupUsers(oracle, gup, pins);
        this.walk = Walk.of(defect, oracle, strategy);
        this.neighbour = new Neighbour(oracle);
        this.countInvariant = new CountInvariant(oracle, strategy);
    }

    /**
     * Boots.
     *
     * @param regionCount how many regions drivers have in all
     * @throws OutOfMemoryError if the heap is too small for {@code size}
     */
    public static Kernel boot(
            SharedMemory memory,
            MachineSize size,
            int regionCount,
            StrategyId strategyId,
            GupMode gupMode,
            Defect defect,
            Violations violations) {
        Oracle oracle = new Oracle(new Machine(memory, size), violations);
        Strategy strategy = Strategies.create(strategyId, oracle, defect);
        return new Kernel(oracle, strategy, regionCount, gupMode, defect);
    }

    public Machine machine() {
        return machine;
    }

    public Cpu cpu(int id) {
        return machine.cpu(id);
    }

    public Strategy strategy() {
        return strategy;
    }

    public DriverRegions regions() {
        return regions;
    }

    public AddressSpaces addressSpaces() {
        return addressSpaces;
    }

    public Mmap mmap() {
        return mmap;
    }

    public Munmap munmap() {
        return munmap;
    }

    public Mremap mremap() {
        return mremap;
    }

    public Mprotect mprotect() {
        return mprotect;
    }

    public Madvise madvise() {
        return madvise;
    }

    public UnmapMapping unmapMapping() {
        return unmapMapping;
    }

    public Fork fork() {
        return fork;
    }

    public UserAccess userAccess() {
        return userAccess;
    }

    public Gup gup() {
        return gup;
    }

    public Pins pins() {
        return pins;
    }

    public Splice splice() {
        return splice;
    }

    public GupUsers gupUsers() {
        return gupUsers;
    }

    public Walk walk() {
        return walk;
    }

    public Neighbour neighbour() {
        return neighbour;
    }

    public CountInvariant countInvariant() {
        return countInvariant;
    }

    /**
     * The audit of a machine at rest: every CPU stands still between two operations, and holds no lock. Does what is
     * deferred, counts all references that exist and makes the strategy answer for its counts.
     */
    public void audit(Cpu auditor, Census census) {
        workUntilDone(auditor);
        census.take(auditor, oracle);
        strategy.reconcile(auditor, census);
        regions.reconcile(auditor);
    }

    /** How many areas and regions wait for a kworker and for nothing else; of a machine at rest. */
    public int backlog() {
        return regions.backlog() + strategy.backlog();
    }

    /**
     * What a kworker does: frees what final puts have deferred. As a work item of the kernel's it never runs on two
     * CPUs at once. True if there was anything, and nobody else at it.
     */
    public boolean work(Cpu cpu) {
        if (!regions.hasWork() && !strategy.hasWork()) {
            return false;
        }
        if (!workItem.tryLock(0)) {
            return false;
        }
        cpu.recorder().record(Op.DEFERRED_FREE, 0, 0);
        boolean freedRegions = regions.work(cpu); // first: a region's free may be an area's last put
        boolean freedAreas = strategy.work(cpu);
        workItem.unlock(0);
        return freedRegions || freedAreas;
    }

    private void workUntilDone(Cpu auditor) {
        for (int round = 0; round < WORK_ROUNDS_MAX; round++) {
            if (!work(auditor)) {
                return;
            }
        }
    }
}
