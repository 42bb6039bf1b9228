package org.vmtorture.report;

import java.util.List;

/**
 * refcount - 1 - mapcount of driver pages as it was sampled on a real kernel, under mmap, munmap, fork, exit and
 * vmsplice. It was never below 0, and 0 at rest.
 *
 * @param kernel its version
 * @param samples how many looks
 * @param zero per cent of them: nobody beside owner and PTEs
 * @param three from 3 to 62; not a number where it was not told apart
 * @param pins from 63 on
 */
public record KernelCounts(
        String kernel, long samples, double zero, double one, double two, double three, double pins) {
    public static final List<KernelCounts> ALL = List.of(
            new KernelCounts("6.18", 7_030_000, 69.3, 28.1, 1.4, 0.002, 1.2),
            new KernelCounts("6.1", 1_654_000, 58, 29, 1.2, Double.NaN, 11));
}
