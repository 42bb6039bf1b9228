package org.vmtorture.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vmtorture.trace.StraceLine.Kind;

/**
 * The machine whose system calls the log shows: it takes the lines in order and does what each did.
 *
 * <p>A call takes effect at the line on which it returns. The lines of a child often come before its parent's clone
 * returns; they wait until it has, for only then is it known whose child it is.
 */
final class Machine {
    /** Waiting lines in all; a clone returns within a few lines, unless its parent was killed in it. */
    static final int WAITING_MAX = 1 << 16;

    private static final int PENDING_TEXT_MAX = 1 << 14;
    private static final Set<String> CLONES = Set.of("clone", "clone2", "clone3", "fork", "vfork");

    /** Calls that matter to us; all others are read over. Of ioctl only two requests do, see {@link #matters}. */
    private static final Set<String> FOLLOWED = followed();

    private final Journal journal;
    private final TaskTable tasks;
    private final MemoryCalls memory;
    private final FileCalls files;
    private final Set<Task> cloning = new HashSet<>();
    private final Map<Integer, List<StraceLine>> waiting = new LinkedHashMap<>();
    private final ArrayDeque<StraceLine> due = new ArrayDeque<>();
    private int waitingLines;

    Machine(Journal journal) {
        this.journal = journal;
        this.tasks = new TaskTable(journal);
        this.memory = new MemoryCalls(journal);
        this.files = new FileCalls(journal);
    }

    private static Set<String> followed() {
        Set<String> names = new HashSet<>(CLONES);
        names.addAll(
                Set.of("mmap", "mmap2", "munmap", "mremap", "execve", "execveat", "exit_group", "wait4", "waitpid"));
        names.addAll(Set.of("open", "openat", "openat2", "creat", "dup", "dup2", "dup3", "fcntl", "fcntl64", "close"));
        names.addAll(Set.of("close_range", "socket", "socketpair", "pipe", "pipe2", "accept", "accept4", "unshare"));
        names.addAll(Set.of("bpf", "perf_event_open", "io_uring_setup", "memfd_create", "memfd_secret", "userfaultfd"));
        names.addAll(Set.of("eventfd", "eventfd2", "epoll_create", "epoll_create1", "timerfd_create", "inotify_init"));
        names.addAll(Set.of("inotify_init1", "fanotify_init", "pidfd_open", "signalfd", "signalfd4", "mq_open"));
        return names;
    }

    void step(StraceLine line) {
        apply(line);
        applyDue();
    }

    private void applyDue() {
        do {
            for (StraceLine next = due.poll(); next != null; next = due.poll()) {
                apply(next);
            }
            if (cloning.isEmpty()) {
                release();
            }
        } while (!due.isEmpty());
    }

    /** The log has ended: lines that still wait for a parent do without. */
    void finish() {
        cloning.clear();
        applyDue();
        tasks.finish();
    }

    private void apply(StraceLine line) {
        journal.at(line);
        Task task = tasks.find(line.pid());
        if (!matters(line, task)) {
            return;
        }
        if (task == null && line.kind() == Kind.SUPERSEDED) {
            task = tasks.leaderOf(Integer.parseInt(line.rest()));
        }
        if (task == null && line.kind() == Kind.RESUMED && !waiting.containsKey(line.pid())) {
            task = tasks.findResumed(line);
        }
        if (task == null) {
            if (!cloning.isEmpty()) {
                await(line);
                return;
            }
            if (line.kind() == Kind.EXITED || line.kind() == Kind.SUPERSEDED) {
                return;
            }
            task = tasks.adopt(line.pid());
        }
        switch (line.kind()) {
            case CALL -> {
                abandon(task);
                finished(task, line, line, line.rest());
            }
            case UNFINISHED -> {
                abandon(task);
                begin(task, line);
            }
            case RESUMED -> resume(task, line);
            case EXITED -> exited(task);
            case SUPERSEDED -> superseded(task, line);
            default -> {}
        }
    }

    private boolean matters(StraceLine line, Task task) {
        return switch (line.kind()) {
            case GARBLED -> {
                journal.skip(Skipped.Reason.UNPARSEABLE);
                yield false;
            }
            case NOTE -> false;
            case EXITED, SUPERSEDED -> true;
            case CALL, UNFINISHED ->
                FOLLOWED.contains(line.name())
                        || (line.name().equals("ioctl")
                                && (line.rest().contains(", KVM_CREATE_VCPU")
                                        || line.rest().contains(", VFIO_GROUP_GET_DEVICE_FD")));
            case RESUMED ->
                FOLLOWED.contains(line.name())
                        || (task != null
                                && task.pending() != null
                                && task.pending().name().equals(line.name()));
        };
    }

