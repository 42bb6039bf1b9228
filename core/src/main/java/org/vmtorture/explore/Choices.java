package org.vmtorture.explore;

/**
 * The mind of a search: which actor makes the next step, and whether there is another execution. An
 * {@link Interleaver} asks, one execution after the other, on whatever fiber runs.
 */
abstract class Choices {
    /** The answer that ends an execution. */
    static final int ABANDON = -1;

    /** The interleaver that asks; set before the first question. */
    Course run;

    /** What the search is told of each step besides that it happened. */
    Detail detail() {
        return Detail.CHOICES;
    }

    /** How much an interleaver keeps of each step. */
    enum Detail {
        /** Who made it. */
        CHOICES,
        /** And its footprint: the words that it touched. */
        FOOTPRINTS,
        /** And fingerprints of states. */
        STATES
    }

    /** Set when the search begins anew: what was executed so far is no part of it. */
    boolean anew;

    /** Set while others search too: who is {@link #spoilt} then waits for them. */
    boolean divided;

    /** Before the first execution. */
    void start() {}

    /**
     * Who makes step {@code depth}; {@link #ABANDON} ends the execution.
     *
     * @param enabled a bit for each actor that can, never 0
     */
    abstract int choose(int depth, long enabled);

    /** Step {@code depth} is over, with all that belongs to it. Only with {@link Detail#FOOTPRINTS} or more. */
    void stepped(int depth) {}

    /** All actors are done; whether the state at rest is to be looked at. */
    boolean atRest() {
        return true;
    }

    /** An execution ended after {@code depth} steps; true if there is another. */
    abstract boolean another(int depth, Ending ending);

    /** After {@link #another}: the next execution has so many first steps of the last one, which are not made again. */
    int kept() {
        return 0;
    }

    /** Whether, with no execution left, all have been covered. */
    abstract boolean exhausted();

    /** Whether having no execution left is the search's own end. */
    boolean ends() {
        return true;
    }

    /** The estimated share of the search that is left here, from 0 to 1; negative if there is no telling. */
    double left() {
        return -1;
    }

    /** Executions that others cover. */
    long redundant(Tally tally) {
        return 0;
    }

    /** Distinct states or traces seen; 0 if the search does not tell them apart. */
    long distinct(Tally tally) {
        return 0;
    }

    /** Whether the search can be divided, and what its parts have to do with one another. */
    Division.Order order() {
        return Division.Order.WHOLE;
    }

    /** At most so many executions; true if the search ends itself after them, however it is divided. */
    boolean limit(long executions) {
        return false;
    }

    /** Another mind for the same search, which shares what is to be shared and has nothing to do yet. */
    Choices fork() {
        throw new UnsupportedOperationException();
    }

    /** Between two executions: leaves the last part of what is left to a fork that has nothing to do; false if none. */
    boolean give(Choices fork) {
        return false;
    }

    /** Whether it cannot go on before all have joined and it has begun {@link #again}. */
    boolean spoilt() {
        return false;
    }

    /** All parts have ended: learns what a fork has learned. */
    void join(Choices fork) {}

    /** After all forks have joined: true if the search is to begin anew, with what was learned. */
    boolean again() {
        return false;
    }

    /** The actor that made the last step, or -1 at the start. */
    final int last(int depth) {
        return depth == 0 ? -1 : run.actor(depth - 1);
    }

    static long bit(int actor) {
        return 1L << actor;
    }

    static int lowest(long actors) {
        return Long.numberOfTrailingZeros(actors);
    }
}
