package org.vmtorture.mm;

/** Told what {@code refcount_t} would WARN about. */
public interface RefcountWarnings {
    /** What went wrong with a count. */
    enum Warning {
        /** Raised from zero by someone who is not its allocation. */
        RESURRECTION,
        /** Lowered below zero, or by more than there was. */
        UNDERFLOW,
        /** Raised beyond {@link Refcounts#REFERENCES_MAX}; saturated, the object is leaked on purpose. */
        OVERFLOW
    }

    /**
     * A count went wrong just now.
     *
     * @param row the row's name, as {@code vm.refcount}
     * @param seen references before the step that is warned of
     */
    void warn(Cpu cpu, Warning warning, String row, int object, int seen);
}
