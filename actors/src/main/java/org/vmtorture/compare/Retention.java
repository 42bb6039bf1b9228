package org.vmtorture.compare;

import java.util.SplittableRandom;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.strategy.StrategyId;

/**
 * The pinner's story, step by step on one CPU, so that two runs say the same: a driver allocates and frees an area of
 * 64 pages, a process maps and unmaps it, and a pin of one page outlives it by some steps. A worker comes now and then.
 */
final class Retention {
    private static final int STEPS = 2000;
    private static final int PAGES = Bench.PAGES_MAX;
    private static final int PINNED_MAX = 8; // areas whose driver is gone and that a pin still keeps
    private static final int WORKER_EVERY = 4; // steps
    private static final long SEED = 1;

    private final Bench bench;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final int[] ends = new int[PINNED_MAX]; // in the ledger's order: the step at which each pin ends
    private int pins;
    private long heldSum;
    private long heldPeak;
    private long backlogPeak;

    private Retention(StrategyId strategy) {
        this.bench = new Bench(new HardwareMemory(), strategy, 1);
    }

    /**
     * What was kept for nothing.
     *
     * @param peak most pages held beyond those that somebody uses
     * @param mean the same, each step weighted alike
     * @param backlog most pages that waited for a worker and for nothing else
     * @param waited steps from a page's last use until it was free, over all pages
     * @param pinned whether the strategy let anybody pin
     */
    record Held(long peak, double mean, long backlog, double waited, boolean pinned) {}

    static Held of(StrategyId strategy) {
        return new Retention(strategy).run();
    }

    private Held run() {
        int mm = bench.newMm();
        boolean pinned = false;
        for (int step = 0; step < STEPS; step++) {
            unpin(step);
            bench.vmalloc(0, PAGES);
            int start = bench.mmap(mm, 0);
            bench.kernel.userAccess().load(bench.cpu, mm, start);
            if (pins < PINNED_MAX && bench.pin(mm, start + random.nextInt(PAGES))) {
                ends[pins++] = step + 1 + random.nextInt(2 * PINNED_MAX);
                pinned = true;
            }
            bench.munmap(mm, start, PAGES);
            bench.kernel.regions().destroy(bench.cpu, 0);
            look(step % WORKER_EVERY == 0);
        }
        return new Held(heldPeak, (double) heldSum / STEPS, backlogPeak, (double) heldSum / STEPS / PAGES, pinned);
    }

    private void unpin(int step) {
        for (int i = pins - 1; i >= 0; i--) {
            if (ends[i] <= step) {
                bench.kernel.pins().unpin(bench.cpu, i); // the ledger puts its last pin into this place
                ends[i] = ends[--pins];
            }
        }
    }

    /** All is unmapped and freed by its driver: what is still there is pinned itself, or held for nothing. */
    private void look(boolean worker) {
        int present = bench.driverFrames();
        heldSum += present - pins;
        heldPeak = Math.max(heldPeak, present - pins);
        if (worker) {
            bench.work();
            backlogPeak = Math.max(backlogPeak, present - bench.driverFrames());
        }
    }
}
