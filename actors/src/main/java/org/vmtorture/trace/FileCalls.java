package org.vmtorture.trace;

import java.util.Set;

/** What the calls that make, copy and close descriptors do to a descriptor table. */
final class FileCalls {
    /** The commands of bpf that return a descriptor of a map; other commands return one of something not mappable. */
    private static final Set<String> BPF_MAP_MAKERS = Set.of("BPF_MAP_CREATE", "BPF_MAP_GET_FD_BY_ID", "BPF_OBJ_GET");

    private static final Set<String> ROUTED_FAMILIES =
            Set.of("AF_INET", "AF_INET6", "AF_UNIX", "AF_LOCAL", "AF_NETLINK");

    private final Journal journal;

    FileCalls(Journal journal) {
        this.journal = journal;
    }

    void apply(Task task, Call call) {
        switch (call.name()) {
            case "open", "creat" -> install(task, call, opened(null, call, 0));
            case "openat", "openat2" -> install(task, call, opened(task, call, 1));
            case "socket" -> install(task, call, socket(call));
            case "perf_event_open" -> install(task, call, made(call, "[perf_event]", true));
            case "io_uring_setup" -> install(task, call, made(call, "[io_uring]", true));
            case "bpf" -> bpf(task, call);
            case "ioctl" -> ioctl(task, call);
            case "socketpair" -> pair(task, call, 3);
            case "pipe", "pipe2" -> pair(task, call, 0);
            case "dup" -> duplicate(task, call, call.fd(0));
            case "dup2", "dup3" -> replace(task, call);
            case "fcntl", "fcntl64" -> fcntl(task, call);
            case "close" -> close(task, call.fd(0), call.fd(0));
            case "close_range" -> closeRange(task, call);
            case "unshare" -> unshare(task, call);
            default -> install(task, call, made(call, call.name(), false));
        }
    }

    private void install(Task task, Call call, OpenFile file) {
        boolean always = call.name().equals("bpf")
                || call.name().equals("io_uring_setup")
                || call.name().equals("ioctl");
        if (!task.files().install(call.resultInt(), file, always || call.mentions("CLOEXEC"))) {
            journal.skip(Skipped.Reason.TOO_MANY);
        }
    }

    private static OpenFile opened(Task at, Call call, int index) {
        String decoration = Call.decoration(call.comment());
        if (decoration != null && call.comment().startsWith("<")) {
            return OpenFile.decorated(decoration);
        }
        String quoted = call.argument(index);
        int end = quoted.lastIndexOf('"');
        String path = quoted.startsWith("\"") && end > 0 ? quoted.substring(1, end) : "";
        if (at != null && !path.startsWith("/") && !call.argument(0).startsWith("AT_FDCWD")) {
            OpenFile folder = at.files().file(call.fd(0), Call.decoration(call.argument(0)));
            path = folder == null ? path : folder.name() + "/" + path;
        }
        return OpenFile.atPath(path);
    }

    private static OpenFile made(Call call, String object, boolean kernelMemory) {
        boolean decorated = call.comment().startsWith("<");
        return OpenFile.made(object, kernelMemory, decorated ? Call.decoration(call.comment()) : null);
    }

    /** Only packet and XDP sockets map rings of theirs. TCP maps what it received, for zero copy: no vmalloc page. */
    private static OpenFile socket(Call call) {
        return made(call, "socket:[N]", !ROUTED_FAMILIES.contains(call.argument(0)));
    }

    private void bpf(Task task, Call call) {
        String command = call.argument(0);
        boolean map = BPF_MAP_MAKERS.contains(command);
        boolean other = command.endsWith("_LOAD")
                || command.endsWith("_OPEN")
                || command.endsWith("_CREATE")
                || command.endsWith("_GET_FD_BY_ID");
        if (call.comment().startsWith("<")) {
            install(task, call, OpenFile.decorated(String.valueOf(Call.decoration(call.comment()))));
        } else if (map || other) {
            install(task, call, made(call, map ? "bpf-map" : "bpf", map));
        }
    }

    private void ioctl(Task task, Call call) {
        switch (call.argument(1)) {
            case "KVM_CREATE_VCPU" -> install(task, call, made(call, "kvm-vcpu", true));
            case "VFIO_GROUP_GET_DEVICE_FD" -> install(task, call, made(call, "[vfio-device]", true));
            default -> {}
        }
    }

    private void pair(Task task, Call call, int index) {
        String both = call.argument(index);
        int comma = both.indexOf(", ");
        if (comma < 0 || !both.startsWith("[")) {
            throw new Call.BadArgument(both);
        }
        int first = Call.fd(both.substring(1, comma));
        int second = Call.fd(both.substring(comma + 2));
        for (int fd : new int[] {first, second}) {
            task.files().install(fd, OpenFile.made(call.name(), false, null), call.mentions("CLOEXEC"));
        }
    }

    private void duplicate(Task task, Call call, int from) {
        OpenFile file = task.files().file(from, Call.decoration(call.argument(0)));
        if (file != null) {
            install(task, call, file);
        } else {
            task.files().close(call.resultInt(), call.resultInt());
        }
    }

    private void replace(Task task, Call call) {
        int from = call.fd(0);
        int to = call.resultInt();
        if (from != to) {
            OpenFile file = task.files().file(from, Call.decoration(call.argument(0)));
            if (file == null || task.files().file(to, null) != file) {
                close(task, to, to);
            }
            duplicate(task, call, from);
        }
    }

    private void fcntl(Task task, Call call) {
        int fd = call.fd(0);
        switch (call.argument(1)) {
            case "F_DUPFD", "F_DUPFD_CLOEXEC" -> duplicate(task, call, fd);
            case "F_SETFD" -> task.files().closeOnExec(fd, fd, new Flags(call.argument(2)).has("FD_CLOEXEC", 1));
            default -> {}
        }
    }

    private void closeRange(Task task, Call call) {
        Flags flags = new Flags(call.argument(2));
        int first = (int) Math.min(call.bits(0) & 0xffffffffL, Integer.MAX_VALUE);
        int last = (int) Math.min(call.bits(1) & 0xffffffffL, Integer.MAX_VALUE);
        if (flags.has("CLOSE_RANGE_UNSHARE", 2)) {
            task.files(task.files().fork());
        }
        if (flags.has("CLOSE_RANGE_CLOEXEC", 4)) {
            task.files().closeOnExec(first, last, true);
        } else {
            close(task, first, last);
        }
    }

    private static void unshare(Task task, Call call) {
        if (new Flags(call.argument(0)).has("CLONE_FILES", 0x400)) {
            task.files(task.files().fork());
        }
    }

    /** A vfork child closes its own copies; the process whose address space it borrows still has its descriptors. */
    private void close(Task task, int first, int last) {
        for (OpenFile file : task.files().close(first, last)) {
            if (!task.group().borrows()) {
                journal.close(task.mm(), file);
            }
        }
    }
}