    private void begin(Task task, StraceLine line) {
        StraceLine kept = line;
        if (line.rest().length() > PENDING_TEXT_MAX) { // execve with -v; what we need of a call is at its beginning
            String start = line.name().startsWith("execve") ? "" : line.rest().substring(0, PENDING_TEXT_MAX);
            kept = new StraceLine(line.number(), line.pid(), line.micros(), line.kind(), line.name(), start);
        }
        task.pending(kept);
        if (CLONES.contains(line.name())) {
            cloning.add(task);
        }
    }

    /** A task that makes another call has come out of the one before, and we missed how. */
    private void abandon(Task task) {
        StraceLine pending = task.pending();
        if (pending != null) {
            journal.skip(pending, Skipped.Reason.NEVER_RESUMED);
            stopPending(task);
        }
    }

    private void stopPending(Task task) {
        task.pending(null);
        cloning.remove(task);
    }

    private void resume(Task task, StraceLine line) {
        StraceLine begun = task.pending();
        if (begun == null || !begun.name().equals(line.name())) {
            journal.skip(line, Skipped.Reason.NEVER_BEGUN);
            return;
        }
        task.pending(null);
        finished(task, begun, line, begun.rest() + line.rest());
        stopPending(task);
    }

    private void finished(Task task, StraceLine begun, StraceLine line, String text) {
        try {
            Call call = Call.parse(line.name(), text);
            if (call.name().equals("exit_group")) {
                task.group().beginExit();
            } else if (call.failed()) {
                return;
            } else {
                perform(task, call, begun.number());
            }
            journal.use(begun.number() == line.number() ? 1 : 2);
        } catch (Call.BadArgument notUnderstood) {
            journal.skip(line, Skipped.Reason.BAD_ARGUMENTS);
        }
    }

    private void perform(Task task, Call call, long begun) {
        switch (call.name()) {
            case "mmap", "mmap2" -> memory.mmap(task, call);
            case "munmap" -> memory.munmap(task, call, begun);
            case "mremap" -> memory.mremap(task, call, begun);
            case "execve", "execveat" -> tasks.exec(task);
            case "clone", "clone2", "clone3", "fork", "vfork" -> cloned(task, call);
            case "wait4", "waitpid" -> waited(call);
            default -> files.apply(task, call);
        }
    }

    private void cloned(Task parent, Call call) {
        if (call.result() == 0) {
            return; // the child's own return, as strace shows it when it attaches late
        }
        Task child = tasks.clone(parent, call);
        List<StraceLine> lines = waiting.remove(child.pid());
        if (lines != null) {
            waitingLines -= lines.size();
            due.addAll(lines);
        }
    }

    /** The parent has reaped a child. We know that it is dead, unless {@code -qq} hid the line that says so. */
    private void waited(Call call) {
        Task child = call.result() == 0 ? null : tasks.find(call.resultPid());
        Flags options = new Flags(call.argument(2));
        boolean stops = options.has("WSTOPPED", 2) || options.has("WUNTRACED", 2) || options.has("WCONTINUED", 8);
        boolean dead = !stops || call.mentions("WIFEXITED(s)") || call.mentions("WIFSIGNALED(s)");
        if (child != null && (dead || child.group().exiting())) {
            exited(child);
        }
    }

    private void exited(Task task) {
        List<Task> threads = List.copyOf(task.group().tasks());
        tasks.exit(task);
        for (Task thread : threads) {
            if (thread == task || task.pid() == task.group().tgid()) {
                stopPending(thread);
            }
        }
        journal.use(1);
    }

    private void superseded(Task leader, StraceLine line) {
        int pid = Integer.parseInt(line.rest());
        Task caller = tasks.find(pid);
        if (caller != null) {
            stopPending(caller);
        }
        List<StraceLine> lines = waiting.remove(pid);
        waitingLines -= lines == null ? 0 : lines.size();
        stopPending(leader);
        tasks.supersede(leader, line);
    }

    private void await(StraceLine line) {
        waiting.computeIfAbsent(line.pid(), pid -> new ArrayList<>()).add(line);
        if (++waitingLines >= WAITING_MAX) {
            cloning.clear();
            release();
        }
    }

    /** No clone is in flight, so tasks that wait have no parent in the log. They are adopted now: none waits twice. */
    private void release() {
        waiting.forEach((pid, lines) -> {
            journal.at(lines.get(0));
            if (tasks.find(pid) == null) {
                tasks.adopt(pid);
            }
            due.addAll(lines);
        });
        waiting.clear();
        waitingLines = 0;
    }
}
