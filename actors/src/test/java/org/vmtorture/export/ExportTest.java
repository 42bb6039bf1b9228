package org.vmtorture.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.infra.results.L_Result;
import org.vmtorture.explore.Explorer;
import org.vmtorture.explore.ReplayFile;
import org.vmtorture.explore.Search;
import org.vmtorture.explore.Violation;
import org.vmtorture.oracle.Title;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;

/** What is exported compiles, and shows the race to somebody who has only core. */
class ExportTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "defect-put-before-flush, today",
        "defect-unconditional-get, vm-struct",
        "defect-double-vfree, today",
        "access-vs-vfree, untracked"
    })
    void theJunitTestShowsTheRace(String scenario, String strategy) throws Exception {
        ReplayFile file = replay(scenario, strategy);
        var summary = run(compiled(Format.JUNIT, file, "RaceTest"));
        assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
        assertThat(summary.getTestsFailedCount()).isZero();
    }

    /** The control: without the defect the schedule shows nothing, and the exported test says so. */
    @Test
    void theJunitTestFailsOnceTheRaceIsMended() throws Exception {
        ReplayFile file = replay("defect-double-vfree", "today");
        String mended = file.scenario().text().replaceFirst("(?m)^defect = .*$", "defect = none");
        var changed = new ReplayFile(
                file.version(),
                file.title(),
                file.strategy(),
                file.search(),
                file.races(),
                Scenario.parse(mended, "mended"),
                file.schedule());
        var summary = run(compiled(Format.JUNIT, changed, "RaceTest"));
        assertThat(summary.getTestsFailedCount()).isEqualTo(1);
    }

    private static org.junit.platform.launcher.listeners.TestExecutionSummary run(Class<?> test) {
        var listener = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(test))
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** One after the other, the actors of a race that needs no meeting show it; the others get through. */
    @ParameterizedTest
    @CsvSource({
        "defect-put-before-flush, today, (clean|.*)",
        "defect-unconditional-get, vm-struct, clean",
        "defect-double-vfree, today, .*double-free.*",
        "access-vs-vfree, untracked, .*use-after-free.*"
    })
    void theStressTestCompilesAndItsActorsRun(String scenario, String strategy, String outcome) throws Exception {
        Class<?> stress = compiled(Format.JCSTRESS, replay(scenario, strategy), "RaceStress");
        Object state = stress.getConstructor().newInstance();
        List<Method> actors = Arrays.stream(stress.getMethods())
                .filter(method -> method.isAnnotationPresent(Actor.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        assertThat(actors).isNotEmpty();
        for (Method actor : actors) {
            actor.invoke(state);
        }
        var result = new L_Result();
        Method arbiter = Arrays.stream(stress.getMethods())
                .filter(method -> method.isAnnotationPresent(Arbiter.class))
                .findFirst()
                .orElseThrow();
        arbiter.invoke(state, result);
        assertThat(String.valueOf(result.r1)).matches(outcome);
    }

    /** A verb without words that is not known to have none is a gap in the export. */
    @Test
    void everyShippedScenarioHasWords() {
        for (String name : Scenarios.names()) {
            Scenario scenario = Scenarios.load(name);
            var program = scenario.on(StrategyId.TODAY);
            var calls = new KernelCalls(scenario, program);
            for (int actor = 0; actor < program.actors(); actor++) {
                for (int operation = 0; operation < program.operations(actor); operation++) {
                    String verb = program.operation(actor, operation);
                    assertThat(calls.of(actor, verb).stream().noneMatch(line -> line.startsWith("//")))
                            .as(name + ": " + verb)
                            .isEqualTo(KernelCalls.knows(verb));
                }
            }
        }
    }

    @Test
    void thePageSurvivesAMailClient() {
        ReplayFile file = replay("defect-put-before-flush", "today");
        String page = Format.MARKDOWN.export(file, violation(file), "");
        assertThat(page.lines())
                .allMatch(line -> line.length() <= 100)
                .allMatch(line -> line.chars().allMatch(c -> c >= ' ' && c < 127));
        assertThat(page).contains("munmap", "stale-tlb", "vmtorture replay");
    }

    private static Violation violation(ReplayFile file) {
        try (Explorer explorer = Explorer.of(file.program())) {
            return explorer.replay(file.schedule()).violation().orElseThrow();
        }
    }

    private static ReplayFile replay(String scenario, String strategy) {
        Scenario shipped = Scenarios.load(scenario);
        StrategyId id = StrategyId.of(strategy);
        try (Explorer explorer = Explorer.of(shipped.on(id))) {
            Violation found =
                    explorer.explore(Search.preemptions(2)).violation().orElseThrow();
            return new ReplayFile(
                    "1", Title.of(found.violated()), id, "a \"test\" \\ of it", false, shipped, found.schedule());
        }
    }

    private Class<?> compiled(Format format, ReplayFile file, String name)
            throws IOException, ReflectiveOperationException {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, format.export(file, violationOrNull(format, file), name));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xlint:all,-processing,-classfile",
                        "-d",
                        folder.toString(),
                        source.toString());
        assertThat(status).as(Files.readString(source)).isZero();
        var loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        return loader.loadClass(format == Format.JCSTRESS ? "race." + name : name);
    }

    /** Only a page shows the execution itself. */
    private static Violation violationOrNull(Format format, ReplayFile file) {
        return format.isJava() ? null : violation(file);
    }
}
