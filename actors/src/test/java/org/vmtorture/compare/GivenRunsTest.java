package org.vmtorture.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vmtorture.oracle.Defect;
import org.vmtorture.page.NoRunException;
import org.vmtorture.scenario.Races;
import org.vmtorture.strategy.StrategyId;

/** Verdicts of runs from before, as a decision table takes them over. */
class GivenRunsTest {
    private static final String HEAD =
            "{\"schema\":\"vmtorture.run/1\",\"mode\":\"%s\",\"state\":\"finished\",\"command\":\"c\",\"commit\":\"x\","
                    + "\"started\":\"2026-01-01T00:00:00Z\",";

    @TempDir
    Path folder;

    private Path run(String name, String mode, String rest) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.writeString(run.resolve("run.json"), HEAD.formatted(mode) + rest + "}");
        return run;
    }

    private Path soak(String name, double careless, String legs) throws IOException {
        return run(
                name,
                "soak",
                "\"options\":{\"defect\":\"none\",\"careless\":" + careless + "},\"legs\":[" + legs + "]");
    }

    private static String leg(String strategy, String drivers, String verdict, boolean cut, String findings) {
        return """
                {"strategy":"%s","drivers":"%s","verdict":"%s","operations":5,"cut":%s,"findings":{%s}}
                """.formatted(strategy, drivers, verdict, cut, findings);
    }

    private static ObjectNode safety(GivenRuns given, StrategyId strategy) {
        SoakSide side = new SoakSide(MeasuredTable.options(), given);
        side.take();
        return side.safety(strategy);
    }

    @Test
    void legsOfAllRunsAreAddedUpAndUnknownIsNotClean() throws IOException {
        GivenRuns given = GivenRuns.read(List.of(
                soak(
                        "a",
                        0.01,
                        leg("today", "careful", "clean", false, "") + ","
                                + leg("untracked", "careless", "violated", false, "\"use-after-free\":3")),
                soak(
                        "b",
                        0.01,
                        leg("today", "careful", "clean", true, "") + ","
                                + leg("untracked", "careless", "violated", false, "\"use-after-free\":4"))));
        assertThat(given.careless()).isEqualTo(0.01);
        ObjectNode today = safety(given, StrategyId.TODAY);
        assertThat(today.at("/careful/verdict").asText()).isEqualTo("unknown");
        assertThat(today.at("/careful/operations").asInt()).isEqualTo(10);
        assertThat(today.at("/careless/verdict").asText()).isEqualTo("not run");
        ObjectNode untracked = safety(given, StrategyId.UNTRACKED);
        assertThat(untracked.at("/careless/findings/use-after-free").asInt()).isEqualTo(7);
        assertThat(untracked.at("/careless/verdict").asText()).isEqualTo("violated");
    }

    @Test
    void theLaterExplorationOfAPairCountsAndRacesAreTold() throws IOException {
        String race = Races.ids().get(0);
        GivenRuns given = GivenRuns.read(List.of(
                run("a", "explore", "\"explorations\":[" + explored("access-vs-vfree", "unknown") + "]"),
                run(
                        "b",
                        "explore",
                        "\"explorations\":[" + explored("access-vs-vfree", "exhausted") + ","
                                + explored("of-somebody-s-own", "violated") + "]"),
                run("c", "reproduce", "\"explorations\":[" + explored(race, "violated") + "]")));
        List<Outcome> outcomes = Outcome.ofRuns(given.explorations());
        ObjectNode today = new ExploreSide(ExploreSide.scenarios(), outcomes).json(StrategyId.TODAY);
        assertThat(today.path("exhausted").asInt()).isEqualTo(1);
        assertThat(today.path("violated").asInt()).isZero();
        assertThat(today.path("not_run").asInt())
                .isEqualTo(today.path("scenarios").asInt() - 1);
        assertThat(new CatalogueSide(Races.all(), Outcome.ofRuns(given.reproductions()))
                        .under(StrategyId.TODAY)
                        .orElseThrow())
                .containsOnlyKeys(race)
                .containsValue(CatalogueSide.Verdict.POSSIBLE);
    }

    private static String explored(String scenario, String outcome) {
        return "{\"scenario\":\"" + scenario + "\",\"strategy\":\"today\",\"outcome\":\"" + outcome
                + "\",\"found\":[]}";
    }

    @Test
    void whatIsNoMeasurementOfStrategiesIsRefused() throws IOException {
        Path defect = run("d", "soak", "\"options\":{\"defect\":\"" + Defect.PUT_BEFORE_FLUSH.id() + "\"}");
        assertThatThrownBy(() -> GivenRuns.read(List.of(defect)))
                .isInstanceOf(NoRunException.class)
                .hasMessageContaining("has the defect put-before-flush");
        List<Path> two = List.of(soak("e", 0.01, ""), soak("f", 0.05, ""));
        assertThatThrownBy(() -> GivenRuns.read(two)).hasMessageContaining("careless in different measure");
        assertThatThrownBy(() -> GivenRuns.read(List.of(folder))).hasMessageContaining("holds no run.json");
    }
}
