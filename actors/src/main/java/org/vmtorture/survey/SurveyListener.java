package org.vmtorture.survey;

/** Hears of a survey on the thread that runs it, in an order that does not depend on the workers. */
public interface SurveyListener {
    /** A pair has been explored; those before it have been told. */
    void explored(Exploration exploration);

    /** Once a second while nothing else is told. */
    void progress(SurveyProgress progress);
}
