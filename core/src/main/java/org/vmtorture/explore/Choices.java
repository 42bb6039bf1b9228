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

    /** Whether, with no execution left, all have been covered. */
    abstract boolean exhausted();

    /** The estimated share of the search that is done, from 0 to 1; negative if there is no telling. */
    double share() {
        return -1;
    }

    /** Executions that others cover. */
    long redundant(Tally tally) {
        return 0;
    }

    /** Distinct states or traces seen; 0 if the search does not tell them apart. */
    long distinct() {
        return 0;
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
