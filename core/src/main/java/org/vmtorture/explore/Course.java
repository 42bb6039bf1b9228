package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.Readings;
import org.vmtorture.memory.ScheduledMemory;
import org.vmtorture.oracle.Violated;

/**
 * The execution under way: who has made each step, what each actor stands before, and who can go on. A search looks
 * here before it chooses.
 */
final class Course {
    static final int NO_WORD = -1;

    final ScheduledMemory memory;
    final int actors;
    /** What the last step touched. Only with {@link Choices.Detail#FOOTPRINTS} or more. */
    final Footprint footprint = new Footprint();

    final Waits waits;
    final Observations observations;
    private Choices.Detail detail = Choices.Detail.CHOICES;

    /* What each actor stands before, and in which operation. */
    private final int[] words;
    private final Access[] accesses;
    private final int[] operation;
    private final int[] firstWords;
    private final Access[] firstAccesses;
    private final Readings[] readings;
    private final int[] made; // steps

    private final WayBack wayBack = new WayBack();
    private long unfinished;
    private long waiting; // actors that stand before a lock, or await a change
    private int depth;
    private int[] schedule = new int[256];
    private long[] enabledAt = new long[256];
    private Violated violated;
    private int violator;

    Course(ScheduledMemory memory, int actors) {
        this.memory = memory;
        this.actors = actors;
        this.words = new int[actors];
        this.accesses = new Access[actors];
        this.operation = new int[actors];
        this.firstWords = new int[actors];
        this.firstAccesses = new Access[actors];
        this.readings = new Readings[actors];
        this.made = new int[actors];
        this.waits = new Waits(memory, actors);
        this.observations = new Observations(actors);
        Arrays.fill(firstWords, NO_WORD);
        Arrays.fill(firstAccesses, Access.BEGIN);
        Arrays.setAll(readings, actor -> new Readings());
    }

    /** What an actor does first is the same in every execution: it is known before it runs. */
    void learn(int actor, int word, Access access) {
        firstWords[actor] = word;
        firstAccesses[actor] = access;
    }

    void detail(Choices.Detail next) {
        detail = next;
    }

    /** Back to the start. */
    void begin() {
        memory.reset();
        unfinished = actors == Long.SIZE ? -1 : (1L << actors) - 1;
        waiting = 0;
        depth = 0;
        violated = null;
        footprint.clear();
        waits.clear();
        observations.clear();
        for (int actor = 0; actor < actors; actor++) {
            words[actor] = firstWords[actor];
            accesses[actor] = firstAccesses[actor];
            operation[actor] = 0;
            made[actor] = 0;
            readings[actor].keep(0);
            if (accesses[actor].blocks()) {
                waiting |= 1L << actor;
            }
        }
    }

    /**
     * Back to before a step of this execution. Those who have made it or a later one stand further now than they
     * should.
     *
     * @return a bit for each of them that is in the middle of something
     */
    long rewind(int step) {
        long midway = midway();
        long further = 0;
        for (int last = depth - 1; last >= step; last--) {
            int actor = schedule[last];
            further |= 1L << actor;
            made[actor]--;
            words[actor] = wayBack.word(last);
            accesses[actor] = wayBack.access(last);
            operation[actor] = wayBack.operation(last);
            readings[actor].keep(wayBack.readings(last));
            waits.set(actor, wayBack.awaited(last));
            observations.set(actor, wayBack.first(last), wayBack.second(last));
        }
        memory.rewind(wayBack.mark(step));
        unfinished |= further;
        for (long left = further; left != 0; left &= left - 1) {
            wait(Long.numberOfTrailingZeros(left));
        }
        depth = step;
        violated = null;
        footprint.clear();
        return midway & further;
    }

    /** The actor is started anew: it makes all its steps but the last once more, and then is where it stood. */
    void restart(int actor) {
        readings[actor].restart();
        observations.restart(actor);
    }

    void beginOperation(int actor, int next) {
        operation[actor] = next;
        waits.forget(actor);
        if (!waits.awaits(actor)) {
            observations.forget(actor);
        }
    }

