package org.vmtorture.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Machine;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Truth;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Title;
import org.vmtorture.oracle.Violations;
import org.vmtorture.reduce.Scene;

/**
 * Takes violations from the CPUs: each is counted; the first few of a sort are kept whole for a report. A flood costs
 * its CPU an increment per violation, and no memory.
 */
final class ViolationLog implements Violations {
    private static final int OPS = 32;
    private static final int OWNERS = 8;
    private static final int SORTS_PER_KIND = OPS * OPS * OWNERS;
    private static final int DETAILS_MAX = 3; // sightings kept of one sort
    private static final int QUEUE = 1024;
    private static final int HISTORY = 16; // records shown of one CPU

    private final AtomicLongArray counts = new AtomicLongArray(FindingKind.values().length * SORTS_PER_KIND);
    private final MpscVarHandleArrayQueue<Sighting> sightings = new MpscVarHandleArrayQueue<>(QUEUE);
    private final long startNanos;
    private Kernel kernel;
    private Machine machine;

    /** @param startNanos when the soak began, by {@link System#nanoTime} */
    ViolationLog(long startNanos) {
        this.startNanos = startNanos;
    }

    /** The machine that reports here, once it is booted and before it runs. */
    void watch(Kernel booted) {
        kernel = booted;
        machine = booted.machine();
    }

    @Override
    public void found(Cpu cpu, FindingKind kind, Op op, int pfn, int object, long granted, long actual, long value) {
        long truth = pfn >= 0 ? machine.frames().truth(pfn) : 0;
        Op freedBy = pfn >= 0 && !Title.livesBetween(kind, granted, truth) ? Truth.freeOp(truth) : Op.BOOT;
        FrameOwner reusedAs = pfn >= 0 ? Truth.owner(truth) : FrameOwner.NOBODY;
        int sort = sort(kind, op, freedBy, reusedAs);
        long before = counts.getAndIncrement(sort);
        if (before < DETAILS_MAX) {
            sightings.offer(new Sighting(
                    sort,
                    kind,
                    op,
                    cpu.id(),
                    pfn,
                    object,
                    granted,
                    actual,
                    value,
                    truth,
                    histories(cpu.id(), pfn >= 0, truth),
                    "",
                    System.nanoTime() - startNanos,
                    before == 0 ? Optional.of(Scene.of(kernel)) : Optional.empty()));
        }
    }

    /** A CPU whose wait does not end, as the watchdog saw it. */
    void livelock(Cpu cpu, String waitingAt) {
        Op op = cpu.recorder().current();
        int sort = sort(FindingKind.LIVELOCK, op, Op.BOOT, FrameOwner.NOBODY);
        counts.getAndIncrement(sort);
        sightings.offer(new Sighting(
                sort,
                FindingKind.LIVELOCK,
                op,
                cpu.id(),
                NO_PFN,
                NO_OBJECT,
                0,
                0,
                0,
                0,
                histories(cpu.id(), false, 0),
                waitingAt,
                System.nanoTime() - startNanos,
                Optional.of(Scene.of(kernel))));
    }

    private List<Sighting.CpuHistory> histories(int cpu, boolean frame, long truth) {
        List<Sighting.CpuHistory> histories = new ArrayList<>();
        histories.add(history(cpu));
        if (frame) {
            int freer = Truth.freeCpu(truth);
            int owner = Truth.allocCpu(truth);
            if (freer != cpu) {
                histories.add(history(freer));
            }
            if (owner != cpu && owner != freer) {
                histories.add(history(owner));
            }
        }
        return histories;
    }

    private Sighting.CpuHistory history(int cpu) {
        FlightRecorder recorder = machine.cpu(cpu).recorder();
        long end = recorder.operations();
        long start = Math.max(0, end - HISTORY);
        long[] records = new long[(int) (end - start)];
        for (int i = 0; i < records.length; i++) {
            records[i] = recorder.at(start + i);
        }
        return new Sighting.CpuHistory(cpu, start, records);
    }

    /** The next sighting, or null. */
    Sighting poll() {
        return sightings.poll();
    }

    /** How often violations of a sort happened. */
    long count(int sort) {
        return counts.get(sort);
    }

    Map<FindingKind, Long> byKind() {
        Map<FindingKind, Long> byKind = new EnumMap<>(FindingKind.class);
        for (FindingKind kind : FindingKind.values()) {
            long sum = 0;
            for (int i = 0; i < SORTS_PER_KIND; i++) {
                sum += counts.get(kind.ordinal() * SORTS_PER_KIND + i);
            }
            if (sum > 0) {
                byKind.put(kind, sum);
            }
        }
        return byKind;
    }

    long total() {
        return byKind().values().stream().mapToLong(Long::longValue).sum();
    }

    private static int sort(FindingKind kind, Op op, Op freedBy, FrameOwner reusedAs) {
        int within = (op.ordinal() * OPS + freedBy.ordinal()) * OWNERS + reusedAs.ordinal();
        return kind.ordinal() * SORTS_PER_KIND + within;
    }
}
