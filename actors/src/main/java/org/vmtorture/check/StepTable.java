package org.vmtorture.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.Errno;
import org.vmtorture.op.Fork;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Defect;

/**
 * The life of an area from its allocation to the last reference, step by step as the kernels were taken through it: two
 * mappings A and B, children, a pipe, an io_uring. After each step every page's counts are compared.
 */
final class StepTable {
    /* Where things are mapped, in pages. */
    private static final int A = 0;
    private static final int B = 16;
    private static final int MOVED = 32;
    private static final int EMPTIED = 48;
    private static final int DUPLICATE = 64;
    private static final int ELSEWHERE = 80;
    private static final int PIPE = 0;
    private static final int OTHER_PIPE = 1;
    private static final String NOT_RECORDED = "-";
    private static final MachineSize SIZE = new MachineSize(1024, 3, 3, 128, 32, 4, 8, Shootdown.BROADCAST, 2);

    private final Provider provider;
    private final Map<String, String> expected;
    private final Map<String, String> outcomes;
    private final ModelMachine machine;
    private final Kernel kernel;
    private final Cpu cpu;
    private final Cpu childCpu;
    private final List<String> done = new ArrayList<>();
    private int cells;
    private int mm;
    private int child;
    private int a = A;
    private Difference difference;

    private StepTable(Provider provider, Map<String, String> expected, Map<String, String> outcomes, Defect defect) {
        this.provider = provider;
        this.expected = new LinkedHashMap<>(expected);
        this.outcomes = new LinkedHashMap<>(outcomes);
        GupMode gup = provider.refusesGup() ? GupMode.REFUSE : GupMode.SLOW;
        this.machine = new ModelMachine(SIZE, provider.strategy(), gup, defect);
        this.kernel = machine.kernel;
        this.cpu = machine.cpu(0);
        this.childCpu = machine.cpu(1);
    }

    /**
     * Takes the model through the steps.
     *
     * @param expected cells by step, as one string each; a step that the kernel refused has none
     * @param outcomes of single system calls, as far as they were measured
     */
    static Comparison run(
            Provider provider, Map<String, String> expected, Map<String, String> outcomes, Defect defect) {
        StepTable table = new StepTable(provider, expected, outcomes, defect);
        table.run();
        return new Comparison(table.cells, Optional.ofNullable(table.difference));
    }

    private void run() {
        machine.create(provider.kind(), provider.pages(), provider.vmOps());
        mm = kernel.addressSpaces().create();
        map(A);
        kernel.munmap().munmap(cpu, mm, A, A + provider.pages());
        step("01 allocated, no user mapping (after map+unmap)");
        expectOk("mmap", map(A));
        step("02 first mmap");
        outcome("VMA flags", VmaFlags.names(kernel.machine().vmas(), mm, A));
        outcome("second mmap", map(B));
        step("03 second mmap, same process");
        moves();
        outcome("mprotect page 1", kernel.mprotect().mprotect(cpu, mm, a + 1, a + 2, 0));
        kernel.mprotect().mprotect(cpu, mm, a + 1, a + 2, provider.protection());
        outcome(
                "VMAs of A after mprotect and back",
                VmaFlags.count(kernel.machine().vmas(), mm, a, a + provider.pages()));
        step("05 mprotect mid page (VMA split)");
        children();
        kernel.munmap().munmap(cpu, mm, B, B + provider.pages());
        step("14 munmap(B)");
        touchAll(a); // mlock populates
        step("15 after mlock");
        outcome("MADV_COLD", kernel.madvise().cold(cpu, mm, a));
        step("16 after MADV_COLD/PAGEOUT");
        gupUsers();
        step("17 after mincore/futex/process_vm/procmem/O_DIRECT");
        pipes();
        ring();
        holes();
        end();
        if (difference == null && !expected.isEmpty()) {
            differ(expected.keySet().iterator().next(), "the kernel did this, the model refused", "done", "refused");
        }
        if (difference == null && !outcomes.isEmpty()) {
            differ(outcomes.keySet().iterator().next(), "no step does this", "measured", "-");
        }
    }