    /** The actor is about to make an access. */
    void stand(int actor, int word, Access access) {
        words[actor] = word;
        accesses[actor] = access;
        wait(actor);
    }

    private void wait(int actor) {
        if (accesses[actor].blocks() || waits.awaits(actor)) {
            waiting |= 1L << actor;
        } else {
            waiting &= ~(1L << actor);
        }
    }

    void finish(int actor, int operations) {
        operation[actor] = operations;
        observations.forget(actor);
        unfinished &= ~(1L << actor);
        waiting &= ~(1L << actor);
    }

    /** A bit for each actor that can make a step. */
    long enabled() {
        long enabled = unfinished;
        for (long left = waiting; left != 0; left &= left - 1) {
            int actor = Long.numberOfTrailingZeros(left);
            Access access = accesses[actor];
            boolean free = !access.blocks() || memory.free(words[actor], access);
            if (!free || waits.awaits(actor) && !waits.due(actor)) {
                enabled &= ~(1L << actor);
            }
        }
        return enabled;
    }

    /** The actor makes the next step. */
    void grant(int next, long enabled) {
        if (depth == schedule.length) {
            schedule = Arrays.copyOf(schedule, 2 * depth);
            enabledAt = Arrays.copyOf(enabledAt, 2 * depth);
        }
        schedule[depth] = next;
        enabledAt[depth] = enabled;
        wayBack.note(depth, words[next], accesses[next], operation[next]);
        wayBack.note(depth, waits.get(next), readings[next].count(), memory.mark());
        wayBack.note(depth, observations.first(next), observations.second(next));
        depth++;
        made[next]++;
        if (detail != Choices.Detail.CHOICES) {
            footprint.clear();
        }
        long bit = 1L << next;
        if ((waiting & bit) != 0) {
            waiting &= ~bit;
            if (detail != Choices.Detail.CHOICES) {
                waits.addTo(footprint, next);
            }
            waits.end(next);
        }
    }

    void violate(int actor, Violated found) {
        if (actor >= 0) {
            footprint.makeFatal();
        }
        violated = found;
        violator = actor;
    }

    /** Steps so far. */
    int depth() {
        return depth;
    }

    /** Who made a step. */
    int actor(int step) {
        return schedule[step];
    }

    /** Who could have made it. */
    long enabledAt(int step) {
        return enabledAt[step];
    }

    Schedule schedule() {
        return Schedule.of(schedule, enabledAt, depth);
    }

    /** The word that an actor's next step touches, or {@link #NO_WORD}. */
    int word(int actor) {
        return words[actor];
    }

    Access access(int actor) {
        return accesses[actor];
    }

    /** The operation that an actor is in; after its last one, how many it has. */
    int operation(int actor) {
        return operation[actor];
    }

    /** While a watch is told of the past: the operation that the actor was in. */
    void set(int actor, int then) {
        operation[actor] = then;
    }

    long unfinished() {
        return unfinished;
    }

    /** Actors in the middle of something. */
    long midway() {
        long midway = unfinished;
        for (long left = unfinished; left != 0; left &= left - 1) {
            int actor = Long.numberOfTrailingZeros(left);
            midway &= made[actor] == 0 ? ~(1L << actor) : -1;
        }
        return midway;
    }

    /** Steps that an actor has made, the one that it has been granted included. */
    int made(int actor) {
        return made[actor];
    }

    Readings readings(int actor) {
        return readings[actor];
    }

    boolean awaits(int actor) {
        return waits.awaits(actor);
    }

    /** What was found, if anything. */
    Violated violated() {
        return violated;
    }

    /** On whose step, or {@link Violation#AT_REST} or {@link Violation#STUCK}. */
    int violator() {
        return violator;
    }

    /** With {@link Choices.Detail#STATES}: half of the state's key. */
    long stateKey() {
        return memory.fingerprint() + observations.first(operation);
    }

    long secondStateKey() {
        return memory.secondFingerprint() + observations.second(operation);
    }
}
