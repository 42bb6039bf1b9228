package org.vmtorture.explore;

import org.vmtorture.memory.Access;

/**
 * One step of an execution.
 *
 * @param actor who made it
 * @param operation in which of its operations
 * @param location the word, as {@code pte[3]}; empty for a step that touched none
 * @param row the word's row, as {@code pte}
 * @param access what it did, and in which mode
 * @param before what the word held
 * @param after what it held then
 * @param wrote whether it stored; a compare-and-exchange that failed did not
 */
public record Step(
        int actor, int operation, String location, String row, Access access, long before, long after, boolean wrote) {}
