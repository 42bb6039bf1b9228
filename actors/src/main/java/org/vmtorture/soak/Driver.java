package org.vmtorture.soak;

import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.op.DriverRegions;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;

/**
 * A device driver: allocates regions, offers them, touches them through its alias, destroys them while others map and
 * pin. A careful one counts its VMAs and waits; a relying one frees at once and leaves mapped pages to the strategy,
 * as siw and io_uring do; a careless one forgets to count, now and then.
 */
final class Driver implements Role {
    private static final int ATOMIC_FREES = 16; // one destroy in so many comes where the driver may not sleep
    private static final int FORGOTTEN_LIFE = 16; // a mistake shows only if somebody has mapped the region meanwhile

    private final String name;
    private final Kernel kernel;
    private final Cpu cpu;
    private final DriverRegions regions;
    private final Profile profile;
    private final double relying;
    private final double careless;
    private final SplittableRandom random;
    private final LatencySampler latencies;
    private final Outbox outbox;
    private final int firstRegion;
    private final boolean[] forgotten; // regions whose VMAs it does not count by mistake
    private long freed;

    /**
     * @param relying the fraction of regions whose VMAs it need not count, since the strategy keeps mapped pages
     * @param careless the fraction whose VMAs it forgets to count
     */
    Driver(
            String name,
            Kernel kernel,
            Cpu cpu,
            Profile profile,
            double relying,
            double careless,
            int firstRegion,
            SplittableRandom random,
            Outbox outbox) {
        this.name = name;
        this.kernel = kernel;
        this.cpu = cpu;
        this.regions = kernel.regions();
        this.profile = profile;
        this.relying = relying;
        this.careless = careless;
        this.firstRegion = firstRegion;
        this.forgotten = new boolean[profile.regionsPerDriver()];
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
        int total = profile.churn() + profile.kernelAccess();
        for (int i = 0; i < operations; i++) {
            int region = firstRegion + random.nextInt(profile.regionsPerDriver());
            latencies.begin();
            if (regions.isFree(region)) {
                create(region, i == 0);
            } else if (regions.isLive(region)) {
                int life = forgotten[region - firstRegion] ? FORGOTTEN_LIFE : 1;
                if (random.nextInt(total * life) < profile.churn()) {
                    destroy(region);
                } else {
                    touch(region);
                }
            }
            latencies.end();
        }
    }

    private void create(int region, boolean offer) {
        boolean blocks = profile.blocks() > 0 && random.nextDouble() < profile.blocks();
        int pages = random.nextInt(profile.pagesMin(), profile.pagesMax() + 1);
        if (blocks) {
            pages = Math.max(FrameAllocator.BLOCK_PAGES, pages & -FrameAllocator.BLOCK_PAGES);
        }
        boolean forgets = careless > 0 && random.nextDouble() < careless;
        boolean relies = relying > 0 && random.nextDouble() < relying;
        forgotten[region - firstRegion] = forgets;
        int error = regions.create(cpu, region, pages, blocks, !forgets && !relies);
        if (error != 0) {
            kernel.work(cpu); // as vmalloc does when it finds no room: what was freed lazily is freed now
        } else if (offer || forgets) {
            outbox.toProcess(random.nextInt(Integer.MAX_VALUE), new Message.Offer(region));
        }
    }

    private void destroy(int region) {
        if (random.nextInt(ATOMIC_FREES) == 0) {
            regions.destroyAtomic(cpu, region);
        } else {
            regions.destroy(cpu, region);
        }
        freed++;
    }

    private void touch(int region) {
        int page = random.nextInt(regions.pages(region));
        boolean store = random.nextBoolean();
        regions.access(cpu, region, page, store, random.nextInt());
    }

    @Override
    public void receive(Message message) {
        throw new IllegalStateException("a driver gets no messages: " + message);
    }

    @Override
    public void drain() {
        for (int region = firstRegion; region < firstRegion + profile.regionsPerDriver(); region++) {
            if (regions.isLive(region)) {
                kernel.regions().destroy(cpu, region);
            }
        }
    }

    @Override
    public void latencies(LatencyLog into) {
        latencies.addTo(into);
    }

    @Override
    public void situations(Situations into) {
        into.add(Situation.AREA_FREED, freed);
    }
}
