package org.vmtorture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What core's packages may use: each other from right to left, and of the JDK nothing that schedules cannot replay. */
class ImportOrderTest {
    private static final String ROOT = "org.vmtorture.";

    /** In reading order: a package may use itself and those before it. */
    private static final List<String> PACKAGES =
            List.of("memory", "mm", "oracle", "strategy", "op", "scenario", "explore");

    private static final ArchRule IMPORTS_RUN_LEFT = classes()
            .should(new UseOnlyPackagesToTheLeft())
            .as("imports run one way: " + String.join(" <- ", PACKAGES));

    /** What those who search share with each other. The code that is explored runs in none of them. */
    private static final String[] SEARCHERS = {
        "org.vmtorture.explore.Division",
        "org.vmtorture.explore.Place",
        "org.vmtorture.explore.StateSet",
        "org.vmtorture.explore.Sharing$LockNumbers"
    };

    private static final ArchRule SHARED_STATE_IS_MEMORY = noClasses()
            .that(resideOutsideOfPackage("org.vmtorture.memory..").and(not(named(SEARCHERS))))
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent.atomic..")
                    .or(resideInAPackage("java.util.concurrent.locks.."))
                    .or(named("java.lang.invoke.VarHandle", "sun.misc.Unsafe", "jdk.internal.misc.Unsafe")))
            .allowEmptyShould(true)
            .as("atomics, locks, VarHandle and Unsafe stay in package memory, but for what a search's workers share");

    private static final ArchRule NO_CLOCK = noClasses()
            .should()
            .accessTargetWhere(target("java.lang.System", "nanoTime", "currentTimeMillis"))
            .orShould()
            .accessTargetWhere(target("java.lang.Thread", "sleep"))
            .orShould()
            .accessTargetWhere(target("java.util.concurrent.TimeUnit", "sleep"))
            .orShould()
            .dependOnClassesThat(named("java.time.Instant", "java.time.Clock"))
            .as("core has no clock and does not sleep");

    private static final ArchRule NO_UNSEEDED_RANDOM = noClasses()
            .should()
            .accessTargetWhere(unseeded("java.util.Random"))
            .orShould()
            .accessTargetWhere(unseeded("java.util.SplittableRandom"))
            .orShould()
            .accessTargetWhere(target("java.lang.Math", "random"))
            .orShould()
            .accessTargetWhere(target("java.util.UUID", "randomUUID"))
            .orShould()
            .dependOnClassesThat(named("java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom"))
            .as("all randomness in core is seeded");

    private static final ArchRule NO_LOGGING = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("org.slf4j..")
                    .or(resideInAPackage("java.util.logging.."))
                    .or(named("java.lang.System$Logger")))
            .orShould()
            .accessTargetWhere(target("java.lang.System", "out", "err", "getLogger"))
            .as("core does not log or print");

    static List<ArchRule> rules() {
        return List.of(IMPORTS_RUN_LEFT, SHARED_STATE_IS_MEMORY, NO_CLOCK, NO_UNSEEDED_RANDOM, NO_LOGGING);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void coreKeeps(ArchRule rule) {
        rule.check(new ClassFileImporter().importPath(Path.of("target", "classes")));
    }

    /** The controls: a rule that nothing can break would show nothing. */
    private static final List<Sample> BREACHES = List.of(
            new Sample(IMPORTS_RUN_LEFT, "mm", "new org.vmtorture.op.Other();"),
            new Sample(IMPORTS_RUN_LEFT, "nowhere", ""),
            new Sample(SHARED_STATE_IS_MEMORY, "mm", "new java.util.concurrent.atomic.AtomicLong(1);"),
            new Sample(SHARED_STATE_IS_MEMORY, "mm", "new java.util.concurrent.locks.ReentrantLock();"),
            new Sample(SHARED_STATE_IS_MEMORY, "mm", "java.lang.invoke.VarHandle.fullFence();"),
            new Sample(NO_CLOCK, "memory", "System.nanoTime();"),
            new Sample(NO_CLOCK, "mm", "System.currentTimeMillis();"),
            new Sample(NO_CLOCK, "mm", "java.util.function.LongSupplier clock = System::nanoTime;"),
            new Sample(NO_CLOCK, "mm", "java.time.Instant.now();"),
            new Sample(NO_CLOCK, "mm", "try { Thread.sleep(1); } catch (InterruptedException e) { }"),
            new Sample(NO_UNSEEDED_RANDOM, "mm", "new java.util.Random();"),
            new Sample(NO_UNSEEDED_RANDOM, "mm", "new java.util.SplittableRandom();"),
            new Sample(NO_UNSEEDED_RANDOM, "mm", "Math.random();"),
            new Sample(NO_UNSEEDED_RANDOM, "mm", "java.util.concurrent.ThreadLocalRandom.current();"),
            new Sample(NO_LOGGING, "mm", "java.util.logging.Logger.getLogger(\"x\");"),
            new Sample(NO_LOGGING, "mm", "System.getLogger(\"x\");"),
            new Sample(NO_LOGGING, "mm", "System.out.println();"));

    private static final List<Sample> ALLOWED = List.of(
            new Sample(IMPORTS_RUN_LEFT, "op", "new org.vmtorture.mm.Other();"),
            new Sample(SHARED_STATE_IS_MEMORY, "memory", "java.lang.invoke.VarHandle.fullFence();"),
            new Sample(NO_UNSEEDED_RANDOM, "op", "new java.util.SplittableRandom(1); new java.util.Random(1);"),
            new Sample(NO_LOGGING, "op", "System.lineSeparator();"));

    /** A class of core that does this, and the rule that it breaks or keeps. */
    private record Sample(ArchRule rule, String owner, String statement) {}

    @Test
    void everyBreachIsSeenAndNothingElse(@TempDir Path folder) throws IOException {
        var samples = Stream.concat(BREACHES.stream(), ALLOWED.stream()).toList();
        var sources = new ArrayList<>(List.of(other(folder, "mm"), other(folder, "op")));
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            var text = "package %s; class %s { void run() { %s } }"
                    .formatted(ROOT + sample.owner, name(i), sample.statement);
            sources.add(source(folder, sample.owner + "/" + name(i), text));
        }
        compile(folder, sources);
        JavaClasses classes = new ClassFileImporter().importPath(folder);
        for (int i = 0; i < samples.size(); i++) {
            String name = name(i);
            var details =
                    samples.get(i).rule.evaluate(classes).getFailureReport().getDetails();
            assertThat(details.stream().anyMatch(detail -> detail.contains(name)))
                    .as(samples.get(i).toString())
                    .isEqualTo(i < BREACHES.size());
        }
    }

    private static String name(int sample) {
        return "Sample%02d".formatted(sample);
    }

    private static Path other(Path folder, String name) throws IOException {
        return source(folder, name + "/Other", "package " + ROOT + name + "; public class Other { }");
    }

    private static Path source(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name + ".java");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void compile(Path folder, List<Path> sources) {
        var arguments = Stream.concat(
                Stream.of("-proc:none", "-d", folder.toString()),
                sources.stream().map(Path::toString));
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("javac").isZero();
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        var wanted = Set.of(names);
        return DescribedPredicate.describe("one of " + wanted, type -> wanted.contains(type.getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> target(String owner, String... members) {
        var wanted = Set.of(members);
        return DescribedPredicate.describe(
                owner + " " + wanted,
                access -> access.getTargetOwner().getName().equals(owner)
                        && wanted.contains(access.getTarget().getName()));
    }

    private static DescribedPredicate<JavaAccess<?>> unseeded(String owner) {
        return DescribedPredicate.describe(
                "new " + owner + "()",
                access -> access.getTargetOwner().getName().equals(owner)
                        && access.getTarget() instanceof AccessTarget.ConstructorCallTarget constructor
                        && constructor.getRawParameterTypes().isEmpty());
    }

    private static final class UseOnlyPackagesToTheLeft extends ArchCondition<JavaClass> {
        UseOnlyPackagesToTheLeft() {
            super("use only packages to the left");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            int rank = rank(type);
            if (rank < 0) {
                String message = type.getName() + " is in a package that has no place in the order "
                        + type.getSourceCodeLocation();
                events.add(SimpleConditionEvent.violated(type, message));
            }
            for (var dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass();
                if (used.getPackageName().startsWith(ROOT) && rank(used) > rank) {
                    events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                }
            }
        }

        private static int rank(JavaClass type) {
            String below = type.getPackageName()
                    .substring(Math.min(ROOT.length(), type.getPackageName().length()));
            return PACKAGES.indexOf(below.split("\\.", 2)[0]);
        }
    }
}
