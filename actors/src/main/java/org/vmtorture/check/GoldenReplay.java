package org.vmtorture.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.AddressSpaces;
import org.vmtorture.op.Errno;
import org.vmtorture.op.Fork;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.VmOps;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** Performs a golden trace on the model, line by line, and compares result, errno and every count after each. */
final class GoldenReplay {
    private static final int BEFORE_MAX = 6;

    private final GoldenTrace trace;
    private final ModelMachine machine;
    private final Kernel kernel;
    private final Map<Integer, Task> processes = new HashMap<>();
    private final Deque<Integer> freeCpus = new ArrayDeque<>();
    private final Deque<String> before = new ArrayDeque<>();
    private int performed;

    private record Task(int mm, Cpu cpu, int place) {}

    private GoldenReplay(GoldenTrace trace, Defect defect) {
        this.trace = trace;
        int pagesPerMm = roundUp(trace.slots(), MachineSize.PTRS_PER_TABLE);
        int mms = trace.processes() + 1;
        int tables = mms * (pagesPerMm / MachineSize.PTRS_PER_TABLE);
        var size = new MachineSize(
                2 * (trace.pages() + tables) + 64 * mms, // the per-CPU caches keep some
                mms,
                mms,
                pagesPerMm,
                2 * trace.slots() + 4, // each page may be a VMA, and a split needs room
                2,
                trace.pages(),
                Shootdown.BROADCAST,
                trace.pipes());
        this.machine = new ModelMachine(size, StrategyId.TODAY, GupMode.SLOW, defect);
        this.kernel = machine.kernel;
        for (int cpu = 0; cpu < trace.processes(); cpu++) {
            freeCpus.add(cpu);
        }
    }

    private static int roundUp(int value, int unit) {
        return (value + unit - 1) / unit * unit;
    }

    /** Performs the trace up to its end or to the first difference between kernel and model. */
    static Comparison run(GoldenTrace trace, Defect defect) {
        GoldenReplay replay = new GoldenReplay(trace, defect);
        Optional<Difference> difference = replay.run();
        return new Comparison(replay.performed, difference);
    }

    private Optional<Difference> run() {
        machine.create(AreaKind.VMALLOC, trace.pages(), VmOps.REMAP_VMALLOC_RANGE | VmOps.COUNTED);
        adopt(0, kernel.addressSpaces().create());
        Optional<Difference> difference = compare(1, "before the first operation", "", "", trace.init());
        for (GoldenTrace.Line line : trace.lines()) {
            if (difference.isPresent()) {
                return difference;
            }
            int result = perform(line);
            performed++;
            String errno = result < 0 ? Errno.name(-result) : "";
            difference = compare(line.number(), line.text(), line.errno(), errno, line.counts());
            if (before.size() == BEFORE_MAX) {
                before.removeFirst();
            }
            before.add("line " + line.number() + ": " + line.text());
        }
        return difference.isPresent() ? difference : atRest();
    }

    /** When all is over the oracles must agree, too. */
    private Optional<Difference> atRest() {
        machine.audit();
        List<String> found = machine.takeViolations();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(new Difference(
                        trace.name(), "the audit after the last line", List.of("clean"), found, List.copyOf(before)));
    }

    private Optional<Difference> compare(
            int line, String text, String expectedErrno, String errno, GoldenTrace.Counts counts) {
        List<String> found = machine.takeViolations();
        boolean same = expectedErrno.equals(errno) && found.isEmpty();
        for (int page = 0; page < trace.pages(); page++) {
            same &= machine.refcount(page) == counts.refcounts()[page]
                    && machine.mapcount(page) == counts.mapcounts()[page]
                    && !machine.isFreed(page);
        }
        if (same) {
            return Optional.empty();
        }
        List<String> expected = new ArrayList<>(List.of(result(expectedErrno)));
        List<String> actual = new ArrayList<>(List.of(result(errno)));
        for (int page = 0; page < trace.pages(); page++) {
            expected.add(counts.cell(page));
            actual.add(machine.cell(page));
        }
        actual.addAll(found);
        return Optional.of(new Difference(trace.name() + ":" + line, text, expected, actual, List.copyOf(before)));
    }

    private static String result(String errno) {
        return errno.isEmpty() ? "ok" : errno;
    }

    private void adopt(int process, int mm) {
        int place = freeCpus.removeFirst();
        processes.put(process, new Task(mm, machine.cpu(place), place));
    }

    private int perform(GoldenTrace.Line line) {
        Task process = processes.get(line.process());
        Cpu cpu = process.cpu();
        int mm = process.mm();
        int start = line.slot();
        int end = start + line.count();
        return switch (line.op()) {
            case MMAP ->
                kernel.mmap()
                        .mmapFixed(cpu, mm, ModelMachine.REGION, line.other(), line.count(), start, line.protection());
            case MUNMAP -> kernel.munmap().munmap(cpu, mm, start, end);
            case MREMAP ->
                trace.movesSeveralVmas()
                        ? kernel.mremap().mremapSeveral(cpu, mm, start, line.count(), line.other())
                        : kernel.mremap().mremapFixed(cpu, mm, start, line.count(), line.other());
            case MPROTECT -> kernel.mprotect().mprotect(cpu, mm, start, end, line.protection());
            case MADVISE_DONTNEED -> kernel.madvise().dontNeed(cpu, mm, start, end);
            case MADVISE_DONTFORK -> kernel.madvise().fork(cpu, mm, start, end, false);
            case MADVISE_DOFORK -> kernel.madvise().fork(cpu, mm, start, end, true);
            case FORK -> fork(cpu, mm, line.other());
            case EXIT, SIGKILL -> exit(line.process());
            case VMSPLICE -> kernel.splice().vmsplice(cpu, mm, start, line.other());
            case PIPE_DRAIN -> kernel.splice().read(cpu, line.other()) ? 0 : -Errno.EAGAIN;
            case PIN ->
                cpu.ledger().pins() > 0
                        ? -Errno.EBUSY
                        : kernel.gupUsers().registerBuffers(cpu, mm, start, line.count(), true);
            case UNPIN -> unpin(cpu);
        };
    }

    private int fork(Cpu cpu, int mm, int child) {
        int childMm = kernel.fork().fork(cpu, mm, Fork.NO_FAILURE);
        if (childMm != AddressSpaces.NONE && childMm >= 0) {
            adopt(child, childMm);
            return 0;
        }
        return childMm;
    }

    /** A process ends, in whatever way: its memory first, its files and with them its io_uring after. */
    private int exit(int process) {
        Task ended = processes.remove(process);
        kernel.addressSpaces().put(ended.cpu(), ended.mm());
        kernel.gupUsers().unregisterBuffers(ended.cpu());
        freeCpus.addFirst(ended.place());
        return 0;
    }

    private int unpin(Cpu cpu) {
        if (cpu.ledger().pins() == 0) {
            return -Errno.ENXIO;
        }
        kernel.gupUsers().unregisterBuffers(cpu);
        return 0;
    }
}
