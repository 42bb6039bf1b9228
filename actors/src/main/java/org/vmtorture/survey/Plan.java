package org.vmtorture.survey;

import org.vmtorture.explore.Search;
import org.vmtorture.scenario.Scenario;

/** Which search a scenario gets. */
final class Plan {
    private static final int FALL_BACK_PREEMPTIONS = 2;

    private Plan() {}

    /** If asked to, or where a scenario leaves ordering out, which nothing else would show. */
    static boolean detectsRaces(SurveyOptions options, Scenario scenario) {
        return options.races() || !scenario.weakenings().isEmpty();
    }

    /** What was asked for, else what the scenario declares. */
    static Search search(SurveyOptions options, Scenario scenario) {
        return options.search().orElseGet(() -> declared(scenario.search(), detectsRaces(options, scenario)));
    }

    private static Search declared(org.vmtorture.scenario.Search asked, boolean races) {
        return switch (asked.kind()) {
            case PREEMPTIONS -> preemptions(asked.preemptions(), races);
            case DPOR -> Search.sourceDpor();
            case EXHAUSTIVE, STORED_STATES -> races ? Search.sourceDpor() : Search.storedStates();
        };
    }

    /** What is searched when the whole was too much. */
    static Search fallBack(boolean races) {
        return preemptions(FALL_BACK_PREEMPTIONS, races);
    }

    private static Search preemptions(int most, boolean races) {
        return new Search.Preemptions(most, Integer.MAX_VALUE, !races);
    }

    /** Whether a search has no end of its own. */
    static boolean samples(Search search) {
        return search instanceof Search.Pct || search instanceof Search.Pos || search instanceof Search.RandomWalk;
    }
}
