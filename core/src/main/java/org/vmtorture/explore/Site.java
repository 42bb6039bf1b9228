package org.vmtorture.explore;

/**
 * Where executions run, and who looks on.
 *
 * @param met the part of {@code watch} that knows which accesses met; null if nobody asks
 */
record Site(Interleaver run, Watch watch, Coverage met) {}
