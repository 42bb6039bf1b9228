package org.vmtorture.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.vmtorture.memory.Data;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Weakening;

/** Happens-before from access modes: each edge with a control that lacks it. */
class RaceDetectorTest {
    private static boolean races(Function<SharedMemory, Runnable[]> rows, Weakening... weakenings) {
        try (var explorer = Explorer.of(new Script(2, rows)).races(true)) {
            List.of(weakenings).forEach(explorer::weaken);
            Verdict verdict = explorer.explore(Search.sourceDpor());
            assertThat(verdict.violations())
                    .allMatch(violation -> violation.violated().kind() == FindingKind.DATA_RACE);
            return verdict.outcome() == Verdict.Outcome.VIOLATED;
        }
    }

    /** One actor writes a plain word and publishes, another looks and reads. */
    private interface Publication {
        void publish(Words flag);

        boolean sees(Words flag);
    }

    private static Function<SharedMemory, Runnable[]> message(Publication publication) {
        return memory -> {
            Words flag = memory.words("flag", 1);
            Words message = memory.words("message", 1);
            return new Runnable[] {
                () -> {
                    message.setPlain(0, 1);
                    publication.publish(flag);
                },
                () -> {
                    if (publication.sees(flag)) {
                        message.getPlain(0);
                    }
                }
            };
        };
    }

    private static Publication publication(Consumer<Words> publish, Function<Words, Long> look) {
        return new Publication() {
            @Override
            public void publish(Words flag) {
                publish.accept(flag);
            }

            @Override
            public boolean sees(Words flag) {
                return look.apply(flag) == 1;
            }
        };
    }

    @Test
    void aReleaseThatAnAcquireSeesOrders() {
        assertThat(races(message(publication(flag -> flag.setRelease(0, 1), flag -> flag.getAcquire(0)))))
                .isFalse();
        assertThat(races(message(publication(flag -> flag.setVolatile(0, 1), flag -> flag.getVolatile(0)))))
                .isFalse();
        assertThat(races(message(publication(flag -> flag.getAndAdd(0, 1), flag -> flag.compareAndExchange(0, 1, 2)))))
                .isFalse();
    }

    @Test
    void anOpaqueSideDoesNot() {
        assertThat(races(message(publication(flag -> flag.setOpaque(0, 1), flag -> flag.getAcquire(0)))))
                .isTrue();
        assertThat(races(message(publication(flag -> flag.setRelease(0, 1), flag -> flag.getOpaque(0)))))
                .isTrue();
    }

    @Test
    void aWeakenedSideDoesNot() {
        var volatiles = message(publication(flag -> flag.setVolatile(0, 1), flag -> flag.getVolatile(0)));
        assertThat(races(volatiles, new Weakening("flag", Weakening.Side.RELEASE)))
                .isTrue();
        assertThat(races(volatiles, new Weakening("flag", Weakening.Side.ACQUIRE)))
                .isTrue();
        assertThatThrownBy(() -> races(volatiles, new Weakening("flga", Weakening.Side.ACQUIRE)))
                .hasMessage("no row to weaken: flga");
    }

    @Test
    void anOpaqueStoreEndsWhatAReleaseBegan() {
        assertThat(races(message(publication(
                        flag -> {
                            flag.setRelease(0, 2);
                            flag.setOpaque(0, 1);
                        },
                        flag -> flag.getAcquire(0)))))
                .isTrue();
    }

    private static Function<SharedMemory, Runnable[]> counted(boolean firstLocks, boolean reads) {
        return memory -> {
            Locks lock = memory.locks("lock", 1);
            Words count = memory.words("count", 1);
            Runnable locked = () -> {
                lock.lock(0);
                count.setPlain(0, count.getPlain(0) + 1);
                lock.unlock(0);
            };
            Runnable readLocked = () -> {
                lock.lockRead(0);
                count.getPlain(0);
                lock.unlockRead(0);
            };
            Runnable bare = () -> count.setPlain(0, count.getPlain(0) + (int) lockedBefore(lock));
            return new Runnable[] {firstLocks ? locked : bare, reads ? readLocked : locked};
        };
    }

    /** A step, so that an actor without a lock has one. */
    private static long lockedBefore(Locks lock) {
        if (lock.tryLock(0)) {
            lock.unlock(0);
        }
        return 1;
    }

    @Test
    void locksOrderAndTheirAbsenceShows() {
        assertThat(races(counted(true, false))).isFalse();
        assertThat(races(counted(true, true))).isFalse();
        assertThat(races(counted(false, false))).isTrue();
    }

