package org.vmtorture.oracle;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.mm.RefcountWarnings;
import org.vmtorture.mm.Truth;

/**
 * The oracles of one machine that look at single events. Each compares an event with the truth and reports; none
 * changes anything. {@link Census} is their companion for a machine at rest.
 */
public final class Oracle implements RefcountWarnings {
    private final Machine machine;
    private final Violations violations;

    public Oracle(Machine machine, Violations violations) {
        this.machine = machine;
        this.violations = violations;
    }

    public Machine machine() {
        return machine;
    }

    /**
     * A frame was just accessed through a grant in PTE form: a pin, a walker's PTE, a kernel alias. Called after the
     * access, so that a free that came before it cannot have been missed.
     */
    public void accessed(Cpu cpu, Op op, long grant, long value) {
        int pfn = Pte.pfn(grant);
        long truth = machine.frames().truth(pfn);
        if (Truth.generation(truth) != Pte.generation(grant)) {
            report(cpu, FindingKind.USE_AFTER_FREE, op, pfn, Violations.NO_OBJECT, Pte.generation(grant), truth, value);
        }
    }

    /**
     * A frame was just accessed through a TLB entry; if the frame is gone, was it the PTE or only the TLB that named
     * it?
     */
    public void translated(Cpu cpu, Op op, int mm, int page, long entry, long value) {
        int pfn = Pte.pfn(entry);
        long truth = machine.frames().truth(pfn);
        if (Truth.generation(truth) != Pte.generation(entry)) {
            boolean mapped = machine.pageTables().pte(mm, page) == entry;
            FindingKind kind = mapped ? FindingKind.USE_AFTER_FREE : FindingKind.STALE_TLB;
            report(cpu, kind, op, pfn, Violations.NO_OBJECT, Pte.generation(entry), truth, value);
        }
    }

    /**
     * GUP accepted a pin, or is about to drop one: the object that holds it must be the one behind the page it was
     * given for.
     */
    public void pinned(Cpu cpu, long grant, int object, int objectOfPage) {
        int pfn = Pte.pfn(grant);
        long truth = machine.frames().truth(pfn);
        if (object != objectOfPage || Truth.generation(truth) != Pte.generation(grant)) {
            Op op = cpu.recorder().current();
            report(cpu, FindingKind.WRONG_OBJECT, op, pfn, object, Pte.generation(grant), truth, objectOfPage);
        }
    }

    /** A free that the allocator refused, because the frame was free already. */
    public void freedTwice(Cpu cpu, int pfn) {
        long truth = machine.frames().truth(pfn);
        Op op = cpu.recorder().current();
        report(cpu, FindingKind.DOUBLE_FREE, op, pfn, Violations.NO_OBJECT, 0, truth, 0);
    }

    /** A vfree that found no area at its address, or an area of another life than it was given. */
    public void freedForeignAddress(Cpu cpu, int address, int expectedLife, int actualLife) {
        Op op = cpu.recorder().current();
        report(cpu, FindingKind.DOUBLE_FREE, op, Violations.NO_PFN, address, expectedLife, actualLife, 0);
    }

    /** A kernel access to an address that no kernel PTE maps: an oops, for the area behind it was freed. */
    public void faulted(Cpu cpu, Op op, int region) {
        report(cpu, FindingKind.USE_AFTER_FREE, op, Violations.NO_PFN, region, 0, 0, 0);
    }

    /** might_sleep: work that may take long is about to start. */
    public void mightSleep(Cpu cpu, int object) {
        if (cpu.atomic()) {
            Op op = cpu.recorder().current();
            report(cpu, FindingKind.BAD_CONTEXT, op, Violations.NO_PFN, object, 0, 1, 0);
        }
    }

    /** A field of a descriptor is about to be used through a memdesc word of another type. */
    public void confused(Cpu cpu, int pfn, int expectedType, long memdesc) {
        Op op = cpu.recorder().current();
        report(cpu, FindingKind.TYPE_CONFUSION, op, pfn, Violations.NO_OBJECT, expectedType, memdesc, 0);
    }

    /** A count that disagrees at rest with the references that exist. */
    public void miscounted(Cpu cpu, int pfn, int object, long expected, long actual) {
        FindingKind kind = actual > expected ? FindingKind.LEAK : FindingKind.UNDERFLOW;
        report(cpu, kind, Op.AUDIT, pfn, object, expected, actual, 0);
    }

    /** Memory that is still allocated at rest although nothing references it and its count says so. */
    public void retained(Cpu cpu, int pfn, int object) {
        report(
                cpu,
                FindingKind.RETENTION,
                Op.AUDIT,
                pfn,
                object,
                0,
                machine.frames().truth(pfn),
                0);
    }

    /** A TLB entry that at rest still translates what no PTE says any more. */
    public void unflushed(Cpu cpu, int pfn, int page, long entry) {
        long truth = machine.frames().truth(pfn);
        report(cpu, FindingKind.STALE_TLB, Op.AUDIT, pfn, page, Pte.generation(entry), truth, 0);
    }

    @Override
    public void warn(Cpu cpu, Warning warning, String row, int object, int seen) {
        FindingKind kind = switch (warning) {
            case RESURRECTION -> FindingKind.RESURRECTION;
            case UNDERFLOW -> FindingKind.UNDERFLOW;
            case OVERFLOW -> FindingKind.OVERFLOW;
        };
        report(cpu, kind, cpu.recorder().current(), Violations.NO_PFN, object, 0, seen, 0);
    }

    private void report(Cpu cpu, FindingKind kind, Op op, int pfn, int object, long granted, long actual, long value) {
        violations.found(cpu, kind, op, pfn, object, granted, actual, value);
    }
}
