package org.vmtorture.explore;

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

/**
 * The real model, as small as it gets: a page of area A is mapped, and its driver frees A while a process unmaps it
 * and a third CPU pins it, touches it and lets go. The driver allocates anew, so that the frame is reused. With
 * {@code toucher} a thread of the process loads from the page instead of pinning it.
 */
record ModelRace(StrategyId strategy, Defect defect, boolean toucher) implements Program {
    private static final int DRIVER = 0;
    private static final int PROCESS = 1;
    private static final int GUP = 2;
    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;

    @Override
    public int actors() {
        return 3;
    }

    @Override
    public String actor(int actor) {
        return actor == DRIVER ? "driver" : actor == PROCESS ? "process" : toucher ? "thread" : "gup";
    }

    @Override
    public int operations(int actor) {
        return actor == DRIVER ? 2 : actor == PROCESS || toucher ? 1 : 3;
    }

    @Override
    public String operation(int actor, int operation) {
        return switch (actor) {
            case DRIVER -> operation == 0 ? "vfree A" : "vmalloc C";
            case PROCESS -> "munmap A";
            default -> toucher ? "load" : operation == 0 ? "pin" : operation == 1 ? "touch" : "unpin";
        };
    }

    @Override
    public Execution boot(SharedMemory memory) {
        var size = new MachineSize(64, 3, 1, 64, 2, 3, 1, Shootdown.BROADCAST);
        Kernel kernel = Kernel.boot(
                memory,
                size,
                3,
                strategy,
                GupMode.FAST,
                defect,
                (cpu, kind, op, pfn, object, granted, actual, value) -> {
                    throw new Violated(kind, cpu.id(), op, pfn, object, granted, actual, value);
                });
        Cpu cpu = kernel.cpu(PROCESS);
        int mm = kernel.addressSpaces().create();
        boolean careful = !kernel.strategy().keepsMappedPages();
        succeed(kernel.regions().create(kernel.cpu(DRIVER), A, 1, false, careful));
        succeed(kernel.regions().create(kernel.cpu(DRIVER), B, 1, false, careful));
        succeed(kernel.mmap().mmap(cpu, mm, B, 0, 0, 0, Mmap.NO_FAILURE)); // keeps the page table
        int page = succeed(kernel.mmap().mmap(cpu, mm, A, 0, 0, 0, Mmap.NO_FAILURE));
        if (toucher) {
            kernel.userAccess().load(kernel.cpu(GUP), mm, page);
        }
        return new Race(kernel, mm, page, toucher);
    }

    private static int succeed(int result) {
        if (result < 0) {
            throw new IllegalStateException("errno=" + -result);
        }
        return result;
    }

    private record Race(Kernel kernel, int mm, int page, boolean toucher) implements Execution {
        @Override
        public void operate(int actor, int operation) {
            Cpu cpu = kernel.cpu(actor);
            if (actor == DRIVER && operation == 0) {
                kernel.regions().destroy(cpu, A);
            } else if (actor == DRIVER) {
                kernel.regions().create(cpu, C, 1, false, false);
            } else if (actor == PROCESS) {
                kernel.munmap().munmap(cpu, mm, page, page + 1);
            } else if (toucher) {
                kernel.userAccess().load(cpu, mm, page);
            } else if (operation == 0) {
                kernel.gup().pin(cpu, mm, page, true, false);
            } else if (cpu.ledger().pins() > 0) {
                if (operation == 1) {
                    kernel.pins().load(cpu, 0);
                } else {
                    kernel.pins().unpin(cpu, 0);
                }
            }
        }

        @Override
        public void atRest() {
            kernel.audit(kernel.cpu(DRIVER), new Census(kernel.machine()));
        }
    }
}
