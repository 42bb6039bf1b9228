package org.vmtorture.memory;

/** Thrown out of a wait when the machine was halted: the tester ends a leg in which a wait would never end. */
public final class Halted extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The halt needs no stack: it says nothing about the place but that somebody waited there. */
    public Halted() {
        super("machine halted", null, false, false);
    }
}
