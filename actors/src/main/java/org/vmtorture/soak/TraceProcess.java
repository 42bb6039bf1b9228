package org.vmtorture.soak;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Vmas;
import org.vmtorture.op.Fork;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.soak.Situations.Situation;

/**
 * Plays the processes of a strace log, and the drivers that their system calls reach, over and over: what was mapped is
 * touched between the log's steps, and other players join its address spaces as threads.
 */
final class TraceProcess implements Role {
    /** Sets of regions that a player uses in turn: a round may begin while others still map the areas of the last. */
    static final int REGION_SETS = 4;

    static final int GUESTS_MAX = 2;

    private static final int ACCESSES_PER_STEP = 16;
    private static final int NONE = -1;

    private final String name;
    private final Kernel kernel;
    private final Cpu cpu;
    private final TraceScript script;
    private final List<TraceScript.Step> steps;
    private final int firstRegion;
    private final double uncounted;
    private final SplittableRandom random;
    private final LatencySampler latencies;
    private final Outbox outbox;
    private final int[] mms; // by process
    private final int[][] addresses; // by process and key: first page
    private final int[] guests = new int[GUESTS_MAX]; // others' address spaces that this player uses as a thread
    private final long[] counts = new long[Situation.values().length];
    private int guestCount;
    private int next; // step
    private int regionSet;

