package org.vmtorture.explore;

import java.util.LinkedHashMap;
import java.util.Map;
import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.scenario.Program;

/** Programs small enough for every interleaving, each with something that a search can get wrong. */
final class SmallPrograms {
    private SmallPrograms() {}

    /** Those in which nobody ever waits: a reduced search makes no execution twice. */
    static Map<String, Program> withoutWaits() {
        var programs = new LinkedHashMap<String, Program>();
        programs.put("region race", new RegionRace(1, false));
        programs.put("region race with its bug", new RegionRace(1, true));
        programs.put("failed CAS", new Script(3, SmallPrograms::failedCas));
        programs.put("failed CAS against a reader", new Script(3, SmallPrograms::casAndReader));
        programs.put("readers and writers of two words", new Script(3, SmallPrograms::readersAndWriters));
        programs.put("ghost words", new Script(2, SmallPrograms::ghosts));
        programs.put("operations that look at the truth alone", new Script(2, 3, SmallPrograms::looks));
        programs.put("trylock", new Script(3, SmallPrograms::tryLocks));
        return programs;
    }

    static Map<String, Program> withWaits() {
        var programs = new LinkedHashMap<String, Program>();
        programs.put("one lock, three holders", new Script(3, SmallPrograms::oneLock));
        programs.put("lock beside a lock-free reader", new Script(3, SmallPrograms::lockAndReader));
        programs.put("read and write sides", new Script(3, SmallPrograms::readAndWriteSides));
        programs.put("downgrade", new Script(3, SmallPrograms::downgrade));
        programs.put("lock and trylock", new Script(3, SmallPrograms::lockAndTryLock));
        programs.put("deadlock", new Script(2, SmallPrograms::deadlock));
        programs.put("await", new Script(3, SmallPrograms::await));
        programs.put("await that can be missed", new Script(2, SmallPrograms::missedAwait));
        programs.put("await of two words", new Script(3, SmallPrograms::awaitOfTwo));
        programs.put("spinning exchange", new Script(3, SmallPrograms::spinningExchange));
        return programs;
    }

    private static Runnable[] failedCas(SharedMemory memory) {
        Words word = memory.words("word", 2);
        return new Runnable[] {
            () -> word.compareAndExchange(0, 0, 1),
            () -> word.setOpaque(1, word.compareAndExchange(0, 0, 2)),
            () -> {
                word.compareAndExchange(0, 1, 3);
                word.compareAndExchange(0, 2, 4);
            }
        };
    }

    private static Runnable[] casAndReader(SharedMemory memory) {
        Words word = memory.words("word", 1);
        Words seen = memory.words("seen", 1);
        Runnable cas = () -> {
            word.compareAndExchange(0, 5, 1);
            word.compareAndExchange(0, 0, 2);
        };
        return new Runnable[] {cas, cas, () -> seen.setOpaque(0, word.getOpaque(0) + 10 * word.getOpaque(0))};
    }

    private static Runnable[] readersAndWriters(SharedMemory memory) {
        Words word = memory.words("word", 2);
        Words seen = memory.words("seen", 1);
        return new Runnable[] {
            () -> {
                word.setOpaque(0, 1);
                word.setOpaque(1, 1);
            },
            () -> seen.setOpaque(0, 2 * word.getOpaque(0) + word.getOpaque(1)),
            () -> word.setOpaque(1, 2 + word.getOpaque(0))
        };
    }

    private static Runnable[] ghosts(SharedMemory memory) {
        Words truth = memory.words("truth", 1);
        Words mine = memory.words("mine", 2);
        Words seen = memory.words("seen", 2);
        return new Runnable[] {
            () -> {
                mine.setOpaque(0, 1);
                truth.setVolatile(0, 1); // belongs to the step above
            },
            () -> {
                mine.setOpaque(1, 1);
                long life = truth.getVolatile(0);
                seen.setOpaque(0, life);
            }
        };
    }

    /** Each actor's second operation has nothing but ghost accesses, and the third follows from what it saw. */
    private static Runnable[] looks(SharedMemory memory) {
        Words truth = memory.words("truth", 2);
        Words mine = memory.words("mine", 2);
        Words held = memory.words("held", 2);
        var code = new Runnable[6];
        for (int i = 0; i < 2; i++) {
            int me = i;
            code[3 * me] = () -> mine.setOpaque(me, 1);
            code[3 * me + 1] = () -> {
                held.setPlain(me, truth.getAndAdd(0, me + 1)); // not of the step above, whose operation is over
                truth.getVolatile(1);
            };
            code[3 * me + 2] = () -> mine.setOpaque(me, 10 + held.getPlain(me));
        }
        return code;
    }

    private static Runnable[] tryLocks(SharedMemory memory) {
        Locks lock = memory.locks("lock", 1);
        Words count = memory.words("count", 1);
        Runnable attempt = () -> {
            if (lock.tryLock(0)) {
                count.setPlain(0, count.getPlain(0) + 1);
                lock.unlock(0);
            }
        };
        return new Runnable[] {attempt, attempt, attempt};
    }

