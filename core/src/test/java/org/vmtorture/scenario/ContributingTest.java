package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vmtorture.strategy.StrategyId;

/** docs/CONTRIBUTING.md by the letter: its strategy and its line are all that a strategy takes, its race is one. */
class ContributingTest {
    private static final Path STRATEGY = Path.of("src/main/java/org/vmtorture/strategy");
    private static final String CONSTANT = "VM_STRUCT_BIASED";
    private static final String BREAKS = "put(cpu, area, steps.firstReferences());";

    @TempDir
    Path folder;

    private static String manual() throws IOException {
        return Files.readString(Path.of("..", "docs", "CONTRIBUTING.md"));
    }

    /** The block of code that begins so, without the indentation of the page. */
    private static String block(String begin) throws IOException {
        List<String> lines = manual().lines()
                .dropWhile(line -> !line.strip().startsWith(begin))
                .toList();
        assertThat(lines).as("a block that begins with " + begin).isNotEmpty();
        String indent = lines.get(0).substring(0, lines.get(0).indexOf(begin));
        return lines.stream()
                .takeWhile(line -> line.isBlank() || line.startsWith(indent))
                .map(line -> line.isBlank() ? "" : line.substring(indent.length()))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    /** Core with one strategy more, as if it had been built with it; all else comes from where it always does. */
    private ClassLoader built(String strategy) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path example = sources.resolve("VmStructBiased.java");
        Files.writeString(example, strategy);
        Path ids = sources.resolve("StrategyId.java");
        Files.writeString(ids, registered(Files.readString(STRATEGY.resolve("StrategyId.java"))));
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-d",
                        classes.toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        example.toString(),
                        ids.toString());
        assertThat(failed).as("errors of the compiler").isZero();
        ClassLoader ours = ContributingTest.class.getClassLoader();
        ClassLoader others = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (name.startsWith("org.vmtorture.")) {
                    throw new ClassNotFoundException(name);
                }
                return ours.loadClass(name);
            }
        };
        URL[] path = {
            classes.toUri().toURL(),
            StrategyId.class.getProtectionDomain().getCodeSource().getLocation(),
            ContributingTest.class.getProtectionDomain().getCodeSource().getLocation()
        };
        return new URLClassLoader(path, others);
    }

    /** With the line; as it is where somebody has followed the page to the letter. */
    private static String registered(String ids) throws IOException {
        String line = block(CONSTANT + "(").indent(4);
        return ids.contains(CONSTANT + "(") ? ids : ids.replace("    INDIRECTION(", line + "    INDIRECTION(");
    }

    private static Object eighth(ClassLoader core) throws ReflectiveOperationException {
        return core.loadClass("org.vmtorture.strategy.StrategyId")
                .getField(CONSTANT)
                .get(null);
    }

    /** Every test of a class that is for any strategy, or for any that keeps mapped pages. */
    private static int contract(ClassLoader core, String name) throws Throwable {
        Class<?> contract = core.loadClass("org.vmtorture.op." + name);
        Object strategy = eighth(core);
        int run = 0;
        for (Method test : contract.getDeclaredMethods()) {
            EnumSource named = test.getAnnotation(EnumSource.class);
            boolean forAll = test.isAnnotationPresent(ParameterizedTest.class)
                    && (named == null || named.names().length == 0)
                    && List.of(test.getParameterTypes()).equals(List.of(strategy.getClass()));
            if (forAll) {
                invoke(test, instance(contract), strategy);
                run++;
            }
        }
        return run;
    }

    private static Object instance(Class<?> test) throws ReflectiveOperationException {
        Constructor<?> constructor = test.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static void invoke(Method test, Object instance, Object argument) throws Throwable {
        test.setAccessible(true);
        try {
            test.invoke(instance, argument);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    @Test
    void oneClassAndOneLineArePickedUpByEveryContractTest() throws Throwable {
        ClassLoader core = built(block("package org.vmtorture.strategy;"));
        int run = 0;
        for (String contract : List.of("StrategyContractTest", "MappingContractTest", "VmaContractTest")) {
            run += contract(core, contract);
        }
        assertThat(run).as("tests").isGreaterThan(30);
    }

    /** Under all eight, one after the other; two whose expectation is not the default's for it. */
    @Test
    void scenariosExploreItAndExpectOfItWhatTheyExpectOfTheOneThatItIsLike() throws Throwable {
        ClassLoader core = built(block("package org.vmtorture.strategy;"));
        Class<?> shipped = core.loadClass("org.vmtorture.explore.ShippedScenariosTest");
        Method all = shipped.getDeclaredMethod("all");
        all.setAccessible(true);
        List<Object> scenarios = new ArrayList<>(((Stream<?>) all.invoke(null)).toList());
        Method name = scenarios.get(0).getClass().getMethod("name");
        Method test =
                shipped.getDeclaredMethod("expectationsAreMet", scenarios.get(0).getClass());
        int run = 0;
        for (Object scenario : scenarios) {
            if (List.of("cve-2025-40012", "longterm-pin-outlives-all", "munmap-vs-vfree")
                    .contains(name.invoke(scenario))) {
                invoke(test, instance(shipped), scenario);
                run++;
            }
        }
        assertThat(run).isEqualTo(3);
    }

    /** The control. */
    @Test
    void aStrategyThatForgetsItsPutFails() throws Throwable {
        String example = block("package org.vmtorture.strategy;");
        assertThat(example).contains(BREAKS);
        ClassLoader core = built(example.replace(BREAKS, ""));
        assertThat(catchThrowable(() -> contract(core, "StrategyContractTest"))).isInstanceOf(AssertionError.class);
    }

    @Test
    void theRaceIsOneOfTheCatalogueAsItStands() throws IOException {
        String file = Files.readString(Path.of("src/main/resources/races/cve-2024-0582.conf"));
        assertThat(block("name = cve-2024-0582")).isEqualTo(file.strip());
        assertThat(Races.ids()).contains("cve-2024-0582");
    }

    @Test
    void everyStrategyHasItsRow() throws IOException {
        List<String> rows = Files.readString(Path.of("..", "docs", "STRATEGIES.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();
        assertThat(rows)
                .startsWith(Stream.of(StrategyId.values()).map(StrategyId::id).toArray(String[]::new));
    }
}
