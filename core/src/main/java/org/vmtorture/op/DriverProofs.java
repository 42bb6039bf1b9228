package org.vmtorture.op;

/** Scripts about drivers: what they count, and what they free. */
final class DriverProofs {
    private static final int A = 0;

    private DriverProofs() {}

    /** A counted mapping of two pages is copied, and the copy fails at the second. */
    static void forkFailsHalfWay(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmallocCounted(A, 2);
        machine.mmap(mm, A);
        machine.kernel.fork().fork(machine.cpu0, mm, 1);
        machine.exit(mm);
        machine.tryVfree(A);
    }

    /** Two munmaps of a page each close two VMAs, where there was one; the driver frees between them. */
    static void munmapInPieces(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmallocCounted(A, 2);
        int page = machine.mmap(mm, A);
        machine.munmap(mm, page, 1);
        machine.tryVfree(A);
        machine.munmap(mm, page + 1, 1);
        machine.exit(mm);
    }

    /** mmap fails half-way; its driver has freed meanwhile, and a thread loads as soon as the last user is gone. */
    static void vfreeDuringFailingMmap(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmallocCounted(A, 2);
        machine.interleave(() -> machine.kernel.mmap().mmap(machine.cpu0, mm, A, 0, 2, 0, 1), "pmd", () -> {
            machine.vfree(A);
            machine.then("region", () -> machine.kernel.userAccess().load(machine.cpu1, mm, 0));
        });
        machine.exit(mm);
    }

    /** vfree_atomic, and a process that still has the area mapped. */
    static void storeAfterAtomicFree(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 1);
        int page = machine.mmap(mm, A);
        machine.kernel.regions().destroyAtomic(machine.cpu0, A);
        machine.kernel.userAccess().store(machine.cpu1, mm, page, 1);
        machine.kernel.work(machine.cpu0);
        machine.exit(mm);
    }

    static void mmapAfterVfree(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 1);
        machine.vfree(A);
        machine.kernel.mmap().mmap(machine.cpu0, mm, A, 0, 0, 0, Mmap.NO_FAILURE);
        machine.exit(mm);
    }

    static void loadAfterPartialMunmap(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmallocCounted(A, 2);
        int page = machine.mmap(mm, A);
        machine.munmap(mm, page, 1);
        machine.load(mm, page + 1);
        machine.exit(mm);
        machine.tryVfree(A);
    }

    static void munmapWhatWasLoaded(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 2);
        int page = machine.mmap(mm, A);
        machine.load(mm, page);
        machine.munmap(mm, page, 2);
        machine.vfree(A);
    }

    /** A device writes to a page that it has pinned, after its driver has freed it. */
    static void touchAfterVfree(ProofMachine machine) {
        int mm = machine.newMm();
        machine.vmalloc(A, 1);
        int page = machine.mmap(mm, A);
        machine.tryPin(mm, page);
        machine.munmap(mm, page, 1);
        machine.vfree(A);
        if (machine.cpu1.ledger().pins() > 0) {
            machine.kernel.pins().store(machine.cpu1, 0, 1);
            machine.kernel.pins().unpin(machine.cpu1, 0);
        }
        machine.exit(mm);
    }
}
