package org.vmtorture.scenario;

/** An operation of a scenario, by the numbers of its actor and of itself. */
public record Position(int actor, int operation) {}