    TraceProcess(
            String name,
            Kernel kernel,
            Cpu cpu,
            TraceScript script,
            int firstRegion,
            double uncounted,
            SplittableRandom random,
            Outbox outbox) {
        this.name = name;
        this.kernel = kernel;
        this.cpu = cpu;
        this.script = script;
        this.steps = script.steps();
        this.firstRegion = firstRegion;
        this.uncounted = uncounted;
        this.random = random;
        this.latencies = new LatencySampler(cpu.recorder(), cpu.id());
        this.outbox = outbox;
        this.mms = new int[script.processSlots()];
        Arrays.fill(mms, NONE);
        this.addresses = new int[script.processSlots()][script.keys()];
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void burst(int operations) {
        announce();
        for (int done = 0; done < operations; done += 1 + ACCESSES_PER_STEP) {
            latencies.begin();
            perform(steps.get(next));
            latencies.end();
            next++;
            if (next == steps.size()) {
                next = 0;
                regionSet = (regionSet + 1) % REGION_SETS;
            }
            touch();
        }
    }

    private void perform(TraceScript.Step step) {
        if (step instanceof TraceScript.Create create) {
            create(create.area());
        } else if (step instanceof TraceScript.Begin begin) {
            mms[begin.process()] = kernel.addressSpaces().create();
            Arrays.fill(addresses[begin.process()], NONE);
        } else if (step instanceof TraceScript.Map map) {
            map(map);
        } else if (step instanceof TraceScript.Unmap unmap) {
            unmap(unmap);
        } else if (step instanceof TraceScript.Move move) {
            move(move);
        } else if (step instanceof TraceScript.Fork fork) {
            fork(fork);
        } else if (step instanceof TraceScript.Exit exit) {
            exit(exit.process());
        } else if (step instanceof TraceScript.Destroy destroy) {
            count(Situation.AREA_FREED, kernel.regions().destroy(cpu, region(destroy.area())) == 0);
        }
    }

    private int region(int area) {
        return firstRegion + regionSet * script.areaPages().length + area;
    }

    private void create(int area) {
        int region = region(area);
        if (kernel.regions().isFree(region)) {
            boolean counted = uncounted == 0 || random.nextDouble() >= uncounted;
            if (kernel.regions().create(cpu, region, script.areaPages()[area], false, counted) != 0) {
                kernel.work(cpu);
            }
        }
    }

    private void map(TraceScript.Map map) {
        addresses[map.process()][map.key()] = NONE;
        int mm = mms[map.process()];
        if (mm != NONE) {
            int hint = random.nextInt(kernel.machine().size().pagesPerMm());
            int page = kernel.mmap().mmap(cpu, mm, region(map.area()), map.pgoff(), map.pages(), hint, Mmap.NO_FAILURE);
            addresses[map.process()][map.key()] = page < 0 ? NONE : page;
            count(Situation.AREA_MAPPED, page >= 0);
        }
    }

    private void unmap(TraceScript.Unmap unmap) {
        int address = addresses[unmap.process()][unmap.key()];
        if (mms[unmap.process()] != NONE && address != NONE) {
            int start = address + unmap.offset();
            int error = kernel.munmap().munmap(cpu, mms[unmap.process()], start, start + unmap.pages());
            count(Situation.MAPPING_UNMAPPED, error == 0);
        }
    }

    private void move(TraceScript.Move move) {
        int address = addresses[move.process()][move.key()];
        if (mms[move.process()] != NONE && address != NONE) {
            int hint = random.nextInt(kernel.machine().size().pagesPerMm());
            int page = kernel.mremap().mremap(cpu, mms[move.process()], address + move.offset(), move.pages(), hint);
            addresses[move.process()][move.newKey()] = page < 0 ? NONE : page;
            count(Situation.MOVED, page >= 0);
        }
    }

    private void fork(TraceScript.Fork fork) {
        int child = mms[fork.process()] == NONE
                ? kernel.addressSpaces().create()
                : kernel.fork().fork(cpu, mms[fork.process()], Fork.NO_FAILURE);
        mms[fork.child()] = child < 0 ? NONE : child;
        System.arraycopy(addresses[fork.process()], 0, addresses[fork.child()], 0, script.keys());
        count(Situation.FORKED, child >= 0);
    }

    private void exit(int process) {
        if (mms[process] != NONE) {
            count(Situation.EXITED, kernel.addressSpaces().put(cpu, mms[process]));
            mms[process] = NONE;
        }
    }

    /** Programs use what they map, and so do the threads that have joined. */
    private void touch() {
        int mm = guestCount > 0 && random.nextInt(4) == 0
                ? guests[random.nextInt(guestCount)]
                : mms[random.nextInt(mms.length)];
        if (mm == NONE) {
            return;
        }
        for (int i = 0; i < ACCESSES_PER_STEP / 4; i++) {
            long range = UserProcess.anyRange(kernel, mm, random);
            if (range == 0) {
                return;
            }
            int page = UserProcess.anyPage(range, random);
            for (int j = 0; j < 2; j++) {
                count(Situation.PAGE_ACCESSED, kernel.userAccess().load(cpu, mm, page));
                kernel.userAccess().store(cpu, mm, page, Vmas.start(range));
            }
        }
    }

    private void announce() {
        int mm = mms[random.nextInt(mms.length)];
        if (mm == NONE) {
            return;
        }
        int dice = random.nextInt(Integer.MAX_VALUE);
        switch (dice & 3) {
            case 0 -> outbox.toWalker(dice >>> 2, new Message.Notice(mm));
            case 1 -> share(mm, dice >>> 2);
            default -> outbox.toGupCaller(dice >>> 2, new Message.Notice(mm));
        }
    }

    private void share(int mm, int dice) {
        if (kernel.addressSpaces().tryGet(cpu, mm) && !outbox.toProcess(dice, new Message.Join(mm))) {
            kernel.addressSpaces().put(cpu, mm);
        }
    }

    @Override
    public void receive(Message message) {
        if (message instanceof Message.Join join) {
            if (guestCount == GUESTS_MAX) {
                kernel.addressSpaces().put(cpu, guests[0]);
                guests[0] = join.mm();
            } else {
                guests[guestCount++] = join.mm();
            }
        } else {
            throw new IllegalStateException("not for a process of a log: " + message);
        }
    }

    @Override
    public void drain() {
        for (int process = 0; process < mms.length; process++) {
            exit(process);
        }
        while (guestCount > 0) {
            kernel.addressSpaces().put(cpu, guests[--guestCount]);
        }
        int regions = REGION_SETS * script.areaPages().length;
        for (int region = firstRegion; region < firstRegion + regions; region++) {
            if (kernel.regions().isLive(region)) {
                kernel.regions().destroy(cpu, region);
            }
        }
        next = 0;
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
}
