package org.vmtorture.explore;

/**
 * Partial order sampling (Yuan, Yang, Gu, 2018): every pending step has a random priority, the highest is made, and
 * those that conflict with it draw again. Nearer to uniform over inequivalent executions than a random walk.
 */
final class OrderSampling extends Sampling {
    private final long seed;
    private long[] priorities;

    OrderSampling(long seed) {
        super(seed);
        this.seed = seed;
    }

    @Override
    void start() {
        priorities = new long[run.actors];
    }

    @Override
    void draw() {
        for (int actor = 0; actor < priorities.length; actor++) {
            priorities[actor] = random();
        }
    }

    @Override
    int pick(int depth, long enabled) {
        int next = lowest(enabled);
        for (long left = enabled; left != 0; left &= left - 1) {
            int actor = lowest(left);
            if (priorities[actor] > priorities[next]) {
                next = actor;
            }
        }
        boolean stores = run.access(next).stores();
        for (int actor = 0; actor < priorities.length; actor++) {
            boolean meets = run.word(actor) == run.word(next)
                    && (stores || run.access(actor).stores());
            if (actor == next || meets) {
                priorities[actor] = random();
            }
        }
        return next;
    }

    @Override
    OrderSampling fork() {
        return new OrderSampling(seed);
    }
}
