package org.vmtorture.op;

import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.FrameOwner;
import org.vmtorture.mm.Ledger;
import org.vmtorture.mm.Vmas;

/**
 * One CPU that does seeded random operations: a driver of some regions, a thread of several processes, a GUP caller.
 */
final class RandomCpu {
    static final int REGIONS_EACH = 2;
    static final int MMS_EACH = 2;
    static final int PINS_EACH = 16;
    private static final int PAGES_MAX = 4;

    private static final int SHARED = 0; // the place of an address space that all CPUs use from first to last
    private static final int HOT_SLOTS = 4; // VMA slots that are used most, so that CPUs meet

    /** A pin on its way from one CPU to another. */
    record HandedOn(long grant, long hold) {}

    final Cpu cpu;
    private final Kernel kernel;
    private final boolean counted;
    private final SplittableRandom random;
    private final AtomicIntegerArray offered; // address spaces, each with a reference that belongs to whoever takes it
    private final Queue<HandedOn> handedOn;
    private final int[] mms = new int[MMS_EACH]; // each with a reference of ours

    int mapped;
    int forked;
    int pinned;
    int loaded;

    RandomCpu(
            Kernel kernel,
            Cpu cpu,
            boolean counted,
            SplittableRandom random,
            AtomicIntegerArray offered,
            Queue<HandedOn> handedOn) {
        this.kernel = kernel;
        this.cpu = cpu;
        this.counted = counted;
        this.random = random;
        this.offered = offered;
        this.handedOn = handedOn;
    }

    /** Becomes a user of an address space that somebody else keeps alive meanwhile. */
    void use(int place, int mm) {
        if (!kernel.addressSpaces().tryGet(cpu, mm)) {
            throw new IllegalStateException("not alive: mm=" + mm);
        }
        mms[place] = mm;
    }

    void operate(int operations) {
        for (int i = 0; i < operations; i++) {
            operateOnce();
        }
    }

