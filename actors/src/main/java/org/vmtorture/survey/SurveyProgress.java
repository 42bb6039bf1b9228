package org.vmtorture.survey;

/**
 * How far a survey is.
 *
 * @param pairs that have been explored
 * @param allPairs that are to be
 * @param executions of all of them
 * @param current the pair that will be told next
 * @param depth steps of its longest execution
 * @param share of its search that is done, as estimated; negative if there is no telling
 * @param minimising whether its search is over and its findings are made small
 */
public record SurveyProgress(
        long nanos,
        int pairs,
        int allPairs,
        long executions,
        Pair current,
        long currentExecutions,
        int depth,
        double share,
        boolean minimising) {}