    private static Runnable[] oneLock(SharedMemory memory) {
        Locks lock = memory.locks("lock", 1);
        Words last = memory.words("last", 3);
        var code = new Runnable[3];
        for (int i = 0; i < code.length; i++) {
            int me = i;
            code[i] = () -> {
                lock.lock(0);
                last.setOpaque(me, 1 + last.getOpaque(0) + last.getOpaque(1) + last.getOpaque(2));
                lock.unlock(0);
            };
        }
        return code;
    }

    private static Runnable[] lockAndReader(SharedMemory memory) {
        Locks lock = memory.locks("lock", 1);
        Words word = memory.words("word", 2);
        Runnable writer = () -> {
            lock.lock(0);
            word.setOpaque(0, 10 * word.getOpaque(0) + 1);
            lock.unlock(0);
            word.getAndAdd(1, 1);
        };
        Runnable reader = () -> {
            if (word.getOpaque(0) == 1) {
                word.getAndAdd(1, 5);
            }
            lock.lock(0);
            word.setOpaque(0, 10 * word.getOpaque(0) + 2);
            lock.unlock(0);
        };
        return new Runnable[] {writer, writer, reader};
    }

    private static Runnable[] readAndWriteSides(SharedMemory memory) {
        Locks lock = memory.locks("lock", 1);
        Words word = memory.words("word", 3);
        return new Runnable[] {
            () -> {
                lock.lockRead(0);
                word.setOpaque(1, word.getOpaque(0));
                lock.unlockRead(0);
            },
            () -> {
                lock.lockRead(0);
                word.setOpaque(2, word.getOpaque(0));
                lock.unlockRead(0);
            },
            () -> {
                lock.lock(0);
                word.setOpaque(0, 1);
                lock.unlock(0);
            }
        };
    }

    private static Runnable[] downgrade(SharedMemory memory) {
        Locks lock = memory.locks("lock", 1);
        Words word = memory.words("word", 2);
        Runnable unmap = () -> {
            lock.lock(0);
            word.setOpaque(0, word.getOpaque(0) + 1);
            lock.downgrade(0);
            word.getAndAdd(1, 1);
            lock.unlockRead(0);
        };
        return new Runnable[] {
            unmap,
            unmap,
            () -> {
                lock.lockRead(0);
                word.setOpaque(1, 10 * word.getOpaque(0) + word.getOpaque(1));
                lock.unlockRead(0);
            }
        };
    }

    private static Runnable[] lockAndTryLock(SharedMemory memory) {
        Locks lock = memory.locks("lock", 1);
        Words word = memory.words("word", 1);
        Runnable holder = () -> {
            lock.lock(0);
            word.setPlain(0, 10 * word.getPlain(0) + 1);
            lock.unlock(0);
        };
        return new Runnable[] {
            holder,
            holder,
            () -> {
                if (lock.tryLock(0)) {
                    word.setPlain(0, 10 * word.getPlain(0) + 2);
                    lock.unlock(0);
                }
            }
        };
    }

    private static Runnable[] deadlock(SharedMemory memory) {
        Locks lock = memory.locks("lock", 2);
        return new Runnable[] {() -> lockBoth(lock, 0, 1), () -> lockBoth(lock, 1, 0)};
    }

    private static void lockBoth(Locks lock, int first, int second) {
        lock.lock(first);
        lock.lock(second);
        lock.unlock(second);
        lock.unlock(first);
    }

    private static Runnable[] await(SharedMemory memory) {
        Words word = memory.words("word", 2);
        return new Runnable[] {
            () -> {
                while (word.getAcquire(0) == 0) {
                    memory.onSpinWait();
                }
                word.getAndAdd(1, word.getOpaque(0));
            },
            () -> word.setRelease(0, 1),
            () -> word.setRelease(0, 2)
        };
    }

    private static Runnable[] missedAwait(SharedMemory memory) {
        Words word = memory.words("word", 2);
        return new Runnable[] {
            () -> {
                while (word.getAcquire(0) == 0) {
                    memory.onSpinWait();
                }
                word.setOpaque(1, 1);
            },
            () -> {
                word.setRelease(0, 1);
                word.setRelease(0, 0);
            }
        };
    }

    private static Runnable[] awaitOfTwo(SharedMemory memory) {
        Words word = memory.words("word", 3);
        return new Runnable[] {
            () -> {
                while (word.getOpaque(0) == 0 && word.getOpaque(1) == 0) {
                    memory.onSpinWait();
                }
                word.setOpaque(2, 2 * word.getOpaque(0) + word.getOpaque(1));
            },
            () -> word.setOpaque(0, 1),
            () -> {
                word.setOpaque(1, 1);
                word.setOpaque(0, 0);
            }
        };
    }

    private static Runnable[] spinningExchange(SharedMemory memory) {
        Words word = memory.words("word", 2);
        Runnable section = () -> {
            while (word.compareAndExchange(0, 0, 1) != 0) {
                memory.onSpinWait();
            }
            word.setOpaque(1, 2 * word.getOpaque(1) + 1);
            word.setRelease(0, 0);
        };
        Runnable check = () -> {
            if (word.getOpaque(1) == 1) {
                throw Violation.own(FindingKind.UNDERFLOW, 2, Op.AUDIT);
            }
        };
        return new Runnable[] {section, section, check};
    }
}
