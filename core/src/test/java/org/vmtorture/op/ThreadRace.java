package org.vmtorture.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.NoisyMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FlightRecorder;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.mm.Truth;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/**
 * Some threads, each a {@link RandomCpu}, on one machine; then an audit with all that is left, and one with nothing
 * left.
 */
final class ThreadRace {
    static final int THREADS = 4;
    private static final int JOIN_SECONDS = 20;
    private static final int FINDINGS_MAX = 20;
    private static final int RECORDS_SHOWN = 12;
    private static final int OFFERS = 2;

    /**
     * @param noise probability of a delay before an access; 0 for none
     */
    record Setup(
            StrategyId strategy,
            GupMode gup,
            Shootdown shootdown,
            boolean counted,
            double noise,
            Defect defect,
            long seed) {
        Setup withSeed(long other) {
            return new Setup(strategy, gup, shootdown, counted, noise, defect, other);
        }
    }

    private final Setup setup;
    private final HardwareMemory hardware = new HardwareMemory();
    private final Kernel kernel;
    private final Census census;
    private final AtomicIntegerArray offered = new AtomicIntegerArray(OFFERS);
    private final Queue<RandomCpu.HandedOn> handedOn = new ConcurrentLinkedQueue<>();
    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final List<RandomCpu> cpus = new ArrayList<>();

    ThreadRace(Setup setup) {
        this.setup = setup;
        SharedMemory memory = setup.noise() == 0 ? hardware : new NoisyMemory(hardware, setup.noise(), setup.seed());
        var size = new MachineSize(1024, THREADS + 1, 24, 128, 12, 32, 8, setup.shootdown());
        int regions = THREADS * RandomCpu.REGIONS_EACH;
        this.kernel = Kernel.boot(memory, size, regions, setup.strategy(), setup.gup(), setup.defect(), this::found);
        this.census = new Census(kernel.machine());
        var random = new SplittableRandom(setup.seed());
        int[] mms = new int[RandomCpu.MMS_EACH];
        for (int place = 0; place < mms.length; place++) {
            mms[place] = kernel.addressSpaces().create();
        }
        for (int thread = 0; thread < THREADS; thread++) {
            var cpu = new RandomCpu(kernel, kernel.cpu(thread), setup.counted(), random.split(), offered, handedOn);
            for (int place = 0; place < mms.length; place++) {
                cpu.use(place, mms[place]);
            }
            cpus.add(cpu);
        }
        for (int mm : mms) {
            kernel.addressSpaces().put(kernel.cpu(THREADS), mm);
        }
        for (int offer = 0; offer < OFFERS; offer++) {
            offered.set(offer, AddressSpaces.NONE);
        }
    }

    /** Runs it and returns what was found, with what a reader needs to see why; empty if nothing was. */
    List<String> run(int operationsEach) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (RandomCpu cpu : cpus) {
            var thread = new Thread(() -> operate(cpu, operationsEach), "cpu" + cpu.cpu.id());
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        join(threads);
        if (findings.isEmpty()) {
            audit("with all that is left");
        }
        if (findings.isEmpty()) {
            quit();
            audit("with nothing left");
        }
        if (findings.isEmpty()) {
            AtRest.assertAllGivenBack(kernel);
        }
        return report();
    }

    List<RandomCpu> cpus() {
        return cpus;
    }

    private void operate(RandomCpu cpu, int operations) {
        try {
            cpu.operate(operations);
        } catch (Throwable thrown) { // an assertion of the model's, most of all
            var text = new StringBuilder(cpu.cpu.id() + " died: " + thrown);
            for (StackTraceElement frame : thrown.getStackTrace()) {
                text.append("\n    at ").append(frame);
            }
            findings.add(text.toString());
            hardware.halt(); // the others may wait for what it held
        }
    }

    /** Waits a bounded time; a thread that does not end is a finding, with everybody's stack. */
    private void join(List<Thread> threads) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(JOIN_SECONDS);
        for (Thread thread : threads) {
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            if (thread.isAlive()) {
                findings.add("does not end: " + thread.getName() + threadDump(threads));
                hardware.halt();
                return;
            }
        }
    }

    private static String threadDump(List<Thread> threads) {
        var dump = new StringBuilder();
        for (Thread thread : threads) {
            dump.append("\n  ").append(thread.getName()).append(' ').append(thread.getState());
            for (StackTraceElement frame : thread.getStackTrace()) {
                dump.append("\n    at ").append(frame);
            }
        }
        return dump.toString();
    }

    private void audit(String when) {
        Cpu auditor = kernel.cpu(THREADS);
        kernel.audit(auditor, census);
        if (!findings.isEmpty()) {
            findings.add("found by the audit " + when);
        }
    }

    private void quit() {
        Cpu auditor = kernel.cpu(THREADS);
        for (RandomCpu.HandedOn pin; (pin = handedOn.poll()) != null; ) {
            kernel.pins().receive(auditor, pin.grant(), pin.hold());
            kernel.pins().unpin(auditor, 0);
        }
        for (int offer = 0; offer < OFFERS; offer++) {
            if (offered.get(offer) != AddressSpaces.NONE) {
                kernel.addressSpaces().put(auditor, offered.get(offer));
            }
        }
        cpus.forEach(RandomCpu::quit);
    }

    private void found(Cpu cpu, FindingKind kind, Op op, int pfn, int object, long granted, long actual, long value) {
        if (findings.size() < FINDINGS_MAX) {
            String truth = pfn < 0 ? "" : " " + truth(kernel.machine().frames().truth(pfn));
            findings.add(kind.id() + " cpu=" + cpu.id() + " op=" + op.function() + " pfn=" + pfn + " object=" + object
                    + " granted=" + granted + " actual=" + actual + " value=" + value + truth + operations(cpu));
        }
    }

    private static String truth(long word) {
        return "[generation=" + Truth.generation(word) + " owner=" + Truth.owner(word) + " alloc=cpu"
                + Truth.allocCpu(word) + "/" + Truth.allocOp(word) + " free=cpu" + Truth.freeCpu(word) + "/"
                + Truth.freeOp(word) + "]";
    }

    private static String operations(Cpu cpu) {
        FlightRecorder recorder = cpu.recorder();
        var text = new StringBuilder(" after");
        long last = recorder.operations();
        for (long number = Math.max(0, last - RECORDS_SHOWN); number < last; number++) {
            long record = recorder.at(number);
            text.append(' ').append(FlightRecorder.op(record).function()).append('(');
            text.append(FlightRecorder.object(record))
                    .append(',')
                    .append(FlightRecorder.page(record))
                    .append(')');
        }
        return text.toString();
    }

    private List<String> report() {
        var report = new ArrayList<String>();
        if (!findings.isEmpty()) {
            report.add(setup.toString());
            report.addAll(findings);
        }
        return report;
    }
}
