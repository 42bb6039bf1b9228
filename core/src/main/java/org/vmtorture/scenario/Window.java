package org.vmtorture.scenario;

/**
 * Two operations of two actors that must meet, under whatever strategy, or an exploration has shown nothing: each must
 * have made an access after a conflicting one of the other's, to the same word and one of the two a write. Actors and
 * operations by their numbers in the {@link Program}.
 */
public record Window(int actor, int operation, int other, int otherOperation) {}
