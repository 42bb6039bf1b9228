package org.vmtorture.memory;

/** Thrown through a fiber that stands in the middle of an execution which is over, to bring it back to its start. */
public final class Abandoned extends Error {
    private static final long serialVersionUID = 1;

    /** Without a stack: it says nothing about the place but that somebody stood there. */
    Abandoned() {
        super("execution abandoned", null, false, false);
    }
}
