package org.vmtorture.soak;

import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.AddressSpaces;
import org.vmtorture.op.Errno;
import org.vmtorture.op.Fork;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.soak.Situations.Situation;

/**
 * A user process, or a thread of several: maps what drivers offer, touches it, unmaps all or part of it, moves it,
 * forks and exits. It shares address spaces with its peers, so that what one unmaps another still has in its TLB.
 */
final class UserProcess implements Role {
    /** Address spaces that one process uses at most. */
    static final int MMS_MAX = 4;

    private static final int HOT_SLOTS = 2; // half of all that processes and GUP callers do, they do to the first VMAs
    private static final int REGIONS_REMEMBERED = 64;
    private static final int ACCESSES_IN_A_ROW = 4; // a program touches a page more than once

    private final String name;
    private final Kernel kernel;
    private final Cpu cpu;
    private final Profile profile;
    private final SplittableRandom random;
    private final LatencySampler latencies;
    private final Outbox outbox;
    private final Notebook regions = new Notebook(REGIONS_REMEMBERED);
    private final int[] mms = new int[MMS_MAX];
    private final int totalWeight;
    private final boolean sharedPast;
    private final long[] counts = new long[Situation.values().length];
    private int mmCount;

    UserProcess(String name, Kernel kernel, Cpu cpu, Profile profile, SplittableRandom random, Outbox outbox) {
        this.name = name;
        this.kernel = kernel;
        this.cpu = cpu;
        this.profile = profile;
        this.random = random;
        this.latencies = new LatencySampler(cpu.recorder(), cpu.id());
        this.outbox = outbox;
        this.sharedPast = profile.processes() > 1;
        this.totalWeight = profile.map()
                + profile.unmap()
                + profile.partialUnmap()
                + profile.move()
                + profile.fork()
                + profile.exit()
                + profile.access();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void burst(int operations) {
        if (mmCount == 0) {
            start();
        }
        if (mmCount > 0) {
            announce();
        }
        int done = 0;
        while (done < operations && mmCount > 0) {
            int mm = mms[random.nextInt(mmCount)];
            latencies.begin();
            done += step(mm);
            latencies.end();
        }
    }

    private void start() {
        int mm = kernel.addressSpaces().create();
        if (mm != AddressSpaces.NONE) {
            mms[mmCount++] = mm;
        }
    }

    /** Once a burst: a GUP caller and a walker hear of an address space, or a peer joins it as a thread. */
    private void announce() {
        int mm = mms[random.nextInt(mmCount)];
        int dice = random.nextInt(Integer.MAX_VALUE);
        switch (dice & 3) {
            case 0 -> outbox.toGupCaller(dice >>> 2, new Message.Notice(mm));
            case 1 -> outbox.toWalker(dice >>> 2, new Message.Notice(mm));
            default -> share(mm, dice >>> 2);
        }
    }

    private void share(int mm, int dice) {
        if (sharedPast && kernel.addressSpaces().tryGet(cpu, mm) && !outbox.toProcess(dice, new Message.Join(mm))) {
            kernel.addressSpaces().put(cpu, mm);
        }
    }

    private int step(int mm) {
        int dice = random.nextInt(totalWeight);
        if ((dice -= profile.access()) < 0) {
            return access(mm);
        }
        if ((dice -= profile.map()) < 0) {
            return map(mm);
        }
        if ((dice -= profile.unmap()) < 0) {
            return unmap(mm);
        }
        if ((dice -= profile.partialUnmap()) < 0) {
            return unmapPart(mm);
        }
        if ((dice -= profile.move()) < 0) {
            return move(mm);
        }
        return dice - profile.fork() < 0 ? fork(mm) : exit(mm);
    }

    private int access(int mm) {
        long range = anyRange(mm);
        if (range == 0) {
            return map(mm);
        }
        int page = anyPage(range, random);
        for (int i = 0; i < ACCESSES_IN_A_ROW; i++) {
            boolean ok = (i & 1) == 0
                    ? kernel.userAccess().load(cpu, mm, page)
                    : kernel.userAccess().store(cpu, mm, page, page);
            count(Situation.PAGE_ACCESSED, ok);
        }
        return ACCESSES_IN_A_ROW;
    }

    private int map(int mm) {
        if (regions.isEmpty()) {
            return 1;
        }
        int region = regions.any(random);
        int failAt = random.nextDouble() < profile.mapFailure() ? random.nextInt(profile.pagesMax()) : Mmap.NO_FAILURE;
        int hint = random.nextInt(kernel.machine().size().pagesPerMm());
        int result = kernel.mmap().mmap(cpu, mm, region, 0, 0, hint, failAt);
        count(Situation.AREA_MAPPED, result >= 0);
        count(Situation.MMAP_FAILED, result == -Errno.EFAULT);
        return 1;
    }

    private int unmap(int mm) {
        long range = anyRange(mm);
        if (range != 0) {
            int error = kernel.munmap().munmap(cpu, mm, Vmas.start(range), Vmas.end(range));
            count(Situation.MAPPING_UNMAPPED, error == 0);
        }
        return 1;
    }

    private int unmapPart(int mm) {
        long range = anyRange(mm);
        if (range != 0 && Vmas.pages(range) > 1) {
            int start = Vmas.start(range) + random.nextInt(Vmas.pages(range));
            int end = start + 1 + random.nextInt(Vmas.end(range) - start);
            count(Situation.PARTLY_UNMAPPED, kernel.munmap().munmap(cpu, mm, start, end) == 0);
        }
        return 1;
    }

    private int move(int mm) {
        long range = anyRange(mm);
        if (range != 0) {
            int start = Vmas.start(range) + random.nextInt(Vmas.pages(range));
            int pages = 1 + random.nextInt(Vmas.end(range) - start);
            int hint = random.nextInt(kernel.machine().size().pagesPerMm());
            count(Situation.MOVED, kernel.mremap().mremap(cpu, mm, start, pages, hint) >= 0);
        }
        return 1;
    }

    private int fork(int mm) {
        int failAt =
                random.nextDouble() < profile.forkFailure() ? random.nextInt(4 * profile.pagesMax()) : Fork.NO_FAILURE;
        int child = kernel.fork().fork(cpu, mm, failAt);
        count(Situation.FORKED, child >= 0);
        count(Situation.FORK_FAILED, child < 0 && failAt != Fork.NO_FAILURE);
        if (child >= 0) {
            adopt(child);
        }
        return 1;
    }

    private int exit(int mm) {
        for (int i = 0; i < mmCount; i++) {
            if (mms[i] == mm) {
                mms[i] = mms[--mmCount];
                count(Situation.EXITED, kernel.addressSpaces().put(cpu, mm));
                break;
            }
        }
        if (mmCount == 0) {
            start();
        }
        return 1;
    }

    /** Takes a user's reference of an address space; where there are too many, an old one makes room. */
    private void adopt(int mm) {
        if (mmCount == MMS_MAX) {
            int victim = random.nextInt(mmCount);
            count(Situation.EXITED, kernel.addressSpaces().put(cpu, mms[victim]));
            mms[victim] = mm;
        } else {
            mms[mmCount++] = mm;
        }
    }

    /** Some VMA's range as a program would know it: without a lock, perhaps out of date. */
    private long anyRange(int mm) {
        return anyRange(kernel, mm, random);
    }

    static long anyRange(Kernel kernel, int mm, SplittableRandom random) {
        Vmas vmas = kernel.machine().vmas();
        int slots = vmas.slots();
        int first = random.nextInt(random.nextBoolean() ? slots : HOT_SLOTS);
        for (int i = 0; i < slots; i++) {
            long range = vmas.range(mm, (first + i) % slots);
            if (range != 0) {
                return range;
            }
        }
        return 0;
    }

    /** A page of a range, the first ones more often: programs have hot pages, and races need them. */
    static int anyPage(long range, SplittableRandom random) {
        int pages = Vmas.pages(range);
        return Vmas.start(range) + Math.min(random.nextInt(pages), random.nextInt(pages));
    }

    @Override
    public void receive(Message message) {
        if (message instanceof Message.Offer offer) {
            regions.remember(offer.region(), random);
        } else if (message instanceof Message.Join join) {
            adopt(join.mm());
        } else {
            throw new IllegalStateException("not for a process: " + message);
        }
    }

    @Override
    public void drain() {
        while (mmCount > 0) {
            kernel.addressSpaces().put(cpu, mms[--mmCount]);
        }
    }

    private void count(Situation situation, boolean occurred) {
        counts[situation.ordinal()] += occurred ? 1 : 0;
    }

    @Override
    public void latencies(LatencyLog into) {
        latencies.addTo(into);
    }

    @Override
    public void situations(Situations into) {
        for (Situation situation : Situation.values()) {
            into.add(situation, counts[situation.ordinal()]);
        }
    }

    /** Pages of an address space in which so many mappings of the largest region find room. */
    static int pagesPerMm(int pagesMax, int mappings) {
        int tables = (pagesMax * mappings + MachineSize.PTRS_PER_TABLE - 1) / MachineSize.PTRS_PER_TABLE;
        return Math.max(8, tables) * MachineSize.PTRS_PER_TABLE;
    }
}
