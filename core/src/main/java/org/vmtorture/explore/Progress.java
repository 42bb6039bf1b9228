package org.vmtorture.explore;

/** Is told now and then how far a search has come: every few thousand executions, on a thread that explores. */
@FunctionalInterface
public interface Progress {
    /**
     * So far.
     *
     * @param executions how many
     * @param depth steps of the longest execution
     * @param share of the search that is done, from 0 to 1, as estimated; negative if there is no telling
     */
    void at(long executions, int depth, double share);
}
