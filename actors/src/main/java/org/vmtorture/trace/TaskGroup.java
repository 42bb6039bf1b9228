package org.vmtorture.trace;

import java.util.LinkedHashSet;
import java.util.Set;

/** A process: the tasks with one thread group id, which always share their address space. */
final class TaskGroup {
    private int tgid;
    private final Set<Task> tasks = new LinkedHashSet<>();
    private AddressSpace mm;
    private boolean borrows;
    private boolean exiting;

    /** {@code borrows}: the address space is another process's, as that of a vfork child is. */
    TaskGroup(int tgid, AddressSpace mm, boolean borrows) {
        this.tgid = tgid;
        this.mm = mm;
        this.borrows = borrows;
    }

    int tgid() {
        return tgid;
    }

    void rename(int known) {
        tgid = known;
    }

    Set<Task> tasks() {
        return tasks;
    }

    AddressSpace mm() {
        return mm;
    }

    boolean borrows() {
        return borrows;
    }

    void own(AddressSpace fresh) {
        mm = fresh;
        borrows = false;
    }

    /** Whether exit_group was called, so that its end needs no further line. */
    boolean exiting() {
        return exiting;
    }

    void beginExit() {
        exiting = true;
    }
}
