package org.vmtorture.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vmtorture.oracle.Defect;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.strategy.StrategyId;

/** The shipped scenarios: what they say is so in whole operations, and together they let every pair meet. */
class ScenariosTest {
    private static final int ORDERS_MAX = 100;

    /** What a race can be made of: the verbs of the catalogue. */
    private enum Kind {
        ACCESS,
        MUNMAP,
        PARTIAL_MUNMAP,
        FORK,
        MREMAP,
        EXIT,
        GUP_FAST,
        GUP_SLOW,
        UNPIN,
        WALK,
        VFREE,
        DOUBLE_VFREE,
        FAILING_MMAP,
        DRIVER_CLOSE
    }

    static List<String> names() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aShippedScenarioIsReadAndPrintsItself(String name) {
        Scenario scenario = Scenarios.load(name);
        assertThat(scenario.name()).isEqualTo(name);
        assertThat(Scenario.parse(scenario.text(), "again")).isEqualTo(scenario);
    }

    /** Whole operations cannot show a race, but what they do show must be expected. */
    @ParameterizedTest
    @MethodSource("names")
    void noOrderOfWholeOperationsSurprises(String name) {
        Scenario scenario = Scenarios.load(name);
        for (StrategyId strategy : StrategyId.values()) {
            Program program = scenario.on(strategy);
            Orders.Outcome every = Orders.every(program, ORDERS_MAX);
            Orders.Outcome random = Orders.random(program, 10, 1);
            assertThat(every.orders()).as("orders under " + strategy.id()).isPositive();
            assertThat(scenario.expectation().of(strategy))
                    .as("expected of " + strategy.id())
                    .containsAll(every.found())
                    .containsAll(random.found());
        }
    }

    /** The control of the above: under an expectation that is wrong, it sees the difference. */
    @Test
    void wholeOperationsShowAPlainUseAfterFree() {
        Program untracked = Scenarios.load("access-vs-vfree").on(StrategyId.UNTRACKED);
        assertThat(Orders.every(untracked, ORDERS_MAX).found()).containsExactly(FindingKind.USE_AFTER_FREE);
        assertThat(Orders.random(untracked, 10, 1).found()).containsExactly(FindingKind.USE_AFTER_FREE);
    }

    @Test
    void everyPairThatCanMeetOnAPageIsInAScenario() {
        Set<Set<Kind>> met = new HashSet<>();
        for (String name : names()) {
            List<Set<Kind>> actors = kinds(Scenarios.load(name).text());
            for (int one = 0; one < actors.size(); one++) {
                for (int other = one + 1; other < actors.size(); other++) {
                    for (Kind a : actors.get(one)) {
                        actors.get(other).forEach(b -> met.add(EnumSet.of(a, b)));
                    }
                }
            }
        }
        Set<Set<Kind>> missing = new HashSet<>();
        for (Kind a : Kind.values()) {
            for (Kind b : Kind.values()) {
                if (a != b && !met.contains(EnumSet.of(a, b))) {
                    missing.add(EnumSet.of(a, b));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Set<Kind>> kinds(String text) {
        Parts parts = Scenario.parse(text, "pairs").parts();
        var names = new Names(parts);
        long closers = parts.actors().stream()
                .filter(actor -> actor.verbs().stream().anyMatch(DriverVerb.Free.class::isInstance))
                .count();
        boolean twice = closers > 1 || parts.defect() == Defect.DOUBLE_VFREE;
        return parts.actors().stream()
                .map(actor -> actor.verbs().stream()
                        .flatMap(verb -> kinds(verb, names, twice).stream())
                        .collect(Collectors.toSet()))
                .toList();
    }

    private static Set<Kind> kinds(Verb verb, Names names, boolean freedTwice) {
        if (verb instanceof ProcessVerb.Munmap munmap) {
            int pages = names.pages(names.area(munmap.pages().area()));
            boolean partial = munmap.pages().to(pages) - munmap.pages().from() < pages;
            return Set.of(partial ? Kind.PARTIAL_MUNMAP : Kind.MUNMAP);
        } else if (verb instanceof ProcessVerb.Mmap mmap) {
            return mmap.failAt() == Form.NO_FAILURE ? Set.of() : Set.of(Kind.FAILING_MMAP);
        } else if (verb instanceof ProcessVerb.Pin pin) {
            return switch (pin.path()) {
                case PIN -> Set.of(Kind.GUP_FAST, Kind.GUP_SLOW);
                case FAST -> Set.of(Kind.GUP_FAST);
                case SLOW -> Set.of(Kind.GUP_SLOW);
            };
        } else if (verb instanceof DriverVerb.Free free) {
            Kind once = free.how() == DriverVerb.How.CLOSE ? Kind.DRIVER_CLOSE : Kind.VFREE;
            return freedTwice ? Set.of(once, Kind.DOUBLE_VFREE) : Set.of(once);
        }
        return plain(verb);
    }

    private static Set<Kind> plain(Verb verb) {
        if (verb instanceof ProcessVerb.Access) {
            return Set.of(Kind.ACCESS);
        } else if (verb instanceof ProcessVerb.ForkChild) {
            return Set.of(Kind.FORK);
        } else if (verb instanceof ProcessVerb.Mremap) {
            return Set.of(Kind.MREMAP);
        } else if (verb instanceof ProcessVerb.Exit) {
            return Set.of(Kind.EXIT);
        } else if (verb instanceof ProcessVerb.WalkVma) {
            return Set.of(Kind.WALK);
        }
        return verb instanceof HeldVerb.Unpin ? Set.of(Kind.UNPIN) : Set.of();
    }

    /** A scenario of its own, or a race of the catalogue. */
    @Test
    void everyDefectIsShownByAtMostThreeActors() {
        List<Scenario> shipped = Stream.concat(
                        names().stream()
                                .filter(name -> name.startsWith("defect-"))
                                .map(Scenarios::load),
                        Races.all().stream().map(Race::scenario))
                .toList();
        for (Defect defect : Defect.values()) {
            if (defect != Defect.NONE) {
                assertThat(shipped).as(defect.id()).anySatisfy(scenario -> {
                    assertThat(scenario.defect()).isEqualTo(defect);
                    assertThat(scenario.actors()).isLessThanOrEqualTo(3);
                    assertThat(scenario.expectation().of(StrategyId.of(defect.strategy())))
                            .contains(defect.kind());
                });
            }
        }
    }

    @Test
    void aScenarioOfADefectIsNamedAfterIt() {
        names().stream()
                .filter(name -> name.startsWith("defect-"))
                .forEach(name ->
                        assertThat(Scenarios.load(name).defect().id()).isEqualTo(name.substring("defect-".length())));
    }

    @Test
    void mostScenariosSayWhatMustHaveMet() {
        long silent = names().stream()
                .filter(name -> Scenarios.load(name).windows().isEmpty())
                .count();
        assertThat(silent).isLessThan(names().size() / 4);
    }

    @Test
    void noTwoScenariosAreAlike() {
        List<String> whys =
                names().stream().map(name -> Scenarios.load(name).why()).toList();
        assertThat(whys).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(30);
        List<String> actors = names().stream()
                .map(name -> Scenarios.load(name).text().replaceAll("(?m)^(name|why) = .*$", ""))
                .toList();
        assertThat(actors).doesNotHaveDuplicates();
    }
}
