package org.vmtorture.oracle;

import org.vmtorture.mm.Op;

/**
 * An oracle found something, where the first finding ends the run: the fields are those of {@link Violations#found}.
 * Without a stack trace, for an explorer meets many.
 */
public final class Violated extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final FindingKind kind;
    private final int cpu;
    private final Op op;
    private final int pfn;
    private final int object;
    private final long granted;
    private final long actual;
    private final long value;

    public Violated(FindingKind kind, int cpu, Op op, int pfn, int object, long granted, long actual, long value) {
        super(kind.id(), null, false, false);
        this.kind = kind;
        this.cpu = cpu;
        this.op = op;
        this.pfn = pfn;
        this.object = object;
        this.granted = granted;
        this.actual = actual;
        this.value = value;
    }

    public FindingKind kind() {
        return kind;
    }

    /** The CPU on which it was found. */
    public int cpu() {
        return cpu;
    }

    public Op op() {
        return op;
    }

    /** The frame, or {@link Violations#NO_PFN}. */
    public int pfn() {
        return pfn;
    }

    public int object() {
        return object;
    }

    public long granted() {
        return granted;
    }

    public long actual() {
        return actual;
    }

    public long value() {
        return value;
    }
}
