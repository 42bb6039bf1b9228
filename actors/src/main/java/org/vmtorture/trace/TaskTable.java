package org.vmtorture.trace;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.trace.AddressSpace.Mapping;
import org.vmtorture.trace.AddressSpace.Removed;
import org.vmtorture.trace.TraceEvent.Why;

/** The living tasks, and what clone, execve and exit do to them. */
final class TaskTable {
    private static final long CLONE_VM = 0x100;
    private static final long CLONE_FILES = 0x400;
    private static final long CLONE_THREAD = 0x10000;

    /** Stands for the task of lines without a pid; strace omits it while it traces only one. */
    private static final int UNNAMED = StraceLine.NO_PID;

    private static final int SURVIVORS_MAX = 64; // where it is worth the search whom a line without a pid belongs to

    private final Journal journal;
    private final Map<Integer, Task> tasks = new HashMap<>();
    private boolean any;

    TaskTable(Journal journal) {
        this.journal = journal;
    }

    /** The task of a line with this pid, or null if we have not heard of it. */
    Task find(int pid) {
        Task task = tasks.get(pid);
        return task == null && pid == UNNAMED && tasks.size() <= SURVIVORS_MAX ? survivor() : task;
    }

    /** The one process that can still make calls; strace leaves out its pid again when the others are gone. */
    private Task survivor() {
        Task survivor = null;
        for (Task task : tasks.values()) {
            if (!task.group().exiting()) {
                if (survivor != null && survivor.group() != task.group()) {
                    return null;
                }
                boolean leads = task.pid() == task.group().tgid();
                survivor = survivor == null || leads ? task : survivor;
            }
        }
        return survivor;
    }

    /** The leader of a thread that calls execve, or null. */
    Task leaderOf(int pid) {
        Task caller = tasks.get(pid);
        return caller == null ? null : tasks.get(caller.group().tgid());
    }

    /** Takes a pid whose creation we did not see as a process that was there before the log. */
    Task adopt(int pid) {
        if (tasks.containsKey(UNNAMED)) { // the first process, now that others have made strace print its pid
            return name(pid);
        }
        if (any) {
            journal.skip(Skipped.Reason.UNKNOWN_PID);
        }
        any = true;
        TaskGroup group = new TaskGroup(pid, new AddressSpace(journal.nextSpace()), false);
        return add(new Task(pid, group, new FdTable()));
    }

    private Task name(int pid) {
        Task unnamed = tasks.remove(UNNAMED);
        unnamed.rename(pid);
        unnamed.group().rename(pid);
        return add(unnamed);
    }

    /** The task that a resumed call belongs to although its pid is new: the one whose pid strace left out so far. */
    Task findResumed(StraceLine line) {
        Task unnamed = tasks.get(UNNAMED);
        StraceLine pending = unnamed == null ? null : unnamed.pending();
        return pending != null && pending.name().equals(line.name()) ? name(line.pid()) : null;
    }

    private Task add(Task task) {
        tasks.put(task.pid(), task);
        return task;
    }

    /** A clone, clone3, fork or vfork has returned in the parent. */
    Task clone(Task parent, Call call) {
        int pid = call.resultPid();
        Flags flags = new Flags(cloneFlags(call));
        Task forgotten = tasks.get(pid);
        if (forgotten == parent) {
            throw new Call.BadArgument(call.comment());
        }
        if (forgotten != null) {
            exit(forgotten); // the pid is in use again, so its end is missing from the log
        }
        FdTable files = flags.has("CLONE_FILES", CLONE_FILES)
                ? parent.files()
                : parent.files().fork();
        if (flags.has("CLONE_THREAD", CLONE_THREAD)) {
            return add(new Task(pid, parent.group(), files));
        }
        AddressSpace mm = parent.mm();
        boolean borrows = call.name().equals("vfork") || flags.has("CLONE_VM", CLONE_VM);
        if (borrows) {
            mm.enter();
        } else {
            mm = mm.fork(journal.nextSpace());
            journal.fork(parent.mm(), mm);
        }
        return add(new Task(pid, new TaskGroup(pid, mm, borrows), files));
    }

    private static String cloneFlags(Call call) {
        for (String argument : call.arguments()) {
            int flags = argument.indexOf("flags=");
            if (flags >= 0) {
                int end = flags;
                while (end < argument.length() && ",} ".indexOf(argument.charAt(end)) < 0) {
                    end++;
                }
                return argument.substring(flags + "flags=".length(), end);
            }
        }
        return "";
    }

    /** An execve has succeeded: the other threads are gone, and so are the mappings. */
    void exec(Task task) {
        TaskGroup group = task.group();
        for (Task other : List.copyOf(group.tasks())) {
            if (other != task) {
                remove(other);
            }
        }
        if (task.pid() != group.tgid()) {
            tasks.remove(task.pid());
            task.rename(group.tgid());
            add(task);
        }
        AddressSpace old = group.mm();
        if (old.users() == 1) {
            empty(old, Why.EXECVE);
        } else {
            old.leave();
            group.own(new AddressSpace(journal.nextSpace()));
            journal.fork(old, group.mm());
        }
        group.mm().beginsInLog();
        task.files(task.files().exec());
    }

    /** A thread other than the leader calls execve: it goes on under the leader's pid, and returns from execve next. */
    void supersede(Task leader, StraceLine line) {
        Task caller = tasks.get(Integer.parseInt(line.rest()));
        if (caller != null && caller != leader) {
            if (caller.group() == leader.group()) {
                leader.files(caller.files());
            }
            remove(caller); // if of another group, its clone had not returned and we took it for a process
        }
        leader.pending(
                new StraceLine(line.number(), line.pid(), line.micros(), StraceLine.Kind.UNFINISHED, "execve", ""));
    }

    /** The task has ended. The kernel reports a leader's end after that of all its threads. */
    void exit(Task task) {
        TaskGroup group = task.group();
        remove(task);
        if (task.pid() == group.tgid()) {
            List.copyOf(group.tasks()).forEach(this::remove);
        }
        if (group.tasks().isEmpty()) {
            AddressSpace mm = group.mm();
            mm.leave();
            if (mm.users() == 0) {
                empty(mm, Why.EXIT);
            }
        }
    }

    private void remove(Task task) {
        task.group().tasks().remove(task);
        tasks.remove(task.pid(), task);
    }

    private void empty(AddressSpace mm, Why why) {
        for (Mapping mapping : mm.clear()) {
            journal.unmap(mm, new Removed(mapping, false), why);
        }
    }

    /** The log has ended. A process that called exit_group did end, even if {@code -qq} hid the line that says so. */
    void finish() {
        for (Task task : List.copyOf(tasks.values())) {
            StraceLine pending = task.pending();
            boolean exiting = task.group().exiting();
            if (pending != null && !exiting && !pending.name().startsWith("wait")) {
                journal.skip(pending, Skipped.Reason.NEVER_RESUMED);
            }
            if (exiting && tasks.get(task.pid()) == task) {
                exit(task);
            }
        }
    }
}