    @Test
    void readersAreNotOrderedAmongThemselves() {
        assertThat(races(memory -> {
                    Locks lock = memory.locks("lock", 1);
                    Words count = memory.words("count", 1);
                    Runnable writesUnderReadLock = () -> {
                        lock.lockRead(0);
                        count.setPlain(0, 1);
                        lock.unlockRead(0);
                    };
                    return new Runnable[] {writesUnderReadLock, writesUnderReadLock};
                }))
                .isTrue();
    }

    /** A page with a count of two: each holder uses it and puts; the last put frees. */
    private static Runnable[] lastPut(SharedMemory memory) {
        Words count = memory.words("page.refcount", 1);
        Words truth = memory.words("truth", 1);
        Data page = memory.data("page", 1);
        count.setVolatile(0, 2);
        Runnable holder = () -> {
            page.store(0, 1);
            if (count.getAndAdd(0, -1) == 1) {
                truth.setVolatile(0, 2);
            }
        };
        return new Runnable[] {holder, holder};
    }

    @Test
    void aLastPutOrdersTheFreeAfterEveryUse() {
        assertThat(races(RaceDetectorTest::lastPut))
                .as("users may race on their page")
                .isFalse();
        assertThat(races(RaceDetectorTest::lastPut, new Weakening("page.refcount", Weakening.Side.ACQUIRE)))
                .isTrue();
        assertThat(races(RaceDetectorTest::lastPut, new Weakening("page.refcount", Weakening.Side.RELEASE)))
                .isTrue();
    }

    private static Function<SharedMemory, Runnable[]> allocation(boolean filledFirst) {
        return memory -> {
            Words pte = memory.words("pte", 1);
            Words truth = memory.words("truth", 1);
            Data page = memory.data("page", 1);
            Runnable maps = () -> {
                pte.setOpaque(0, 0);
                truth.setVolatile(0, 1);
                if (filledFirst) {
                    page.store(0, 0);
                }
                pte.setRelease(0, 1);
                if (!filledFirst) {
                    page.store(0, 0);
                }
            };
            Runnable user = () -> {
                if (pte.getAcquire(0) == 1) {
                    page.load(0);
                }
            };
            return new Runnable[] {maps, user};
        };
    }

    @Test
    void aPageIsFilledBeforeItIsSeen() {
        assertThat(races(allocation(true))).isFalse();
        assertThat(races(allocation(false))).isTrue();
    }

    /**
     * Two orders lead to the same words and to actors of whom nothing is remembered, but only in one of them does the
     * reader's acquire see a release: in the other an opaque store came over it.
     */
    private static Runnable[] sameWordsOtherClocks(SharedMemory memory) {
        Words flag = memory.words("flag", 1);
        Words message = memory.words("message", 1);
        return new Runnable[] {
            () -> {
                if (flag.getOpaque(0) == 1) {
                    flag.setOpaque(0, 1);
                }
            },
            () -> {
                message.setPlain(0, 1);
                flag.setRelease(0, 1);
            },
            () -> {
                if (flag.getAcquire(0) == 1) {
                    message.getPlain(0);
                }
            }
        };
    }

    @Test
    void aRaceBehindAStateThatWasMetIsNotLost() {
        var program = new Script(3, RaceDetectorTest::sameWordsOtherClocks);
        for (Search search : List.of(Search.sourceDpor(), Search.depthFirst(), Search.preemptions(1))) {
            try (var explorer = Explorer.of(program).races(true)) {
                assertThat(explorer.explore(search).violation())
                        .as(search.describe())
                        .hasValueSatisfying(violation ->
                                assertThat(violation.violated().kind()).isEqualTo(FindingKind.DATA_RACE));
            }
        }
    }

    /** The control: a search that stores states loses that race, so it is refused. */
    @Test
    void storedStatesLoseIt() {
        var run = new Interleaver(new Script(3, RaceDetectorTest::sameWordsOtherClocks), FiberKind.best());
        try {
            var detector = new RaceDetector(run.course, run::path, Set.of());
            var budget = new Budget(Long.MAX_VALUE, () -> false, (done, depth, share) -> {}, true, null);
            Tally tally = run.search(new ByState(false), detector, budget);
            assertThat(tally.covered).isTrue();
            assertThat(tally.violations).isZero();
        } finally {
            run.close();
        }
    }

    @Test
    void storedStatesKnowNothingOfClocks() {
        try (var explorer = Explorer.of(new RegionRace(1, false)).races(true)) {
            assertThatThrownBy(() -> explorer.explore(Search.storedStates()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("knows nothing of clocks");
        }
    }
}
