package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.IdPool;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Refcounts;
import org.vmtorture.oracle.Oracle;

/** mm_struct's life: whoever uses an address space holds one of its users; the last one takes it down. */
public final class AddressSpaces {
    public static final int NONE = IdPool.NONE;

    private final Machine machine;
    private final Munmap munmap;
    private final Refcounts users;

    AddressSpaces(Oracle oracle, Munmap munmap) {
        this.machine = oracle.machine();
        this.munmap = munmap;
        this.users = new Refcounts(machine.memory(), "mm.users", machine.size().mms(), oracle);
    }

    /** A new, empty address space with one user, the caller; {@link #NONE} if there are too many. */
    public int create() {
        int mm = machine.takeMm();
        if (mm != IdPool.NONE) {
            users.set(mm, 1);
        }
        return mm;
    }

    /** mmget_not_zero: becomes a user unless the address space is being taken down. */
    public boolean tryGet(Cpu cpu, int mm) {
        return users.tryGet(cpu, mm, 1);
    }

    /** mmput: the last user runs exit_mmap. True if it was the last. */
    public boolean put(Cpu cpu, int mm) {
        if (!users.put(cpu, mm, 1)) {
            return false;
        }
        munmap.exit(cpu, mm);
        machine.giveMm(mm);
        return true;
    }
}
