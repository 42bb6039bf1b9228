package org.vmtorture.explore;

import org.vmtorture.oracle.Violated;

/** One of those who do a divided search: does one segment after the other, and leaves part of it to who has none. */
final class Worker implements Limit {
    final Choices choices;
    private final Division division;
    private Site site;

    /** What it does. Null while it has nothing to do; under the division's lock. */
    Segment segment;

    /* For those who tell of progress: written by this worker alone, but for what it is given. */
    private volatile long executions; // before the present segment, and in it
    private volatile int depth;
    private volatile double left;
    private long before; // executions in earlier segments

    Worker(Division division, Choices choices) {
        this.division = division;
        this.choices = choices;
        choices.divided = true;
    }

    Site site() {
        return site;
    }

    long executions() {
        return executions;
    }

    int depth() {
        return depth;
    }

    double left() {
        return left;
    }

    void left(double share) {
        left = share;
    }

    /** Until the search ends. */
    void work(Site where) {
        site = where;
        while (division.hasWork(this)) {
            Tally tally = site.run().search(choices, site.watch(), this);
            before += tally.all();
            executions = before;
            depth = Math.max(depth, tally.deepest);
            left = Math.min(left, 0); // or it stays untold
            division.done(this, tally);
        }
    }

    @Override
    public boolean allows(Tally tally, Choices mine) {
        if (division.budget.found(tally)) {
            division.found(this);
            return false;
        }
        if (division.isOver() || segment.isCancelled()) {
            return false;
        }
        if (Budget.isStopDue(tally)) {
            executions = before + tally.all();
            depth = Math.max(depth, tally.deepest);
            if (!division.look(this, Budget.isProgressDue(tally))) {
                return false;
            }
        }
        if (division.isAnyIdle()) {
            division.feed(this);
        }
        return true;
    }

    @Override
    public boolean isNew(Tally tally, Violated violated) {
        return division.budget.isNew(tally, violated);
    }
}
