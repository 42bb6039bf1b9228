package org.vmtorture.op;

import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Frames;
import org.vmtorture.mm.Ledger;
import org.vmtorture.mm.Op;
import org.vmtorture.mm.Pte;
import org.vmtorture.oracle.Oracle;
import org.vmtorture.strategy.Strategy;

/** What holders of pins do: I/O to the page, and letting go. A pin is named by its place in the CPU's ledger. */
public final class Pins {
    private final Oracle oracle;
    private final Strategy strategy;
    private final Frames frames;

    /** In the flight recorder, beside an unpin's grant: with interrupts off. */
    public static final long ATOMIC = 1L << 62;

    Pins(Oracle oracle, Strategy strategy) {
        this.oracle = oracle;
        this.strategy = strategy;
        this.frames = oracle.machine().frames();
    }

    /** The device reads the page. */
    public long load(Cpu cpu, int pin) {
        long grant = cpu.ledger().pinPte(pin);
        cpu.recorder().record(Op.PIN_LOAD, 0, Pte.pfn(grant));
        cpu.recorder().detail(grant);
        long value = frames.load(Pte.pfn(grant));
        oracle.accessed(cpu, Op.PIN_LOAD, grant, value);
        return value;
    }

    /** The device writes the page. */
    public void store(Cpu cpu, int pin, long value) {
        long grant = cpu.ledger().pinPte(pin);
        cpu.recorder().record(Op.PIN_STORE, 0, Pte.pfn(grant));
        cpu.recorder().detail(grant);
        frames.store(Pte.pfn(grant), value);
        oracle.accessed(cpu, Op.PIN_STORE, grant, value);
    }

    /** unpin_user_page: the put goes to the object that the get found. */
    public void unpin(Cpu cpu, int pin) {
        unpin(cpu, pin, false);
    }

    private void unpin(Cpu cpu, int pin, boolean atomic) {
        Ledger ledger = cpu.ledger();
        long grant = ledger.pinPte(pin);
        long hold = ledger.pinHold(pin);
        int object = Ledger.object(hold);
        cpu.recorder().record(Op.UNPIN, object, Pte.pfn(grant));
        cpu.recorder().detail(atomic ? grant | ATOMIC : grant);
        oracle.pinned(cpu, grant, object, strategy.objectOf(Pte.pfn(grant)));
        ledger.removePin(pin);
        strategy.unpin(cpu, object, Ledger.references(hold));
    }

    /** The same in a completion handler, with interrupts off, where the put may be the last. */
    public void unpinAtomic(Cpu cpu, int pin) {
        cpu.irqDisable();
        unpin(cpu, pin, true);
        cpu.irqEnable();
    }

    /** Strikes a pin out of the ledger to hand it on to another CPU, which {@link #receive}s the two words. */
    public void handOn(Cpu cpu, int pin) {
        cpu.recorder().record(Op.HAND_ON, Ledger.object(cpu.ledger().pinHold(pin)), 0);
        cpu.ledger().removePin(pin);
    }

    /** Enters a pin that another CPU handed on; false if the ledger is full. */
    public boolean receive(Cpu cpu, long grant, long hold) {
        if (cpu.ledger().pinsFull()) {
            return false;
        }
        cpu.ledger().addPin(grant, hold);
        return true;
    }
}
