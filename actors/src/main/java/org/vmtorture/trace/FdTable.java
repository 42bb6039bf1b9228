package org.vmtorture.trace;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The open descriptors of one task, or of the threads that share them: the kernel's {@code files_struct}. A fork shares
 * the entries until either side writes, since most children close or execve at once.
 */
final class FdTable {
    static final int FDS_MAX = 1 << 14;

    private record Fd(OpenFile file, boolean closeOnExec) {}

    private NavigableMap<Integer, Fd> fds = new TreeMap<>();
    private boolean shared;

    /** The copy that fork makes. */
    FdTable fork() {
        FdTable copy = new FdTable();
        copy.fds = fds;
        copy.shared = true;
        shared = true;
        return copy;
    }

    /** The table after execve. */
    FdTable exec() {
        FdTable kept = new FdTable();
        fds.forEach((fd, entry) -> {
            if (!entry.closeOnExec()) {
                kept.fds.put(fd, entry);
            }
        });
        return kept;
    }

    private NavigableMap<Integer, Fd> writable() {
        if (shared) {
            fds = new TreeMap<>(fds);
            shared = false;
        }
        return fds;
    }

    /**
     * The file behind a descriptor, or null if nothing is known of it. {@code decoration} is what {@code -y} says, or
     * null; it is right where we are not, for the log may lack the calls that made or closed the descriptor.
     */
    OpenFile file(int fd, String decoration) {
        Fd entry = fds.get(fd);
        if (decoration == null || (entry != null && entry.file().fits(decoration))) {
            return entry == null ? null : entry.file();
        }
        OpenFile file = OpenFile.decorated(decoration);
        install(fd, file, false);
        return file;
    }

    /** Returns false if the table is full, and the descriptor stays unknown. */
    boolean install(int fd, OpenFile file, boolean closeOnExec) {
        Map<Integer, Fd> open = writable();
        if (open.size() >= FDS_MAX && !open.containsKey(fd)) {
            return false;
        }
        open.put(fd, new Fd(file, closeOnExec));
        return true;
    }

    void closeOnExec(int first, int last, boolean flag) {
        if (first <= last) {
            writable().subMap(first, true, last, true).replaceAll((fd, entry) -> new Fd(entry.file(), flag));
        }
    }

    /** Closes descriptors and returns those files of areas that no other descriptor here keeps open. */
    List<OpenFile> close(int first, int last) {
        Integer lowest = first > last ? null : fds.ceilingKey(first);
        if (lowest == null || lowest > last) {
            return List.of(); // and shared entries stay shared
        }
        Map<Integer, Fd> range = writable().subMap(first, true, last, true);
        Set<OpenFile> gone = new LinkedHashSet<>();
        for (Fd entry : range.values()) {
            if (entry.file().area() > 0) {
                gone.add(entry.file());
            }
        }
        range.clear();
        if (!gone.isEmpty()) {
            fds.values().forEach(entry -> gone.remove(entry.file()));
        }
        return List.copyOf(gone);
    }
}
