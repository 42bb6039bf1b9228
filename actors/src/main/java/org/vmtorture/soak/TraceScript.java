package org.vmtorture.soak;

import java.util.List;

/**
 * A strace log's events as steps over small numbers: processes in slots that are used again, mappings by a key within
 * their process. One actor plays all processes of the log, one step after the other; many actors play it at once.
 *
 * @param steps in the log's order
 * @param areaPages pages of each area, from the largest offset that was mapped
 * @param processSlots processes that live at once, at most
 * @param keys mappings that one process has at once, at most
 * @param pagesMax user pages that one process maps at once, at most
 * @param mappings mappings that the log makes
 */
record TraceScript(
        List<Step> steps, int[] areaPages, int processSlots, int keys, int pagesMax, long processes, long mappings) {
    /** One thing that a process or the driver behind it does. */
    sealed interface Step {}

    /** A driver makes an area. */
    record Create(int area) implements Step {}

    /** A process without a parent in the log. */
    record Begin(int process) implements Step {}

    record Map(int process, int key, int area, int pgoff, int pages) implements Step {}

    /** Unmaps pages {@code offset} to {@code offset + pages} of what was mapped under a key. */
    record Unmap(int process, int key, int offset, int pages) implements Step {}

    /** Moves such pages; they are found under another key afterwards. */
    record Move(int process, int key, int offset, int pages, int newKey) implements Step {}

    record Fork(int process, int child) implements Step {}

    /** exit or, for the mappings, execve. */
    record Exit(int process) implements Step {}

    /** The last descriptor is closed: the driver drops its own claim. */
    record Destroy(int area) implements Step {}
}
