package org.vmtorture.explore;

import java.util.SplittableRandom;
import org.vmtorture.memory.Locks;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;

/** Small programs drawn from a seed: what nobody thought of. */
final class ArbitraryProgram {
    private static final int WORDS = 3;

    private final SplittableRandom random;

    private ArbitraryProgram(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static Script of(long seed) {
        int actors = 2 + (int) (seed % 2);
        int operations = 1 + (int) (seed / 2 % 2);
        return new Script(
                actors, operations, memory -> new ArbitraryProgram(seed).code(memory, actors, actors * operations));
    }

    private Runnable[] code(SharedMemory memory, int actors, int pieces) {
        Words words = memory.words("word", WORDS);
        Words held = memory.words("held", actors);
        Locks locks = memory.locks("lock", 2);
        Words truths = memory.words("truth", WORDS);
        var code = new Runnable[pieces];
        for (int piece = 0; piece < pieces; piece++) {
            int me = piece * actors / pieces;
            Runnable run = () -> {};
            int length = Math.max(1, (actors == 2 ? 3 : 2) * actors / pieces);
            for (int i = 0; i < length; i++) {
                Runnable before = run;
                Runnable next = random.nextInt(5) == 0 ? look(truths, held, me) : step(memory, words, held, locks, me);
                run = () -> {
                    before.run();
                    next.run();
                };
            }
            code[piece] = run;
        }
        return code;
    }

    private Runnable look(Words truths, Words held, int me) {
        int word = random.nextInt(WORDS);
        return random.nextBoolean()
                ? () -> truths.getAndAdd(word, 1 + held.getPlain(me))
                : () -> held.setPlain(me, 3 * held.getPlain(me) + truths.getVolatile(word));
    }

    private Runnable step(SharedMemory memory, Words words, Words held, Locks locks, int me) {
        int word = random.nextInt(WORDS);
        int other = random.nextInt(WORDS);
        int value = 1 + random.nextInt(2);
        int lock = random.nextInt(2);
        return switch (random.nextInt(10)) {
            case 0, 1 -> () -> held.setPlain(me, 3 * held.getPlain(me) + words.getAcquire(word));
            case 2 -> () -> words.setRelease(word, value);
            case 3 -> () -> words.setOpaque(word, held.getPlain(me) & 3);
            case 4 -> () -> held.setPlain(me, 3 * held.getPlain(me) + words.compareAndExchange(word, value - 1, value));
            case 5 -> () -> words.getAndAdd(word, value);
            case 6 ->
                () -> {
                    locks.lock(lock);
                    words.setOpaque(word, words.getOpaque(word) + value);
                    locks.unlock(lock);
                };
            case 7 ->
                () -> {
                    locks.lockRead(lock);
                    held.setPlain(me, 3 * held.getPlain(me) + words.getOpaque(word));
                    locks.unlockRead(lock);
                };
            case 8 ->
                () -> {
                    if (locks.tryLock(lock)) {
                        words.setOpaque(word, value);
                        locks.downgrade(lock);
                        locks.unlockRead(lock);
                    }
                };
            default ->
                () -> {
                    while (words.getOpaque(word) == 0 && words.getOpaque(other) == 0) {
                        memory.onSpinWait();
                    }
                };
        };
    }
}
