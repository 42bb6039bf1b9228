package org.vmtorture.explore;

import java.util.Arrays;
import org.vmtorture.memory.Access;

/**
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas: Optimal dynamic partial order reduction, 2014): of
 * all executions that differ only in the order of steps that commute, one. Each new step is compared with the earlier
 * ones that it conflicts with: if they could as well have come after it, the place before them gets an actor that
 * leads there, unless one that does is there already.
 *
 * <p>A step that waits for a lock could not have come between its taking and its release: it is compared with earlier
 * takings, not with releases. A step that ended a wait is compared with all that changed what it waited for and before
 * which it could have gone on. Actors that are stuck when an execution ends are compared as if they had gone on.
 *
 * <p>Divided, workers share the places that they have both passed: see {@link Place}.
 */
final class SourceSets extends Choices {
    private int actors;
    private int[] chosen = new int[64];
    private long[] enabledAt = new long[64];
    private Place[] places = new Place[64];
    private long[] asleep = new long[64]; // per place: who was when the chosen one was taken
    private Footprint[] steps = new Footprint[64];
    private int[] numbers = new int[64]; // per step: which of its actor's steps it is, from 1
    private int[] clocks; // per step and actor: how many of the actor's steps come before it in every order

    private int forced; // steps before this one are as the last execution had them
    private int known; // steps before this one have been compared
    private int[] latest; // per actor: its last step, or -1
    private int[] clock; // of the step being compared
    private int[] scratch;
    private int[] firsts; // per actor: the number of its first step in a suffix
    private final Footprint pending = new Footprint();
    private boolean cut;

    @Override
    Detail detail() {
        return Detail.FOOTPRINTS;
    }

    @Override
    void start() {
        if (actors == 0) {
            start(run.actors);
        }
    }

    private void start(int count) {
        actors = count;
        clocks = new int[chosen.length * actors];
        latest = new int[actors];
        clock = new int[actors];
        scratch = new int[actors];
        firsts = new int[actors];
        Arrays.fill(latest, -1);
    }

    @Override
    int choose(int depth, long enabled) {
        if (depth < forced) {
            return chosen[depth];
        }
        grow(depth);
        places[depth].arrive();
        enabledAt[depth] = enabled;
        asleep[depth] = depth == 0 ? 0 : stillAsleep(depth);
        long awake = enabled & ~asleep[depth];
        if (awake == 0) {
            return ABANDON; // whatever could follow was explored from elsewhere
        }
        int last = last(depth);
        int next = last >= 0 && (awake & bit(last)) != 0 ? last : lowest(awake);
        chosen[depth] = next;
        places[depth].begin(next);
        return next;
    }

    private long stillAsleep(int depth) {
        long sleeping = 0;
        for (long left = asleep[depth - 1]; left != 0; left &= left - 1) {
            int actor = lowest(left);
            Footprint next = places[depth - 1].sleeper(actor);
            if (!next.conflicts(steps[depth - 1])) {
                sleeping |= bit(actor);
                places[depth].sleep(actor, next);
            }
        }
        return sleeping;
    }

    private void grow(int depth) {
        if (depth == chosen.length) {
            lengthen(2 * depth);
        }
        if (steps[depth] == null) {
            steps[depth] = new Footprint();
        }
        if (places[depth] == null || places[depth].isShared()) {
            places[depth] = new Place(actors);
        }
    }

    private void lengthen(int length) {
        chosen = Arrays.copyOf(chosen, length);
        enabledAt = Arrays.copyOf(enabledAt, length);
        places = Arrays.copyOf(places, length);
        asleep = Arrays.copyOf(asleep, length);
        steps = Arrays.copyOf(steps, length);
        numbers = Arrays.copyOf(numbers, length);
        clocks = Arrays.copyOf(clocks, length * actors);
    }

    @Override
    void stepped(int depth) {
        if (depth == 0) {
            Arrays.fill(latest, -1); // all steps are made again when a search that has paused goes on
        }
        int actor = chosen[depth];
        if (depth >= known) {
            steps[depth].copy(run.footprint);
            numbers[depth] = compare(depth, actor, steps[depth]);
            System.arraycopy(clock, 0, clocks, depth * actors, actors);
            clocks[depth * actors + actor] = numbers[depth];
            known = depth + 1;
            if (places[depth].isShared()) {
                places[depth].made(actor, steps[depth]);
            }
        }
        latest[actor] = depth;
    }

