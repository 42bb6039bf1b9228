package org.vmtorture.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a real kernel did, operation by operation: random system calls on one area, and after each the refcount and the
 * mapcount of every page.
 *
 * @param name the file's, for reports
 * @param kernel on which it was recorded
 * @param pages of the area
 * @param slots user pages of each process
 * @param processes that ever live
 * @param init counts before the first operation
 */
record GoldenTrace(
        String name, String kernel, int pages, int slots, int processes, int pipes, Counts init, List<Line> lines) {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    /** Whether mremap moves several VMAs in one call, as it does since 6.17. */
    boolean movesSeveralVmas() {
        Matcher version = VERSION.matcher(kernel);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major > 6 || major == 6 && Integer.parseInt(version.group(2)) >= 17;
    }

    enum Op {
        MMAP,
        MUNMAP,
        MREMAP,
        MPROTECT,
        MADVISE_DONTNEED,
        MADVISE_DONTFORK,
        MADVISE_DOFORK,
        FORK,
        EXIT,
        SIGKILL,
        VMSPLICE,
        PIPE_DRAIN,
        PIN,
        UNPIN
    }

    /** Refcount and mapcount of each page. */
    record Counts(int[] refcounts, int[] mapcounts) {
        Counts {
            assert refcounts.length == mapcounts.length : "refcounts=" + refcounts.length;
        }

        /** As the kernel's table has them: {@code 3/2}. */
        String cell(int page) {
            return refcounts[page] + "/" + mapcounts[page];
        }
    }

    /**
     * One operation.
     *
     * @param number the line of the file
     * @param other page offset, target slot, child or pipe, as the operation has one
     * @param protection VMA flags, of an mmap or an mprotect
     * @param errno the error's name, empty for success
     * @param text the line as a report shows it, without its counts
     */
    record Line(
            int number,
            Op op,
            int process,
            int slot,
            int count,
            int other,
            long protection,
            String errno,
            Counts counts,
            String text) {}
}
