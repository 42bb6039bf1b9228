package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Abandoned;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.memory.Fibers;
import org.vmtorture.memory.Halted;
import org.vmtorture.memory.Mix;
import org.vmtorture.memory.ScheduledMemory;
import org.vmtorture.memory.Scheduler;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;
import org.vmtorture.scenario.Program;

/**
 * Runs executions of a program one after the other, each as a search's {@link Choices} say. Every actor is a fiber;
 * whichever fiber reaches a scheduling point asks for the next step and hands over itself, and whichever ends an
 * execution begins the next. An actor is started only when it is chosen first.
 *
 * <p>An execution begins where it departs from the last one: what they have in common is not made again. The words are
 * set back to that place. Actors that have gone no further stay as they are. One that has is started anew, once it is
 * chosen, and catches up: alone, told what it read before, it comes to where it stood.
 */
final class Interleaver implements Scheduler, AutoCloseable {
    /** Steps that one execution may have. */
    static final int STEPS_MAX = 1 << 20;

    private static final int ACTORS_MAX = Long.SIZE; // one bit each

    final Course course;
    final ScheduledMemory memory = new ScheduledMemory();
    final Fibers fibers;

    private final Program.Execution execution;
    private final int[] operations; // per actor: how many it has
    private boolean learning;
    private final Restarts restarts;
    private int running = Fibers.OUTSIDE;
    private int behind; // accesses that the running actor, started anew, makes before it asks: the last one is its step
    private boolean catchingUp; // those before that one it has made once already
    private boolean renewed; // an execution ended and the next began while the running actor looked
    private boolean over;
    private int shared; // steps of this execution that the search has made before, in another
    private long fresh; // a bit for each actor whose operation has made no access yet
    private boolean ghostStep; // the running actor's step is the ghost access that it is about to make
    private Throwable failure;

    /* The search under way. */
    private Choices choices;
    private boolean footprints;
    private boolean states;
    private final Events events;
    private Limit limit;
    private Tally tally;

    Interleaver(Program program, FiberKind kind) {
        int actors = program.actors();
        if (actors < 1 || actors > ACTORS_MAX) {
            throw new IllegalArgumentException("actors=" + actors + " must be from 1 to " + ACTORS_MAX);
        }
        this.operations = new int[actors];
        Arrays.setAll(operations, program::operations);
        this.execution = program.boot(memory);
        memory.booted();
        this.course = new Course(memory, actors);
        this.events = new Events(course);
        this.fibers = kind.open(actors, this::perform);
        this.restarts = new Restarts(fibers);
        learn();
    }

    /** Runs each actor up to its first access, and forgets the execution. */
    private void learn() {
        learning = true;
        memory.schedule(this);
        for (int actor = 0; actor < operations.length; actor++) {
            running = actor;
            fibers.enter(actor);
            restarts.restart(1L << actor);
            throwFailure();
            memory.reset();
        }
        learning = false;
        memory.schedule(null);
    }

    /**
     * Runs executions until the search or its limit ends; called again, it goes on. Not to be called by two threads at
     * once.
     */
    Tally search(Choices next, Watch watching, Limit limits) {
        choices = next;
        events.watch(watching);
        limit = limits;
        footprints = choices.detail() != Choices.Detail.CHOICES;
        states = choices.detail() == Choices.Detail.STATES;
        course.detail(choices.detail());
        tally = new Tally();
        memory.fingerprint(states);
        memory.watch(states || events.watched());
        if (choices.run != course) {
            choices.run = course;
            choices.start();
        }
        course.begin();
        begin(0);
        int first = decide();
        if (first != Fibers.OUTSIDE) {
            fibers.enter(first);
        }
        memory.schedule(null);
        restarts.restart(course.midway());
        memory.reset();
        throwFailure();
        return tally;
    }

    private void throwFailure() {
        if (failure != null) {
            Throwable cause = failure;
            failure = null;
            restarts.restartAll(operations.length);
            throw new IllegalStateException("the program failed: " + course.schedule(), cause);
        }
    }

    /** An execution begins, after so many steps that the last one had too. */
    private void begin(int kept) {
        memory.schedule(this);
        over = false;
        shared = choices.kept();
        events.begin(kept);
    }

    /** A fiber's body: all of an actor's operations. */
    private void perform(int actor) {
        start(actor);
        try {
            for (int next = 0; next < operations[actor]; next++) {
                course.beginOperation(actor, next);
                fresh |= 1L << actor;
                execution.operate(actor, next);
            }
            behind = 0; // it had no access to make
        } catch (Violated e) {
            violate(actor, e);
        } catch (Abandoned e) {
            throw e;
        } catch (Throwable e) { // an assertion of the model's, or a mistake: the search cannot go on
            failure = e;
        }
        if (catchingUp) {
            catchUp(false);
            failure = wentAstray(actor);
        }
        course.finish(actor, operations[actor]);
        restarts.end(actor);
        int next = learning || failure != null ? Fibers.OUTSIDE : decide();
        fibers.switchTo(actor, next);
    }

    private void start(int actor) {
        restarts.begin(actor);
        course.restart(actor);
        behind = learning ? 0 : course.made(actor);
        catchUp(behind > 1);
    }

    private void catchUp(boolean on) {
        catchingUp = on;
        memory.catchUp(on);
    }

    private void check(int actor, int word, Access access) {
        if (!course.readings(actor).isCaughtUp() || word != course.word(actor) || access != course.access(actor)) {
            throw wentAstray(actor);
        }
    }

