package org.vmtorture.soak;

import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Ledger;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;

/**
 * A GUP caller, as a DMA driver would be: pins pages that others may be unmapping, does I/O, hands some on, lets go.
 */
final class GupCaller implements Role {
    private static final int MMS_REMEMBERED = 16;
    private static final int ATOMIC_UNPINS = 4; // one unpin in so many is in a completion handler

    private final String name;
    private final Kernel kernel;
    private final Cpu cpu;
    private final Profile profile;
    private final SplittableRandom random;
    private final LatencySampler latencies;
    private final Outbox outbox;
    private final Notebook mms = new Notebook(MMS_REMEMBERED);
    private long pinned;
    private long handedOn;
    private long unpinnedAtomic;

    GupCaller(String name, Kernel kernel, Cpu cpu, Profile profile, SplittableRandom random, Outbox outbox) {
        this.name = name;
        this.kernel = kernel;
        this.cpu = cpu;
        this.profile = profile;
        this.random = random;
        this.latencies = new LatencySampler(cpu.recorder(), cpu.id());
        this.outbox = outbox;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void burst(int operations) {
        int done = 0;
        while (done < operations) {
            int pins = cpu.ledger().pins();
            int dice = random.nextInt(4 + profile.pinHold());
            latencies.begin();
            if (pins == 0 || dice < 2 && !cpu.ledger().pinsFull()) {
                done += pin();
            } else if (dice < 4) {
                unpin(random.nextInt(pins));
                done++;
            } else {
                touch(random.nextInt(pins));
                done++;
            }
            latencies.end();
        }
        if (cpu.ledger().pins() > 0 && random.nextDouble() < profile.handOn()) {
            handOn(random.nextInt(cpu.ledger().pins()));
        }
    }

    private int pin() {
        if (mms.isEmpty()) {
            return 1;
        }
        int mm = mms.any(random);
        if (!kernel.addressSpaces().tryGet(cpu, mm)) {
            return 1;
        }
        long range = UserProcess.anyRange(kernel, mm, random);
        if (range != 0) {
            int page = UserProcess.anyPage(range, random);
            boolean longTerm = random.nextDouble() < profile.longTermPins();
            pinned += kernel.gup().pin(cpu, mm, page, random.nextBoolean(), longTerm) == 0 ? 1 : 0;
        }
        kernel.addressSpaces().put(cpu, mm);
        return 1;
    }

    private void touch(int pin) {
        if (random.nextBoolean()) {
            kernel.pins().load(cpu, pin);
        } else {
            kernel.pins().store(cpu, pin, pin);
        }
    }

    private void unpin(int pin) {
        if (random.nextDouble() < profile.longTermPins()) {
            touch(pin); // it may last
        } else if (random.nextInt(ATOMIC_UNPINS) == 0) {
            kernel.pins().unpinAtomic(cpu, pin);
            unpinnedAtomic++;
        } else {
            kernel.pins().unpin(cpu, pin);
        }
    }

    private void handOn(int pin) {
        Ledger ledger = cpu.ledger();
        Message.HandOn message = new Message.HandOn(ledger.pinPte(pin), ledger.pinHold(pin));
        if (profile.gups() > 1) {
            kernel.pins().handOn(cpu, pin);
            if (outbox.toGupCaller(random.nextInt(Integer.MAX_VALUE), message)) {
                handedOn++;
            } else {
                kernel.pins().receive(cpu, message.grant(), message.hold());
            }
        }
    }

    @Override
    public void receive(Message message) {
        if (message instanceof Message.Notice notice) {
            mms.remember(notice.mm(), random);
        } else if (message instanceof Message.HandOn pin) {
            if (cpu.ledger().pinsFull()) {
                kernel.pins().unpin(cpu, 0);
            }
            kernel.pins().receive(cpu, pin.grant(), pin.hold());
        } else {
            throw new IllegalStateException("not for a GUP caller: " + message);
        }
    }

    @Override
    public void drain() {
        while (cpu.ledger().pins() > 0) {
            kernel.pins().unpin(cpu, cpu.ledger().pins() - 1);
        }
    }

    @Override
    public void latencies(LatencyLog into) {
        latencies.addTo(into);
    }

    @Override
    public void situations(Situations into) {
        into.add(Situation.PINNED, pinned);
        into.add(Situation.PIN_HANDED_ON, handedOn);
        into.add(Situation.UNPINNED_ATOMIC, unpinnedAtomic);
    }
}
