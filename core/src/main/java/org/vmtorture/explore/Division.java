package org.vmtorture.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A search that has proved to be long, done by several workers. Each has its own machine and fibers, and searches what
 * is left to it; one that has nothing left is given the last part of what another has. Nobody takes from another: who
 * has something gives, between two of its executions.
 *
 * <p>The parts keep the order in which one worker alone would come to them. So what was found first, and how many
 * executions were made before, does not depend on how many workers there were and who did what.
 */
final class Division {
    /** Executions that one worker makes before others join it. Of the smallest programs that takes milliseconds. */
    static final int ALONE_MAX = 4096;

    /** What the parts of a search have to do with one another. */
    enum Order {
        /** It is not divided. */
        WHOLE,
        /** Nothing: a part finds what it would find without the others. */
        KEPT,
        /** What one has seen the others leave out; so which of them finds something depends on their speed. */
        LOST
    }

    final Budget budget;

    private final Supplier<Site> sites;
    private final Semaphore spare; // cores that nobody uses
    private final boolean ordered;
    private final Tally alone;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Worker> workers = new ArrayList<>(); // these four under the lock
    private final List<Thread> threads = new ArrayList<>();
    private final Segment first = new Segment();
    private Throwable failure;

    /** Workers that have nothing to do. Written under the lock, looked at by those who have. */
    private final AtomicInteger idle = new AtomicInteger();

    /** Nobody goes on. Likewise. */
    private volatile boolean over;

    /** After what one worker did alone. */
    Division(Budget budget, Tally alone, Order order, Supplier<Site> sites, Semaphore spare) {
        this.budget = budget;
        this.alone = alone;
        this.ordered = order == Order.KEPT;
        this.sites = sites;
        this.spare = spare;
    }

    boolean isOver() {
        return over;
    }

    boolean isAnyIdle() {
        return idle.get() > 0;
    }

    /** Once it has ended, those who worked besides the calling thread. */
    List<Worker> others() {
        return workers.subList(1, workers.size());
    }

    /** Does the rest of the search, with as many more workers as there are spare cores, now or later. */
    Tally run(Choices choices, Site site) {
        var mine = new Worker(this, choices);
        mine.segment = first;
        mine.left(choices.left());
        workers.add(mine);
        try {
            hire(mine);
            mine.work(site);
        } finally {
            end();
            choices.divided = false;
        }
        if (failure != null) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        var whole = new Tally();
        whole.add(alone);
        first.addTo(whole);
        return whole;
    }

    private void end() {
        finish();
        boolean interrupted = false; // they end by themselves, and soon
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        spare.release(threads.size());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** On a worker's thread, which is the only one that may fork its choices. */
    private void hire(Worker by) {
        lock.lock();
        try {
            while (!over && spare.tryAcquire()) {
                var worker = new Worker(this, by.choices.fork());
                workers.add(worker);
                idle.incrementAndGet();
                var thread = new Thread(() -> work(worker), "vmtorture-explore-" + workers.size());
                thread.setDaemon(true);
                threads.add(thread);
                thread.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void work(Worker worker) {
        try {
            worker.work(sites.get());
        } catch (Throwable e) { // the model's mistake or ours; the caller's thread tells of it
            lock.lock();
            try {
                failure = e;
            } finally {
                lock.unlock();
            }
            finish();
        }
    }

    /** Waits until there is something to do; false if there will not be. */
    boolean hasWork(Worker worker) {
        lock.lock();
        try {
            if (idle.get() == workers.size()) {
                over = true;
                changed.signalAll();
            }
            while (!over && worker.segment == null) {
                changed.awaitUninterruptibly();
            }
            return !over;
        } finally {
            lock.unlock();
        }
    }

    void done(Worker worker, Tally tally) {
        lock.lock();
        try {
            worker.segment.done(tally);
            worker.segment = null;
            idle.incrementAndGet();
            if (worker.choices.spoilt()) {
                over = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Between two executions: gives to one who has nothing, if there is something to give. */
    void feed(Worker giver) {
        lock.lock();
        try {
            for (Worker worker : workers) {
                if (worker.segment == null && !over && !giver.segment.isCancelled()) {
                    double before = giver.choices.left();
                    if (giver.choices.give(worker.choices)) {
                        worker.segment = giver.segment.split();
                        double left = giver.choices.left();
                        worker.left(left < 0 ? left : before - left);
                        giver.left(left);
                        idle.decrementAndGet();
                        changed.signalAll();
                    }
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** A worker has found what ends the search. */
    void found(Worker worker) {
        lock.lock();
        try {
            worker.segment.end();
            if (!ordered) {
                over = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Now and then: whether the budget lets the search go on. Takes on more workers where there are cores for them. */
    boolean look(Worker worker, boolean tells) {
        lock.lock();
        try {
            if (!over && budget.stop().getAsBoolean()) {
                over = true;
                changed.signalAll();
            }
            if (over) {
                return false;
            }
            if (tells) {
                tell(worker);
            }
        } finally {
            lock.unlock();
        }
        if (spare.availablePermits() > 0) {
            hire(worker);
        }
        return true;
    }

    private void tell(Worker worker) {
        worker.left(worker.choices.left());
        long executions = alone.all();
        int depth = alone.deepest;
        double left = 0;
        boolean known = true;
        for (Worker one : workers) {
            executions += one.executions();
            depth = Math.max(depth, one.depth());
            left += one.left();
            known &= one.left() >= 0;
        }
        budget.progress().at(executions, depth, known ? Math.max(0, 1 - left) : -1);
    }
}
