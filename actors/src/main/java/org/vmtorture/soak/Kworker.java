package org.vmtorture.soak;

import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;

/** A kernel worker: does deferred frees, and between them is the neighbour that takes freed frames for its own data. */
final class Kworker implements Role {
    private static final int HELD = 64; // frames that it keeps as a neighbour, about

    private final String name;
    private final Kernel kernel;
    private final Cpu cpu;
    private final SplittableRandom random;
    private final LatencySampler latencies;
    private long worked;

    Kworker(String name, Kernel kernel, Cpu cpu, SplittableRandom random) {
        this.name = name;
        this.kernel = kernel;
        this.cpu = cpu;
        this.random = random;
        this.latencies = new LatencySampler(cpu.recorder(), cpu.id());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void burst(int operations) {
        for (int i = 0; i < operations; i++) {
            latencies.begin();
            boolean any = kernel.work(cpu);
            latencies.end();
            worked += any ? 1 : 0;
            int held = cpu.ledger().neighbours();
            if (random.nextInt(2 * HELD) < held) {
                kernel.neighbour().free(cpu, random.nextInt(held));
            } else {
                kernel.neighbour().allocate(cpu, random.nextBoolean() ? FrameOwner.SLAB : FrameOwner.ANON);
            }
        }
    }

    @Override
    public void receive(Message message) {
        throw new IllegalStateException("a kworker gets no messages: " + message);
    }

    @Override
    public void drain() {
        while (cpu.ledger().neighbours() > 0) {
            kernel.neighbour().free(cpu, cpu.ledger().neighbours() - 1);
        }
    }

    @Override
    public void latencies(LatencyLog into) {
        latencies.addTo(into);
    }

    @Override
    public void situations(Situations into) {
        into.add(Situation.DEFERRED_FREE, worked);
    }
}
