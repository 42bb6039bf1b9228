package org.vmtorture.explore;

/**
 * Where a replay leaves its schedule: the program is not the one that was recorded.
 *
 * @param step the first step at which other actors can go on, from 0
 * @param expected who could when it was recorded, a bit each; 0 if the execution was over
 * @param found who can now; 0 if the execution is over
 */
public record Divergence(int step, long expected, long found) {}
