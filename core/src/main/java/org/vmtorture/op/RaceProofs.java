package org.vmtorture.op;

/** Scripts in which one CPU steps into the middle of another's operation. */
final class RaceProofs {
    private static final int A = 0;
    private static final int B = 1;

    private RaceProofs() {}

    /**
     * munmap holds the last references, and another thread loads through its TLB just before the flush reaches its CPU.
     */
    static void loadDuringMunmap(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 1);
        int page = machine.mmap(mm, A);
        machine.load(mm, page);
        machine.vfree(A);
        machine.interleave(() -> machine.munmap(mm, page, 1), "cpu.irq", () -> machine.load(mm, page));
        machine.exit(mm);
    }

    /**
     * Between GUP-fast's look at the PTE and its get the page is unmapped, freed and allocated anew: the get succeeds.
     */
    static void frameReusedDuringGup(ProofMachine machine) {
        int mm = machine.newMm();
        int page = mapBesideAnother(machine, mm);
        machine.interleave(() -> machine.tryPin(mm, page), "page.refcount", () -> {
            machine.munmap(mm, page, 1);
            machine.vfree(A);
            machine.vmalloc(A, 1); // the frame freed last is the first to be given out
        });
        dropPins(machine);
        machine.exit(mm);
    }

    /** Between GUP-fast's look at the page and its get the last reference goes; the worker has not run yet. */
    static void lastPutDuringGup(ProofMachine machine) {
        int mm = machine.newMm();
        int page = mapBesideAnother(machine, mm);
        machine.interleave(() -> machine.tryPin(mm, page), "vm.refcount", () -> {
            machine.munmap(mm, page, 1);
            machine.vfree(A);
        });
        dropPins(machine);
        machine.exit(mm);
    }

    /** While the worker takes its list, another area is queued. */
    static void lastPutDuringWork(ProofMachine machine) {
        machine.vmalloc(A, 1);
        machine.vmalloc(B, 1);
        machine.vfree(A);
        machine.interleave(() -> machine.kernel.work(machine.cpu1), "vm.deferred.first", () -> machine.vfree(B));
    }

    /** GUP-fast finds its page unmapped and backs off; the next to free a page table waits for its CPU's interrupts. */
    static void munmapAfterGupBackedOff(ProofMachine machine) {
        int mm = machine.newMm();
        int page = mapBesideAnother(machine, mm);
        machine.interleave(() -> machine.tryPin(mm, page), "page.refcount", () -> machine.munmap(mm, page, 1));
        machine.exit(mm);
    }

    /** While the last put frees a frame, another area takes it as soon as it is free. */
    static void frameReusedDuringFree(ProofMachine machine) {
        machine.vmalloc(A, 1);
        machine.interleave(
                () -> machine.vfree(A),
                "page.memdesc",
                () -> machine.then("page.memdesc", () -> machine.vmalloc(B, 1)));
        machine.vfree(B);
    }

    /** mmap has resolved a page when the driver destroys the region: rxe_mmap against DESTROY_CQ. */
    static void vfreeDuringMmap(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmallocCounted(A, 1);
        machine.interleave(() -> machine.mmap(mm, A), "ptl", () -> machine.vfree(A));
        machine.load(mm, 0);
        machine.exit(mm);
    }

    /**
     * Maps one page of A, with B beside it, which keeps the page-table page: else munmap would free it, and that
     * waits for GUP-fast.
     */
    private static int mapBesideAnother(ProofMachine machine, int mm) {
        machine.vmalloc(A, 1);
        machine.vmalloc(B, 1);
        machine.mmap(mm, B);
        return machine.mmap(mm, A);
    }

    private static void dropPins(ProofMachine machine) {
        while (machine.cpu1.ledger().pins() > 0) {
            machine.kernel.pins().unpin(machine.cpu1, 0);
        }
    }
}
