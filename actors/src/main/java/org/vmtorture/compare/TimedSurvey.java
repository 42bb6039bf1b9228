package org.vmtorture.compare;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.survey.Exploration;
import org.vmtorture.survey.Survey;
import org.vmtorture.survey.SurveyListener;
import org.vmtorture.survey.SurveyOptions;
import org.vmtorture.survey.SurveyProgress;

/** Explores scenarios under every strategy, as far as the time goes. */
final class TimedSurvey {
    private final CompareOptions options;

    TimedSurvey(CompareOptions options) {
        this.options = options;
    }

    /** What was explored before the time ran out, in the order of the scenarios. */
    List<Exploration> run(List<Scenario> scenarios) {
        Survey survey = new Survey(
                new SurveyOptions(
                        scenarios,
                        options.strategies(),
                        Optional.empty(),
                        false,
                        options.search(),
                        Long.MAX_VALUE,
                        options.fibers(),
                        options.cpus()),
                new Unheard());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vmtorture-compare-clock");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var alarm = clock.schedule(survey::interrupt, options.searches().toMillis(), TimeUnit.MILLISECONDS);
            List<Exploration> explored = survey.run();
            alarm.cancel(false);
            return explored;
        } finally {
            clock.shutdownNow();
        }
    }

    private static final class Unheard implements SurveyListener {
        @Override
        public void explored(Exploration exploration) {}

        @Override
        public void progress(SurveyProgress progress) {}
    }
}
