package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.Mix;
import org.vmtorture.memory.Words;
import org.vmtorture.oracle.Defect;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenarios;
import org.vmtorture.strategy.StrategyId;

/** An execution that begins where it departs from the last one is the same, access by access, as one from the start. */
class DepartureTest {
    private static final long EXECUTIONS_MAX = FiberKind.CONTINUATION.available() ? 1500 : 300;
    private static final int SEEDS = 20;

    static Stream<String> programs() {
        return all().keySet().stream();
    }

    private static Map<String, Program> all() {
        var all = new LinkedHashMap<>(SmallPrograms.withoutWaits());
        all.putAll(SmallPrograms.withWaits());
        for (long seed = 0; seed < SEEDS; seed++) {
            all.put("arbitrary " + seed, ArbitraryProgram.of(seed));
        }
        all.put("model", new ModelRace(StrategyId.VM_STRUCT, Defect.NONE, false));
        all.put("model with a defect", new ModelRace(StrategyId.TODAY, Defect.UNCONDITIONAL_GET, false));
        for (String name : List.of("pin-handed-on", "fork-vs-vfree", "gup-vs-exit-of-another")) {
            all.put(name, Scenarios.load(name).on(StrategyId.INDIRECTION));
        }
        return all;
    }

    private static Map<String, Supplier<Choices>> searches() {
        var searches = new LinkedHashMap<String, Supplier<Choices>>();
        searches.put("depth-first", DepthFirst::new);
        searches.put("stored states", () -> new ByState(true));
        searches.put("stored states, unreduced", () -> new ByState(false));
        searches.put("source-DPOR", SourceSets::new);
        searches.put("preemptions", () -> new Bounded(2, Integer.MAX_VALUE, false));
        searches.put("preemptions, stored states", () -> new Bounded(2, Integer.MAX_VALUE, true));
        searches.put("borders", () -> new Borders(new Bounded(2, Integer.MAX_VALUE, false), 6));
        return searches;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void isAsFromTheStart(String name) {
        Program program = all().get(name);
        for (var search : searches().entrySet()) {
            for (boolean retold : new boolean[] {false, true}) {
                var departing = new Account(program, FiberKind.best(), search.getValue(), true, retold);
                var fromTheStart = new Account(program, FiberKind.best(), search.getValue(), false, retold);
                assertThat(departing.executions).as(search.getKey()).isEqualTo(fromTheStart.executions);
                assertThat(departing.pairs).as(search.getKey()).isEqualTo(fromTheStart.pairs);
                assertThat(departing.made).as(search.getKey()).isLessThanOrEqualTo(fromTheStart.made);
            }
        }
    }

    /** Else the test above compares a thing with itself. */
    @Test
    void fewerStepsAreMade() {
        var departing = new Account(new RegionRace(1, false), FiberKind.best(), DepthFirst::new, true, false);
        var fromTheStart = new Account(new RegionRace(1, false), FiberKind.best(), DepthFirst::new, false, false);
        assertThat(departing.executions).hasSize(226);
        assertThat(2 * departing.made).isLessThan(fromTheStart.made);
    }

    @Test
    void isSoOnEveryKindOfFiber() {
        Program program = SmallPrograms.withWaits().get("spinning exchange");
        for (FiberKind kind : FiberKind.values()) {
            if (kind.available()) {
                var departing = new Account(program, kind, DepthFirst::new, true, true);
                var fromTheStart = new Account(program, kind, DepthFirst::new, false, true);
                assertThat(departing.executions).as(kind.text()).isEqualTo(fromTheStart.executions);
            }
        }
    }

    /** What an actor remembers outside the memory makes it go another way when it is to do the same again. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProgramThatRemembersIsNotBelieved(boolean ends) {
        var program = new Script(2, memory -> {
            Words words = memory.words("word", 2);
            var runs = new int[1];
            Runnable remembers = () -> {
                boolean first = runs[0]++ < 2;
                if (!first && ends) {
                    return;
                }
                words.getOpaque(1);
                if (!first) {
                    words.getOpaque(1);
                }
                words.setOpaque(0, 1);
                words.setOpaque(1, 1);
            };
            return new Runnable[] {remembers, () -> words.getOpaque(0)};
        });
        assertThatThrownBy(() -> new Account(program, FiberKind.best(), DepthFirst::new, true, false))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("the program is not deterministic: actor=0");
    }

    /** Everything that a search does, execution by execution. */
    private static final class Account {
        final List<Long> executions = new ArrayList<>(); // a hash of each
        final List<Coverage.Pair> pairs;
        private long made; // steps, not counting those in common with the execution before

        Account(Program program, FiberKind kind, Supplier<Choices> search, boolean departs, boolean retold) {
            var run = new Interleaver(program, kind);
            try {
                var met = new Coverage(run.course);
                var races = new RaceDetector(run.course, run::path, Set.of());
                Watch watch = retold ? races.and(met).and(new Hashing(run.course)) : met; // which rewinds by itself
                var budget = new Budget(EXECUTIONS_MAX, () -> false, (done, depth, share) -> {}, true, null);
                run.search(new Telling(search.get(), departs), watch, budget);
                pairs = met.seen();
            } finally {
                run.close();
            }
        }

        /** Hands every question on, and writes down what became of each execution. */
        private final class Telling extends HandingOn {
            private final boolean departs;

            Telling(Choices inner, boolean departs) {
                super(inner);
                this.departs = departs;
            }

            @Override
            void stepped(int depth) {
                made++;
                inner.stepped(depth);
            }

            @Override
            boolean another(int depth, Ending ending) {
                long hash = Mix.first(run.stateKey(), run.secondStateKey());
                for (int step = 0; step < depth; step++) {
                    hash = Mix.first(hash, run.actor(step));
                    hash = Mix.first(hash, run.enabledAt(step));
                }
                if (ending == Ending.VIOLATED) {
                    hash = Mix.first(hash, run.violated().kind().ordinal());
                }
                executions.add(Mix.first(hash, ending.ordinal()));
                return inner.another(depth, ending);
            }

            @Override
            int kept() {
                return departs ? inner.kept() : 0;
            }
        }

        private final class Hashing extends Watch {
            private final Course run;
            private long hash;

            Hashing(Course run) {
                this.run = run;
            }

            @Override
            void begin() {
                hash = 0;
            }

            @Override
            void step(int actor, int word, Access access, long before, long now, boolean wrote) {
                add(actor, word, access);
                hash = Mix.first(Mix.first(hash, before), wrote ? now : ~now);
            }

            @Override
            void ghost(int actor, int word, Access access, long before, long now, boolean wrote) {
                step(actor, word, access, before, now, wrote);
            }

            @Override
            void plain(int actor, int word, Access access, long value) {
                add(actor, word, access);
                hash = Mix.first(hash, value);
            }

            private void add(int actor, int word, Access access) {
                hash = Mix.first(hash, run.operation(actor));
                hash = Mix.first(hash, actor);
                hash = Mix.first(hash, word);
                hash = Mix.first(hash, access.ordinal());
            }

            @Override
            void end(Ending ending) {
                executions.add(hash);
            }
        }
    }
}