    /** Finds the step's races, leaves its clock in {@link #clock}, and returns the step's number. */
    private int compare(int depth, int actor, Footprint step) {
        clockAfter(latest[actor]);
        int number = clock[actor] + 1;
        if (step.waited() > 0) {
            System.arraycopy(clock, 0, scratch, 0, actors);
            joinAll(depth, actor, step);
            compareWaited(depth, actor, step);
        } else if (step.access().blocks()) {
            System.arraycopy(clock, 0, scratch, 0, actors);
            compareTaking(depth, actor, step);
            System.arraycopy(scratch, 0, clock, 0, actors);
            joinAll(depth, actor, step);
        } else {
            compareFree(depth, actor, step);
        }
        return number;
    }

    /** Latest first: a step that comes before another that conflicts is ordered by that one already. */
    private void compareFree(int depth, int actor, Footprint step) {
        for (int at = depth - 1; at >= 0; at--) {
            if (isConcurrent(at, actor, clock) && steps[at].conflicts(step)) {
                race(at, depth, actor);
                join(at);
            }
        }
    }

    /** A release of the lock could not have come after: the taking waited for it. */
    private void compareTaking(int depth, int actor, Footprint step) {
        for (int at = depth - 1; at >= 0; at--) {
            Footprint other = steps[at];
            if (!isConcurrent(at, actor, clock) || !other.conflicts(step)) {
                continue;
            }
            if (other.word() != step.word() || other.acquiredLock()) {
                race(at, depth, actor);
                join(at);
            } else if (other.access() == Access.TRY_LOCK && (enabledAt[at] & bit(actor)) != 0) {
                race(at, depth, actor); // it failed because of a reader, and we may be one
            }
        }
    }

    /** With the clock from before the step in {@link #scratch}. */
    private void compareWaited(int depth, int actor, Footprint step) {
        for (int at = depth - 1; at >= 0; at--) {
            if (!isConcurrent(at, actor, scratch) || !steps[at].conflicts(step)) {
                continue;
            }
            boolean could = (enabledAt[at] & bit(actor)) != 0;
            if (could || step.waited() > 1 || !step.waitedFor(steps[at])) {
                race(at, depth, actor); // else it is what ended the wait
            }
        }
    }

    private void joinAll(int depth, int actor, Footprint step) {
        for (int at = depth - 1; at >= 0; at--) {
            if (isConcurrent(at, actor, clock) && steps[at].conflicts(step)) {
                join(at);
            }
        }
    }

    private boolean isConcurrent(int at, int actor, int[] with) {
        return chosen[at] != actor && with[chosen[at]] < numbers[at];
    }

    private void join(int at) {
        for (int actor = 0; actor < actors; actor++) {
            clock[actor] = Math.max(clock[actor], clocks[at * actors + actor]);
        }
    }

    /**
     * The step that {@code actor} makes at {@code depth} could have come before the one at {@code at}. Those that can
     * begin what does not depend on that one and leads to the other are the initials: one of them must be tried there.
     */
    private void race(int at, int depth, int actor) {
        long seen = 0;
        long initials = 0;
        int first = chosen[at];
        for (int next = at + 1; next < depth; next++) {
            int other = chosen[next];
            if (clocks[next * actors + first] >= numbers[at] || (seen & bit(other)) != 0) {
                continue;
            }
            if (!follows(clocks, next * actors, seen)) {
                initials |= bit(other);
            }
            seen |= bit(other);
            firsts[other] = numbers[next];
        }
        if ((seen & bit(actor)) == 0 && !follows(clock, 0, seen)) {
            initials |= bit(actor);
        }
        places[at].race(initials, enabledAt[at], actor);
    }