    private void moves() {
        int last = a + provider.pages();
        int grown = kernel.mremap().resize(cpu, mm, a, provider.pages(), provider.pages() + 1);
        outcome("mremap grow", grown);
        if (grown >= 0) {
            outcome("touch of the grown page", signal(kernel.userAccess().touch(cpu, mm, last)));
            kernel.mremap().resize(cpu, mm, a, provider.pages() + 1, provider.pages());
            step("04a mremap: grown VMA, then shrunk back");
        }
        assert kernel.machine().vmas().overlapping(mm, last, last + 1) == Vmas.NONE : "not shrunk";
        int moved = kernel.mremap().mremapFixed(cpu, mm, a, provider.pages(), MOVED);
        outcome("mremap move", moved);
        expectOk("mremap", moved);
        a = MOVED;
        step("04 mremap: move whole VMA");
        int emptied = kernel.mremap().mremapDontUnmap(cpu, mm, a, provider.pages(), EMPTIED);
        outcome("mremap DONTUNMAP", emptied);
        step("04b mremap: DONTUNMAP");
        if (emptied >= 0) {
            kernel.munmap().munmap(cpu, mm, a, a + provider.pages());
            a = emptied;
            step("04b2 old empty VMA unmapped");
        }
        int duplicate = kernel.mremap().mremapDuplicate(cpu, mm, a, provider.pages(), DUPLICATE);
        outcome("mremap old_len=0", duplicate);
        step("04c mremap: old_len=0 duplicate");
        if (duplicate >= 0) {
            kernel.munmap().munmap(cpu, mm, duplicate, duplicate + provider.pages());
        }
    }

    private void children() {
        child = fork();
        step("06 fork (child inherits A and B)");
        kernel.userAccess().touch(childCpu, child, a);
        outcome("child partial munmap", kernel.munmap().munmap(childCpu, child, a + 1, a + 2));
        step("07 child partial munmap of page 1");
        outcome("child partial mremap", kernel.mremap().mremapFixed(childCpu, child, a + 2, 1, ELSEWHERE));
        step("08 child mremap move of page 2");
        kernel.mprotect().mprotect(childCpu, child, a, a + 1, 0);
        step("09 child mprotect PROT_NONE page 0");
        kernel.munmap().munmap(childCpu, child, B, B + provider.pages());
        step("10 child munmap(B)");
        kernel.addressSpaces().put(childCpu, child);
        step("11 child exit (mm teardown)");
        boolean copied = (provider.vmOps() & Vmas.DONTCOPY) == 0;
        kernel.madvise().fork(cpu, mm, a, a + provider.pages(), false);
        child = fork();
        step("12 fork with A DONTFORK (only B inherited)");
        kernel.addressSpaces().put(childCpu, child);
        step("13 child SIGKILLed");
        if (copied) {
            kernel.madvise().fork(cpu, mm, a, a + provider.pages(), true);
        }
    }

    private int fork() {
        int result = kernel.fork().fork(cpu, mm, Fork.NO_FAILURE);
        expectOk("fork", result);
        return result;
    }

    private void gupUsers() {
        kernel.gupUsers().sharedFutexKey(cpu, mm, a);
        kernel.gupUsers().processVm(cpu, mm, a, false);
        kernel.gupUsers().processVm(cpu, mm, a, true);
        kernel.gupUsers().remoteRead(cpu, mm, a);
        kernel.gupUsers().directIo(cpu, mm, a, false);
        kernel.gupUsers().directIo(cpu, mm, a, true);
    }

    private void pipes() {
        splice(a, PIPE);
        splice(a + 1, PIPE);
        step("18 vmsplice pages 0-1 (pipe holds ref)");
        splice(a, PIPE);
        step("19 vmsplice page 0 again");
        kernel.splice().tee(cpu, PIPE, OTHER_PIPE);
        step("19b tee() duplicates the pipe buffers");
        kernel.splice().close(cpu, OTHER_PIPE);
        step("19c second pipe closed");
        kernel.splice().read(cpu, PIPE);
        step("20 one page drained");
        kernel.splice().close(cpu, PIPE);
        step("21 pipe drained");
    }

    private void splice(int page, int pipe) {
        int result = kernel.splice().vmsplice(cpu, mm, page, pipe);
        if (provider.refusesGup()) {
            expect("vmsplice", "EFAULT", result);
        } else {
            expectOk("vmsplice", result);
        }
    }

