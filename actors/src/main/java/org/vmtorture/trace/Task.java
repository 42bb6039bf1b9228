package org.vmtorture.trace;

/** A thread: it has one call in flight at most, and a descriptor table that it may share. */
final class Task {
    private int pid;
    private final TaskGroup group;
    private FdTable files;
    private StraceLine pending;

    Task(int pid, TaskGroup group, FdTable files) {
        this.pid = pid;
        this.group = group;
        this.files = files;
        group.tasks().add(this);
    }

    int pid() {
        return pid;
    }

    /** An execve by a thread makes it the leader; and the first task gets its pid when the log first tells it. */
    void rename(int known) {
        pid = known;
    }

    TaskGroup group() {
        return group;
    }

    AddressSpace mm() {
        return group.mm();
    }

    FdTable files() {
        return files;
    }

    void files(FdTable table) {
        files = table;
    }

    /** The line of the call that has not returned, or null. */
    StraceLine pending() {
        return pending;
    }

    void pending(StraceLine begun) {
        pending = begun;
    }
}