    /** Whether a step with this clock comes after a step of the suffix so far. */
    private boolean follows(int[] from, int offset, long seen) {
        for (long left = seen; left != 0; left &= left - 1) {
            int other = lowest(left);
            if (from[offset + other] >= firsts[other]) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean another(int depth, Ending ending) {
        cut |= ending == Ending.TOO_LONG;
        if (ending == Ending.VIOLATED && depth > 0 && steps[depth - 1].fatal()) {
            places[depth - 1].tryAll(enabledAt[depth - 1]); // nothing of what it kept others from was seen
        } else {
            compareStuck(depth, ending == Ending.ABANDONED ? enabledAt[depth] : 0);
        }
        for (int at = depth - 1; at >= 0; at--) {
            Place place = places[at];
            if (!place.isShared()) {
                place.made(chosen[at], steps[at]);
            }
            if (goOn(at, place)) {
                return true;
            }
        }
        return false;
    }

    /** The next execution departs here, if there is one that does and that nobody else makes. */
    private boolean goOn(int at, Place place) {
        int next = place.take();
        if (next == Place.NOBODY) {
            return false;
        }
        chosen[at] = next;
        asleep[at] = place.asleep();
        forced = at + 1;
        known = at;
        findLatest();
        return true;
    }

    @Override
    int kept() {
        return known;
    }

    private void findLatest() {
        Arrays.fill(latest, -1);
        for (int at = 0; at < known; at++) {
            latest[chosen[at]] = at;
        }
    }

    private void clockAfter(int step) {
        if (step < 0) {
            Arrays.fill(clock, 0);
        } else {
            System.arraycopy(clocks, step * actors, clock, 0, actors);
        }
    }

    /** Those who cannot go on might have gone on earlier, had not somebody stopped them. */
    private void compareStuck(int depth, long enabled) {
        for (long left = run.unfinished() & ~enabled; left != 0; left &= left - 1) {
            int actor = lowest(left);
            if (run.word(actor) != Course.NO_WORD) {
                pending.clear();
                run.waits.addTo(pending, actor);
                Access access = run.access(actor);
                pending.step(run.word(actor), access, access.stores());
                compare(depth, actor, pending);
            }
        }
    }

    @Override
    boolean exhausted() {
        return !cut;
    }

    @Override
    long redundant(Tally tally) {
        return tally.abandoned;
    }

    @Override
    long distinct(Tally tally) {
        return tally.executions - tally.abandoned;
    }

    @Override
    double left() {
        double share = 0;
        double width = 1;
        for (int at = 0; at < forced; at++) {
            int all = places[at].all(enabledAt[at]);
            int left = places[at].left(chosen[at]);
            width /= all;
            share += width * Math.max(0, all - left - 1);
        }
        return 1 - Math.min(1, share);
    }

    @Override
    Division.Order order() {
        return Division.Order.LOST;
    }

    @Override
    SourceSets fork() {
        var fork = new SourceSets();
        fork.start(actors);
        return fork;
    }

    /** Where this one has not been for longest. Both are on their way through the places up to there from now on. */
    @Override
    boolean give(Choices fork) {
        for (int at = 0; at < forced - 1; at++) {
            if (places[at].left(chosen[at]) > 0) {
                for (int shared = 0; shared <= at; shared++) {
                    places[shared].share(chosen[shared], steps[shared]);
                }
                var other = (SourceSets) fork;
                other.come(this, at);
                if (other.goOn(at, places[at])) {
                    return true;
                }
            }
        }
        return false;
    }

    private void come(SourceSets from, int to) {
        if (chosen.length < from.chosen.length) {
            lengthen(from.chosen.length);
        }
        System.arraycopy(from.chosen, 0, chosen, 0, to);
        System.arraycopy(from.enabledAt, 0, enabledAt, 0, to + 1);
        System.arraycopy(from.places, 0, places, 0, to + 1);
        System.arraycopy(from.numbers, 0, numbers, 0, to);
        System.arraycopy(from.clocks, 0, clocks, 0, to * actors);
        for (int at = 0; at <= to; at++) {
            if (steps[at] == null) {
                steps[at] = new Footprint();
            }
            steps[at].copy(from.steps[at]);
        }
    }

    @Override
    void join(Choices other) {
        cut |= ((SourceSets) other).cut;
    }
}
