package org.vmtorture.memory;

/** Is told of every access to a word of an {@link InterposedMemory} just before it happens. */
@FunctionalInterface
public interface AccessHook {
    /** What an access does; a failed compare-and-exchange is still an {@link #RMW}. */
    enum Kind {
        LOAD,
        STORE,
        RMW
    }

    void before(String row, int index, Kind kind);
}
