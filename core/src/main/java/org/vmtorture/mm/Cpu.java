package org.vmtorture.mm;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/**
 * Who executes: one actor is one CPU. Its interrupt state, its TLB, its mmu_gather, its ledger and its flight
 * recorder lie in the machine's rows; this object only knows where.
 */
public final class Cpu {
    /* One irq word per CPU.
     *   0          interrupts on
     *   n > 0      interrupts off, nested n deep: this CPU is in an atomic section
     *   HANDLING   another CPU's handler runs here: this CPU cannot switch interrupts off before it is done
     * 0 --irqDisable--> 1 --irqEnable--> 0;  0 --interrupt--> HANDLING --resume--> 0
     * One translation word per CPU, beside it.
     *   0          between instructions
     *   USING      an instruction that goes through the TLB is under way
     *   FLUSHING   another CPU invalidates entries
     * 0 --beginInstruction--> USING --endInstruction--> 0;  0 --holdInstructions--> FLUSHING --letInstructions--> 0 */
    private static final long HANDLING = -1;

    private static final long USING = 1;
    private static final long FLUSHING = 2;
    private static final int TRANSLATION = 8; // a cache line after the irq word

    private static final int IRQ_STRIDE = 24; // words: three cache lines, the last one padding

    private final int id;
    private final SharedMemory memory;
    private final Words irqs;
    private final Ledger ledger;
    private final Gather gather;
    private final FlightRecorder recorder;

    Cpu(int id, SharedMemory memory, Words irqs, Ledger ledger, Gather gather, FlightRecorder recorder) {
        this.id = id;
        this.memory = memory;
        this.irqs = irqs;
        this.ledger = ledger;
        this.gather = gather;
        this.recorder = recorder;
    }

    static Words irqWords(SharedMemory memory, int cpus) {
        return memory.words("cpu.irq", cpus * IRQ_STRIDE);
    }

    public int id() {
        return id;
    }

    /** What this CPU holds, in truth. */
    public Ledger ledger() {
        return ledger;
    }

    /** Zapped references whose put waits for the TLB flush. */
    public Gather gather() {
        return gather;
    }

    public FlightRecorder recorder() {
        return recorder;
    }

    /**
     * local_irq_save, for this CPU's own thread. Holds off inter-processor interrupts, and with them whoever waits
     * for one.
     */
    public void irqDisable() {
        int word = id * IRQ_STRIDE;
        long depth = irqs.getOpaque(word);
        if (depth > 0) {
            irqs.setOpaque(word, depth + 1);
            return;
        }
        while (irqs.compareAndExchange(word, 0, 1) != 0) { // volatile: later reads of PTEs come after
            memory.onSpinWait();
        }
    }

    /** local_irq_restore; release, so that a handler that was held off sees what this CPU did. */
    public void irqEnable() {
        int word = id * IRQ_STRIDE;
        long depth = irqs.getOpaque(word);
        assert depth > 0 : "irqEnable with interrupts on: cpu=" + id;
        irqs.setRelease(word, depth - 1);
    }

    /** Whether this CPU may not sleep now. For its own thread. */
    public boolean atomic() {
        return irqs.getOpaque(id * IRQ_STRIDE) > 0;
    }

    /** An instruction of this CPU's own thread starts: none of its TLB's entries goes away before it ends. */
    public void beginInstruction() {
        while (irqs.compareAndExchange(id * IRQ_STRIDE + TRANSLATION, 0, USING) != 0) {
            memory.onSpinWait();
        }
    }

    public void endInstruction() {
        irqs.setRelease(id * IRQ_STRIDE + TRANSLATION, 0); // release: the access is over before a flush goes on
    }

    /** From another CPU: waits for the instruction under way and holds off the next. */
    void holdInstructions() {
        while (irqs.compareAndExchange(id * IRQ_STRIDE + TRANSLATION, 0, FLUSHING) != 0) {
            memory.onSpinWait();
        }
    }

    void letInstructions() {
        irqs.setRelease(id * IRQ_STRIDE + TRANSLATION, 0);
    }

    /** Interrupts this CPU from another: waits until its interrupts are on, and stops it until {@link #resume}. */
    void interrupt() {
        while (irqs.compareAndExchange(id * IRQ_STRIDE, 0, HANDLING) != 0) {
            memory.onSpinWait();
        }
    }

    void resume() {
        irqs.setRelease(id * IRQ_STRIDE, 0);
    }
}
