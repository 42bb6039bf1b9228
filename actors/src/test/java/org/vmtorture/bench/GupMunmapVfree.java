package org.vmtorture.bench;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Program;
import org.vmtorture.strategy.StrategyId;

/** gup-fast against munmap against vfree with reuse, on the full model: a hundred steps an execution. */
record GupMunmapVfree(StrategyId strategy) implements Program {
    private static final int DRIVER = 0;
    private static final int PROCESS = 1;
    private static final int REGIONS = 3;
    private static final String[] OPERATIONS = {"vfree A", "munmap A", "pin, touch, unpin"};

    @Override
    public int actors() {
        return OPERATIONS.length;
    }

    @Override
    public String actor(int actor) {
        return actor == DRIVER ? "driver" : actor == PROCESS ? "process" : "gup";
    }

    @Override
    public int operations(int actor) {
        return 1;
    }

    @Override
    public String operation(int actor, int operation) {
        return OPERATIONS[actor];
    }

    @Override
    public Execution boot(SharedMemory memory) {
        Kernel kernel = Kernel.boot(
                memory,
                new MachineSize(64, OPERATIONS.length, 1, 64, 2, REGIONS, 1, Shootdown.BROADCAST),
                REGIONS,
                strategy,
                GupMode.FAST,
                Defect.NONE,
                (cpu, kind, op, pfn, object, granted, actual, value) -> {
                    throw new Violated(kind, cpu.id(), op, pfn, object, granted, actual, value);
                });
        int mm = kernel.addressSpaces().create();
        int page = 0;
        for (int region = 1; region >= 0; region--) { // the other one keeps the page table
            kernel.regions().create(kernel.cpu(DRIVER), region, 1, false, false);
            page = kernel.mmap().mmap(kernel.cpu(PROCESS), mm, region, 0, 0, 0, Mmap.NO_FAILURE);
        }
        return new Race(kernel, mm, page);
    }

    private record Race(Kernel kernel, int mm, int page) implements Execution {
        @Override
        public void operate(int actor, int operation) {
            Cpu cpu = kernel.cpu(actor);
            if (actor == DRIVER) {
                kernel.regions().destroy(cpu, 0);
                kernel.regions().create(cpu, 2, 1, false, false);
            } else if (actor == PROCESS) {
                kernel.munmap().munmap(cpu, mm, page, page + 1);
            } else if (kernel.gup().pin(cpu, mm, page, true, false) == 0) {
                kernel.pins().load(cpu, 0);
                kernel.pins().unpin(cpu, 0);
            }
        }

        @Override
        public void atRest() {
            kernel.audit(kernel.cpu(DRIVER), new Census(kernel.machine()));
        }
    }
}
