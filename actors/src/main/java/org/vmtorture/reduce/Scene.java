package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.Kernel;

/**
 * A machine as a violation left it, seen without stopping anybody: what its CPUs had done last, and what lay where.
 *
 * @param tapes one of each CPU
 * @param spots the VMAs
 * @param dead the regions that mmap no longer finds
 * @param performed what any CPU has done since boot
 */
public record Scene(List<Tape> tapes, List<Spot> spots, Set<Integer> dead, Set<Op> performed) {
    /** Pages of a region where an address space has them: user page {@code start} is page {@code pgoff}. */
    public record Spot(int mm, int start, int pages, int region, int pgoff, boolean counted) {
        boolean covers(int inMm, int page) {
            return mm == inMm && page >= start && page < start + pages;
        }
    }

    /** Looks at a machine that may be running. */
    public static Scene of(Kernel kernel) {
        int cpus = kernel.machine().size().cpus();
        List<Tape> tapes = new ArrayList<>();
        Set<Op> performed = EnumSet.noneOf(Op.class);
        for (int cpu = 0; cpu < cpus; cpu++) {
            tapes.add(Tape.of(cpu, kernel.cpu(cpu).recorder()));
            for (Op op : Op.values()) {
                if (kernel.cpu(cpu).recorder().count(op) > 0) {
                    performed.add(op);
                }
            }
        }
        Set<Integer> dead = new HashSet<>();
        for (int region = 0; region < kernel.regions().count(); region++) {
            if (!kernel.regions().isLive(region)) {
                dead.add(region);
            }
        }
        return new Scene(tapes, spots(kernel), dead, performed);
    }

    private static List<Spot> spots(Kernel kernel) {
        Vmas vmas = kernel.machine().vmas();
        List<Spot> spots = new ArrayList<>();
        for (int mm = 0; mm < kernel.machine().size().mms(); mm++) {
            for (int slot = 0; slot < vmas.slots(); slot++) {
                long range = vmas.range(mm, slot);
                if (range != 0) {
                    spots.add(new Spot(
                            mm,
                            Vmas.start(range),
                            Vmas.pages(range),
                            vmas.region(mm, slot),
                            vmas.pgoff(mm, slot),
                            (range & Vmas.COUNTED) != 0));
                }
            }
        }
        return spots;
    }
}
