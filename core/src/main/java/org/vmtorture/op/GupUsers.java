package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.Ledger;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.Vmas;
import org.vmtorture.oracle.Oracle;

/** System calls that reach user memory through GUP, with the errors that user space gets from them. */
public final class GupUsers {
    private final Gup gup;
    private final Pins pins;
    private final Vmas vmas;
    private final FrameAllocator allocator;

    GupUsers(Oracle oracle, Gup gup, Pins pins) {
        this.gup = gup;
        this.pins = pins;
        this.vmas = oracle.machine().vmas();
        this.allocator = oracle.machine().allocator();
    }

    /** process_vm_readv, or process_vm_writev if it writes: 0 or -EFAULT. */
    public int processVm(Cpu cpu, int mm, int page, boolean write) {
        return access(cpu, mm, page, write, true);
    }

    /** A file's O_DIRECT write from the page, or read into it if it writes the page: 0 or -EFAULT. */
    public int directIo(Cpu cpu, int mm, int page, boolean write) {
        return access(cpu, mm, page, write, true);
    }

    /** A read of /proc/pid/mem or PTRACE_PEEKDATA: 0 or -EIO. */
    public int remoteRead(Cpu cpu, int mm, int page) {
        return access(cpu, mm, page, false, false) == 0 ? 0 : -Errno.EIO;
    }

    private int access(Cpu cpu, int mm, int page, boolean write, boolean longTerm) {
        int error = gup.pin(cpu, mm, page, write, longTerm);
        if (error != 0) {
            return error;
        }
        int pin = cpu.ledger().pins() - 1;
        if (write) {
            pins.store(cpu, pin, page);
        } else {
            pins.load(cpu, pin);
        }
        pins.unpin(cpu, pin);
        return 0;
    }

    /**
     * The key of a shared futex (get_futex_key): 0, or -EFAULT also for a page without page-&gt;mapping, as all are
     * that a driver inserts.
     */
    public int sharedFutexKey(Cpu cpu, int mm, int page) {
        int error = gup.pin(cpu, mm, page, true, false);
        if (error != 0) {
            return error;
        }
        pins.unpin(cpu, cpu.ledger().pins() - 1);
        int vma = vmas.find(mm, page);
        boolean mapping = vma != Vmas.NONE && (vmas.range(mm, vma) & Vmas.MAPPING) != 0;
        return mapping ? 0 : -Errno.EFAULT;
    }

    /**
     * IORING_REGISTER_BUFFERS: pins for long, to be written; the CPU's ledger is the ring's. All pages or none: 0 or
     * -EFAULT. Of pages of one compound page the ring keeps one pin.
     *
     * @param files whether mappings of files may be registered, as all of drivers' memory are; 6.1 says -EOPNOTSUPP,
     * after it has pinned them
     */
    public int registerBuffers(Cpu ring, int mm, int start, int pages, boolean files) {
        int before = ring.ledger().pins();
        for (int page = start; page < start + pages; page++) {
            int error = gup.pin(ring, mm, page, true, true);
            if (error != 0) {
                unpinDownTo(ring, before);
                return error;
            }
            coalesce(ring, before);
        }
        if (!files) {
            unpinDownTo(ring, before);
            return -Errno.EOPNOTSUPP;
        }
        return 0;
    }

    private void coalesce(Cpu ring, int first) {
        Ledger ledger = ring.ledger();
        int last = ledger.pins() - 1;
        if (last > first
                && allocator.inBlockZone(Pte.pfn(ledger.pinPte(last)))
                && ledger.pinHold(last) == ledger.pinHold(last - 1)) {
            pins.unpin(ring, last);
        }
    }

    /** IORING_UNREGISTER_BUFFERS, or the end of the ring: drops all its pins. */
    public void unregisterBuffers(Cpu ring) {
        unpinDownTo(ring, 0);
    }

    private void unpinDownTo(Cpu ring, int count) {
        while (ring.ledger().pins() > count) {
            pins.unpin(ring, ring.ledger().pins() - 1);
        }
    }
}
