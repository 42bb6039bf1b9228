package org.vmtorture.scenario;

/**
 * Two operations of two actors that must have been under way at the same time in some execution, or the scenario has
 * shown nothing. Actors and operations by their numbers in the {@link Program}.
 */
public record Window(int actor, int operation, int other, int otherOperation) {}