    private void operateOnce() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            access();
        } else if (dice < 48) {
            map();
        } else if (dice < 62) {
            drive();
        } else if (dice < 90) {
            pin();
        } else if (dice < 93) {
            process();
        } else if (dice < 97) {
            neighbour();
        } else {
            kernel.work(cpu);
        }
    }

    private int mm() {
        return mms[random.nextInt(4) > 0 ? SHARED : random.nextInt(MMS_EACH)];
    }

    /** A page that may be mapped: within a VMA if the slot that the dice name has one. */
    private int page(int mm) {
        long range = kernel.machine().vmas().range(mm, random.nextInt(HOT_SLOTS));
        if (range == 0) {
            return random.nextInt(kernel.machine().size().pagesPerMm());
        }
        return Vmas.start(range) + random.nextInt(Math.max(1, Vmas.pages(range)));
    }

    private void access() {
        int mm = mm();
        int page = page(mm);
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                if (kernel.userAccess().load(cpu, mm, page)) {
                    loaded++;
                }
            }
            case 2, 3 -> kernel.userAccess().store(cpu, mm, page, random.nextLong());
            default ->
                kernel.walk()
                        .walk(cpu, mm, random.nextInt(kernel.machine().vmas().slots()));
        }
    }

    private void map() {
        int mm = mm();
        int last = kernel.machine().size().pagesPerMm() - PAGES_MAX;
        int hint = random.nextInt(last);
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                int region = random.nextInt(kernel.regions().count());
                int pages = kernel.regions().pages(region);
                int pgoff = random.nextInt(4) == 0 && pages > 1 ? random.nextInt(pages) : 0;
                int failAt = random.nextInt(10) == 0 ? random.nextInt(PAGES_MAX) : Mmap.NO_FAILURE;
                if (kernel.mmap().mmap(cpu, mm, region, pgoff, 0, hint, failAt) >= 0) {
                    mapped++;
                }
            }
            case 4, 5, 6 -> {
                int start = page(mm);
                int end = Math.min(start + 1 + random.nextInt(2 * PAGES_MAX), last + PAGES_MAX);
                kernel.munmap().munmap(cpu, mm, start, end);
            }
            default -> kernel.mremap().mremap(cpu, mm, page(mm), 1 + random.nextInt(3), hint);
        }
    }

    /** Creates, touches and destroys regions of our own. */
    private void drive() {
        DriverRegions regions = kernel.regions();
        int region = cpu.id() * REGIONS_EACH + random.nextInt(REGIONS_EACH);
        if (regions.isLive(region)) {
            switch (random.nextInt(4)) {
                case 0 -> regions.destroy(cpu, region);
                case 1 -> regions.destroyAtomic(cpu, region);
                default -> {
                    int page = random.nextInt(regions.pages(region));
                    regions.access(cpu, region, page, random.nextBoolean(), random.nextLong());
                }
            }
        } else {
            boolean blocks = random.nextInt(4) == 0;
            int pages = blocks ? FrameAllocator.BLOCK_PAGES * (1 + random.nextInt(2)) : 1 + random.nextInt(PAGES_MAX);
            regions.create(cpu, region, pages, blocks, counted);
        }
    }

    private void pin() {
        Ledger ledger = cpu.ledger();
        Pins pins = kernel.pins();
        int dice = random.nextInt(8);
        if (dice < 3 && ledger.pins() < PINS_EACH) {
            int mm = mm();
            if (kernel.gup().pin(cpu, mm, page(mm), random.nextBoolean(), random.nextInt(8) == 0) == 0) {
                pinned++;
            }
        } else if (ledger.pins() > 0) {
            int pin = random.nextInt(ledger.pins());
            switch (dice) {
                case 3 -> pins.load(cpu, pin);
                case 4 -> pins.store(cpu, pin, random.nextLong());
                case 5 -> {
                    var pinned = new HandedOn(ledger.pinPte(pin), ledger.pinHold(pin));
                    pins.handOn(cpu, pin);
                    handedOn.add(pinned);
                }
                case 6 -> pins.unpinAtomic(cpu, pin);
                default -> pins.unpin(cpu, pin);
            }
        }
        HandedOn taken = ledger.pins() < PINS_EACH ? handedOn.poll() : null;
        if (taken != null) {
            pins.receive(cpu, taken.grant(), taken.hold());
        }
    }

    /** Forks, mostly to exit in the child at once, or offers an address space to other CPUs and takes theirs. */
    private void process() {
        int place = 1 + random.nextInt(MMS_EACH - 1);
        if (random.nextInt(2) > 0) {
            int failAt = random.nextInt(4) == 0 ? random.nextInt(4 * PAGES_MAX) : Fork.NO_FAILURE;
            int child = kernel.fork().fork(cpu, mm(), failAt);
            if (child >= 0) {
                forked++;
                boolean stays = random.nextInt(4) == 0;
                kernel.addressSpaces().put(cpu, stays ? mms[place] : child);
                mms[place] = stays ? child : mms[place];
            }
            return;
        }
        kernel.addressSpaces().tryGet(cpu, mms[place]);
        int theirs = offered.getAndSet(random.nextInt(offered.length()), mms[place]);
        if (theirs != AddressSpaces.NONE) {
            kernel.addressSpaces().put(cpu, mms[place]);
            mms[place] = theirs;
        }
    }

    private void neighbour() {
        int neighbours = cpu.ledger().neighbours();
        if (neighbours > 0 && random.nextBoolean()) {
            kernel.neighbour().free(cpu, random.nextInt(neighbours));
        } else if (neighbours < 8) {
            kernel.neighbour().allocate(cpu, random.nextBoolean() ? FrameOwner.SLAB : FrameOwner.ANON);
        }
    }

    /** Lets go of everything that this CPU holds. */
    void quit() {
        for (int mm : mms) {
            kernel.addressSpaces().put(cpu, mm);
        }
        for (int region = cpu.id() * REGIONS_EACH; region < (cpu.id() + 1) * REGIONS_EACH; region++) {
            kernel.regions().destroy(cpu, region);
        }
        while (cpu.ledger().pins() > 0) {
            kernel.pins().unpin(cpu, 0);
        }
        while (cpu.ledger().neighbours() > 0) {
            kernel.neighbour().free(cpu, 0);
        }
    }
}
