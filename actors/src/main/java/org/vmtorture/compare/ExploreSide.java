package org.vmtorture.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.vmtorture.oracle.Defect;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;
import org.vmtorture.survey.Exploration;
import org.vmtorture.survey.Survey;
import org.vmtorture.survey.SurveyListener;
import org.vmtorture.survey.SurveyOptions;
import org.vmtorture.survey.SurveyProgress;

/** Every scenario that breaks nothing on purpose, under every strategy, as far as the time goes. */
final class ExploreSide {
    private final CompareOptions options;
    private List<Exploration> explored = List.of();
    private int scenarios;

    ExploreSide(CompareOptions options) {
        this.options = options;
    }

    void run() {
        List<Scenario> all = Scenarios.names().stream()
                .map(Scenarios::load)
                .filter(scenario -> scenario.defect() == Defect.NONE)
                .toList();
        scenarios = all.size();
        SurveyOptions asked = new SurveyOptions(
                all,
                options.strategies(),
                Optional.empty(),
                false,
                options.search(),
                Long.MAX_VALUE,
                options.fibers(),
                options.cpus());
        Survey survey = new Survey(asked, new Unheard());
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "vmtorture-compare-clock");
            thread.setDaemon(true);
            return thread;
        });
        try {
            var alarm = clock.schedule(survey::interrupt, options.searches().toMillis(), TimeUnit.MILLISECONDS);
            explored = survey.run();
            alarm.cancel(false);
        } finally {
            clock.shutdownNow();
        }
    }

    ObjectNode json(StrategyId strategy) {
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        for (Exploration.Outcome outcome : Exploration.Outcome.values()) {
            outcomes.put(outcome.text(), 0);
        }
        TreeMap<String, Integer> kinds = new TreeMap<>();
        int ended = 0;
        for (Exploration one : explored) {
            if (one.pair().strategy() == strategy) {
                ended++;
                outcomes.merge(one.outcome().text(), 1, Integer::sum);
                one.kinds().forEach(kind -> kinds.merge(kind.id(), 1, Integer::sum));
            }
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("scenarios", scenarios);
        outcomes.forEach(node::put);
        node.put("not_run", scenarios - ended);
        ObjectNode findings = node.putObject("scenarios_by_finding");
        kinds.forEach(findings::put);
        return node;
    }

    private static final class Unheard implements SurveyListener {
        @Override
        public void explored(Exploration exploration) {}

        @Override
        public void progress(SurveyProgress progress) {}
    }
}