    private void ring() {
        int error = register(a, 2);
        outcome("io_uring register", error);
        boolean registered = error == 0;
        step("22 FOLL_PIN|LONGTERM pages 0-1 (io_uring)");
        if (registered) {
            child = fork();
            step("23 fork while pinned");
            kernel.addressSpaces().put(childCpu, child);
        }
        kernel.gupUsers().unregisterBuffers(cpu);
        step("24 unregistered");
    }

    private int register(int page, int pages) {
        return kernel.gupUsers().registerBuffers(cpu, mm, page, pages, provider.registers());
    }

    private void holes() {
        int last = a + provider.pages() - 1;
        kernel.madvise().dontNeed(cpu, mm, last, last + 1);
        step("25 MADV_DONTNEED last page");
        outcome("touch after DONTNEED", signal(kernel.userAccess().touch(cpu, mm, last)));
        step("26 touched again");
        kernel.munmap().munmap(cpu, mm, a, a + provider.pages());
        step("26b munmap, fd still open");
        a = A;
        expectOk("mmap", map(a));
        step("27 remapped");
    }

    private void end() {
        kernel.regions().destroy(machine.driver, ModelMachine.REGION); // the last fd; the VMA holds the file
        machine.work();
        step("28 fd closed, mapping still up (+1s)");
        splice(a, PIPE);
        register(a + 1, 1);
        step("29 page0 in pipe, page1 registered");
        kernel.munmap().munmap(cpu, mm, a, a + provider.pages());
        if (provider.freedAtOnce()) {
            machine.work();
        }
        step("30 munmap (last user mapping), t+0");
        machine.work();
        step("31 t+1s: kernel owner has vfree'd");
        kernel.splice().close(cpu, PIPE);
        step("32 pipe drained");
        kernel.gupUsers().unregisterBuffers(cpu);
        machine.work();
        step("33 io_uring unregistered+closed, +1s");
    }

    private int map(int start) {
        int result = kernel.mmap()
                .mmapFixed(cpu, mm, ModelMachine.REGION, 0, provider.pages(), start, provider.protection());
        if (result >= 0) {
            touchAll(start);
        }
        return result;
    }

    private void touchAll(int start) {
        for (int page = start; page < start + provider.pages(); page++) {
            kernel.userAccess().touch(cpu, mm, page);
        }
    }

    private static String signal(int signal) {
        return signal == 0 ? "ok" : "SIGBUS";
    }

    private void outcome(String event, int result) {
        outcome(event, result < 0 ? Errno.name(-result) : "ok");
    }

    /** Compares what one system call came to, where that was measured. */
    private void outcome(String event, String actual) {
        String measured = outcomes.remove(event);
        if (measured != null && difference == null) {
            cells++;
            if (!measured.equals(actual)) {
                differ(event, "outcome", measured, actual);
            }
        }
    }

    private void expectOk(String operation, int result) {
        expect(operation, "ok", result);
    }

    private void expect(String operation, String outcome, int result) {
        String actual = result < 0 ? Errno.name(-result) : "ok";
        if (difference == null && !actual.equals(outcome)) {
            differ(operation, "of the steps", outcome, actual);
        }
    }

    /** Compares the model with the kernel's cells after a step. */
    private void step(String step) {
        if (difference != null) {
            return;
        }
        String kernelCells = expected.remove(step);
        if (kernelCells == null) {
            differ(step, "the kernel refused, the model did it", "refused", "done");
            return;
        }
        String modelCells = cellsNow();
        if (kernelCells.equals(NOT_RECORDED)) {
            return;
        }
        cells += provider.shown();
        List<String> found = machine.takeViolations();
        if (!found.isEmpty() || !kernelCells.equals(modelCells)) {
            differ(step, found.isEmpty() ? "counts" : String.join(", ", found), kernelCells, modelCells);
        }
        done.add(step + "  " + modelCells);
    }

    private String cellsNow() {
        StringBuilder text = new StringBuilder();
        for (int page = 0; page < provider.shown(); page++) {
            text.append(page == 0 ? "" : " ").append(machine.cell(page));
        }
        return text.toString();
    }

    private void differ(String step, String what, String kernelCells, String modelCells) {
        List<String> before = done.subList(Math.max(0, done.size() - 6), done.size());
        difference = new Difference(
                provider.column() + ", " + step,
                what,
                List.of(kernelCells.split(" ")),
                List.of(modelCells.split(" ")),
                List.copyOf(before));
    }
}
