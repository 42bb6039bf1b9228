package org.vmtorture.soak;

import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;

/** A page-table walker, as smaps or DAMON: looks at other processes' mappings while they change. */
final class PageWalker implements Role {
    private static final int MMS_REMEMBERED = 16;

    private final String name;
    private final Kernel kernel;
    private final Cpu cpu;
    private final SplittableRandom random;
    private final LatencySampler latencies;
    private final Notebook mms = new Notebook(MMS_REMEMBERED);
    private long walked;

    PageWalker(String name, Kernel kernel, Cpu cpu, SplittableRandom random) {
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
        if (mms.isEmpty()) {
            return;
        }
        for (int i = 0; i < operations; i++) {
            int mm = mms.any(random);
            if (kernel.addressSpaces().tryGet(cpu, mm)) {
                latencies.begin();
                kernel.walk()
                        .walk(cpu, mm, random.nextInt(kernel.machine().vmas().slots()));
                latencies.end();
                kernel.addressSpaces().put(cpu, mm);
                walked++;
            }
        }
    }

    @Override
    public void receive(Message message) {
        if (message instanceof Message.Notice notice) {
            mms.remember(notice.mm(), random);
        } else {
            throw new IllegalStateException("not for a walker: " + message);
        }
    }

    @Override
    public void drain() {}

    @Override
    public void latencies(LatencyLog into) {
        latencies.addTo(into);
    }

    @Override
    public void situations(Situations into) {
        into.add(Situation.WALKED, walked);
    }
}
