package org.vmtorture.op;

import org.vmtorture.mm.Cpu;

/** Scripts that need no race: a path with the defect is wrong whenever it runs. */
final class PathProofs {
    private static final int A = 0;

    private PathProofs() {}

    /** The parent unmaps and the driver frees; the child goes on loading. */
    static void childOutlivesParentsMapping(ProofMachine machine) {
        int parent = machine.newMm();
        machine.vmalloc(A, 1);
        int page = machine.mmap(parent, A);
        int child = machine.kernel.fork().fork(machine.cpu0, parent, Fork.NO_FAILURE);
        machine.exit(parent);
        machine.vfree(A);
        machine.load(child, page);
        machine.exit(child);
    }

    /** A completion handler drops the pin that was the last reference on the whole area. */
    static void lastUnpinInAtomicContext(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 2);
        int page = machine.mmap(mm, A);
        machine.tryPin(mm, page);
        machine.exit(mm);
        machine.vfree(A);
        machine.kernel.pins().unpinAtomic(machine.cpu1, 0);
    }

    static void vfree(ProofMachine machine) {
        machine.vmalloc(A, 1);
        machine.vfree(A);
    }

    static void munmapThenVfree(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 2);
        int page = machine.mmap(mm, A);
        machine.munmap(mm, page, 2);
        machine.vfree(A);
        machine.exit(mm);
    }

    static void moveThenVfree(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 1);
        int page = machine.mmap(mm, A);
        machine.kernel.mremap().mremap(machine.cpu0, mm, page, 1, page + 1);
        machine.exit(mm);
        machine.vfree(A);
    }

    /** Inserting the second page fails: the first is zapped, and mmap has taken nothing. */
    static void mmapFailsHalfWay(ProofMachine machine) {
        Cpu cpu = machine.cpu0;
        int mm = machine.newMm();
        machine.vmalloc(A, 2);
        machine.kernel.mmap().mmap(cpu, mm, A, 0, 2, 0, 1);
        machine.vfree(A);
        machine.exit(mm);
    }

    /** As many references as an area of eight pages gets when it is mapped once. */
    static void mapManyPages(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 8);
        machine.mmap(mm, A);
        machine.exit(mm);
        machine.vfree(A);
    }

    static void walkMappedPages(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 2);
        machine.mmap(mm, A);
        machine.kernel.walk().walk(machine.cpu1, mm, 0);
        machine.exit(mm);
        machine.vfree(A);
    }
}