    private static IllegalStateException wentAstray(int actor) {
        return new IllegalStateException("the program is not deterministic: actor=" + actor);
    }

    private void violate(int actor, Violated e) {
        course.violate(actor, e);
        over = true;
    }

    @Override
    public void before(int word, Access access) {
        int me = running;
        fresh &= ~(1L << me);
        if (behind > 0) {
            behind--;
            course.waits.end(me);
            if (behind == 0 && catchingUp) {
                catchUp(false);
                check(me, word, access);
            }
            return;
        }
        if (learning) {
            course.learn(me, word, access);
            fibers.switchTo(me, Fibers.OUTSIDE);
            return;
        }
        course.stand(me, word, access);
        int next = decide();
        if (next != me || renewed) {
            fibers.switchTo(me, next);
        }
    }

    @Override
    public void beforeGhost(int word, Access access) {
        if ((fresh & 1L << running) != 0) {
            before(word, access);
            ghostStep = true;
        }
    }

    /** Who runs next, be it in this execution or, if it is over, in another; outside if the search has ended. */
    private int decide() {
        running = choose();
        if (running != Fibers.OUTSIDE) {
            memory.turn(course.readings(running));
        }
        return running;
    }

    private int choose() {
        renewed = false;
        if (footprints && course.depth() > 0) {
            choices.stepped(course.depth() - 1);
        }
        while (true) {
            Ending ending = Ending.VIOLATED;
            if (!over) {
                long enabled = course.enabled();
                if (enabled == 0) {
                    ending = atEnd();
                } else if (course.depth() == STEPS_MAX) {
                    ending = Ending.TOO_LONG;
                } else {
                    int next = choices.choose(course.depth(), enabled);
                    if (next != Choices.ABANDON) {
                        events.beginStep(course.depth());
                        course.grant(next, enabled);
                        return next;
                    }
                    ending = Ending.ABANDONED;
                }
            }
            if (!another(ending)) {
                return Fibers.OUTSIDE;
            }
        }
    }

    /** Nobody can make a step: all are done, or some never will be. */
    private Ending atEnd() {
        long unfinished = course.unfinished();
        if (unfinished != 0) {
            boolean awaits = course.waits.anyAwaits(unfinished);
            FindingKind kind = awaits ? FindingKind.LIVELOCK : FindingKind.DEADLOCK;
            violate(Violation.STUCK, stuck(kind, Long.numberOfTrailingZeros(unfinished)));
            return Ending.VIOLATED;
        }
        if (!choices.atRest()) {
            return Ending.ABANDONED;
        }
        memory.schedule(null);
        try {
            execution.atRest();
        } catch (Violated e) {
            violate(Violation.AT_REST, e);
            return Ending.VIOLATED;
        } catch (Halted e) {
            violate(Violation.AT_REST, Violation.own(FindingKind.LIVELOCK, 0, Op.AUDIT));
            return Ending.VIOLATED;
        }
        return Ending.COMPLETE;
    }

    /** The kernel path that an actor is in; looking is nobody's step. */
    Op path(int actor) {
        memory.schedule(null);
        try {
            return execution.path(actor);
        } finally {
            memory.schedule(this);
        }
    }

    private Violated stuck(FindingKind kind, int actor) {
        return Violation.own(kind, actor, path(actor));
    }

    /** Ends an execution; true if another has begun. */
    private boolean another(Ending ending) {
        tally.count(ending, course.depth(), shared);
        if (ending == Ending.VIOLATED && limit.isNew(tally, course.violated())) {
            tally.add(new Sighting(course.violated(), course.violator(), course.schedule()));
        }
        events.end(ending);
        boolean more = choices.another(course.depth(), ending);
        renewed = true;
        if (choices.anew) {
            choices.anew = false;
            tally.discard();
        }
        tally.covered = !more && choices.ends();
        if (!more || !limit.allows(tally, choices)) {
            return false;
        }
        int kept = choices.kept();
        restarts.restart(course.rewind(kept));
        begin(kept);
        return true;
    }

    @Override
    public void after(int word, Access access, long before, long now, boolean wrote) {
        if (access.loads() && !(wrote && access.locks())) {
            course.waits.read(running, word, now);
        }
        if (states) {
            course.observations.observe(running, access.loads() ? before : 0);
        }
        if (catchingUp) {
            return;
        }
        if (footprints) {
            course.footprint.step(word, access, wrote);
        }
        events.step(running, word, access, before, now, wrote);
    }

    @Override
    public void ghost(int word, Access access, long before, long now, boolean wrote) {
        boolean own = ghostStep;
        ghostStep = false;
        if (states) {
            course.observations.observe(running, before);
        }
        if (catchingUp) {
            return;
        }
        if (footprints && own) {
            course.footprint.step(word, access, wrote);
        } else if (footprints) {
            course.footprint.ghost(word, wrote);
        }
        events.ghost(running, word, access, before, now, wrote);
    }

    @Override
    public void plain(int word, Access access, long value) {
        if (states && access.loads()) {
            course.observations.observe(running, value);
        }
        if (!catchingUp) {
            events.plain(running, word, access, value);
        }
    }

    @Override
    public void spin() {
        if (states) {
            course.observations.observe(running, Mix.finish(1));
        }
        course.waits.begin(running);
    }

    @Override
    public void enter() {
        course.observations.enter(running);
    }

    @Override
    public void again() {
        course.observations.again(running);
    }

    @Override
    public void leave(long outcome) {
        course.observations.leave(running, outcome);
    }

    @Override
    public void close() {
        fibers.close();
    }
}
