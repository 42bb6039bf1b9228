package org.vmtorture.explore;

import java.util.Arrays;
import java.util.Set;
import java.util.function.IntFunction;
import org.vmtorture.memory.Access;
import org.vmtorture.memory.ScheduledMemory;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.FindingKind;
import org.vmtorture.oracle.Violated;
import org.vmtorture.oracle.Violations;
import org.vmtorture.scenario.Weakening;

/**
 * Happens-before, by vector clocks, from the access modes: what a schedule that is sequentially consistent would
 * never show. Edges are those that the Java memory model gives VarHandles: a release store, or what read-modify-write
 * operations made of it, seen by an acquire load; volatile accesses are both; a lock's release to its next taking. An
 * opaque access gives none, and an opaque store ends what a release store began. Ghost words give none either.
 *
 * <p>What must be ordered:
 * <ul>
 *   <li><em>Plain words</em>: any two accesses by two actors, one of them a write. They are no scheduling points, so
 *       this also checks what the searches take for granted: that no two actors meet on one.
 *   <li><em>Frame contents against the frame's life</em>. A write of {@code truth[n]} allocates or frees frame {@code
 *       n}; every access to {@code page[n]} must be ordered after the one before it, and before the one after it. So
 *       is the allocator's own filling of the page: stores by whoever allocated it, before anyone else touches it.
 *       Users, devices and the kernel's alias may race among themselves, as their programs may.
 * </ul>
 */
final class RaceDetector extends Watch {
    private static final String LIVES = "truth";
    private static final String CONTENTS = "page";
    private static final int NOWHERE = -1;

    private final Course run;
    private final IntFunction<Op> paths;
    private final int actors;
    private final int[] lifeOf; // per word: of a life its content's word, of a content itself; else NOWHERE
    private final boolean[] isLock;
    private final boolean[] noAcquire; // per word: it was weakened
    private final boolean[] noRelease;

    private final int[][] clocks; // per actor
    private final boolean[] known; // per word: touched in this execution; else all of the following is stale
    private final int[] releases; // per word and actor: the clock that an acquire load of it brings
    private final int[] readReleases; // per lock and actor: of its read side
    private final int[] writers; // per plain word or content: who wrote it, or gave it a life, last; NOWHERE
    private final int[] writes; // when
    private final int[] reads; // per plain word or content, and actor: its last access since
    private int[] dirty = new int[256];
    private int dirtyCount;

    /** Whose accesses, and which kernel path an actor is in. */
    RaceDetector(Course run, IntFunction<Op> paths, Set<Weakening> weakenings) {
        this.run = run;
        this.paths = paths;
        this.actors = run.actors;
        int size = run.memory.size();
        this.lifeOf = new int[size];
        this.isLock = new boolean[size];
        this.clocks = new int[actors][actors];
        this.known = new boolean[size];
        this.releases = new int[size * actors];
        this.readReleases = new int[size * actors];
        this.writers = new int[size];
        this.writes = new int[size];
        this.reads = new int[size * actors];
        Arrays.fill(lifeOf, NOWHERE);
        this.noAcquire = new boolean[size];
        this.noRelease = new boolean[size];
        layOut();
        for (Weakening weakening : weakenings) {
            weaken(weakening);
        }
    }

    private void weaken(Weakening weakening) {
        boolean[] without = weakening.side() == Weakening.Side.ACQUIRE ? noAcquire : noRelease;
        for (ScheduledMemory.Row row : run.memory.rows()) {
            if (row.name().equals(weakening.row())) {
                Arrays.fill(without, row.first(), row.first() + row.length(), true);
                return;
            }
        }
        throw new IllegalArgumentException("no row to weaken: " + weakening.row());
    }

    private void layOut() {
        ScheduledMemory.Row lives = null;
        ScheduledMemory.Row contents = null;
        for (ScheduledMemory.Row row : run.memory.rows()) {
            if (row.kind() == ScheduledMemory.Kind.LOCKS) {
                Arrays.fill(isLock, row.first(), row.first() + row.length(), true);
            } else if (row.name().equals(LIVES)) {
                lives = row;
            } else if (row.name().equals(CONTENTS) && row.kind() == ScheduledMemory.Kind.DATA) {
                contents = row;
            }
        }
        if (lives != null && contents != null) {
            for (int i = 0; i < Math.min(lives.length(), contents.length()); i++) {
                lifeOf[lives.first() + i] = contents.first() + i;
                lifeOf[contents.first() + i] = contents.first() + i;
            }
        }
    }

    @Override
    void begin() {
        for (int i = 0; i < dirtyCount; i++) {
            known[dirty[i]] = false;
        }
        dirtyCount = 0;
        for (int actor = 0; actor < actors; actor++) {
            Arrays.fill(clocks[actor], 0);
            clocks[actor][actor] = 1;
        }
    }

    /** Makes sure that what is kept of a word is of this execution. */
    private void know(int word) {
        if (known[word]) {
            return;
        }
        known[word] = true;
        if (dirtyCount == dirty.length) {
            dirty = Arrays.copyOf(dirty, 2 * dirtyCount);
        }
        dirty[dirtyCount++] = word;
        Arrays.fill(releases, word * actors, (word + 1) * actors, 0);
        Arrays.fill(readReleases, word * actors, (word + 1) * actors, 0);
        Arrays.fill(reads, word * actors, (word + 1) * actors, 0);
        writers[word] = NOWHERE;
    }

    @Override
    void step(int actor, int word, Access access, long before, long now, boolean wrote) {
        know(word);
        if (isLock[word]) {
            lock(actor, word, access, wrote);
        } else if (access == Access.DATA_LOAD || access == Access.DATA_STORE) {
            content(actor, word, access);
        } else {
            variable(actor, word, access, wrote);
        }
    }

    private void variable(int actor, int word, Access access, boolean wrote) {
        if (access.acquires() && !noAcquire[word]) {
            join(clocks[actor], releases, word);
        }
        if (!wrote) {
            return;
        }
        if (access.releases() && !noRelease[word]) {
            if (access.loads()) {
                joinInto(releases, word, clocks[actor]); // a read-modify-write goes on with what was released before
            } else {
                System.arraycopy(clocks[actor], 0, releases, word * actors, actors);
            }
            clocks[actor][actor]++;
        } else if (!access.loads()) {
            Arrays.fill(releases, word * actors, (word + 1) * actors, 0);
        }
    }

    private void joinInto(int[] to, int word, int[] clock) {
        for (int i = 0; i < actors; i++) {
            to[word * actors + i] = Math.max(to[word * actors + i], clock[i]);
        }
    }

    private void lock(int actor, int word, Access access, boolean wrote) {
        switch (access) {
            case LOCK, TRY_LOCK -> {
                if (wrote) {
                    join(clocks[actor], releases, word);
                    join(clocks[actor], readReleases, word);
                }
            }
            case LOCK_READ -> join(clocks[actor], releases, word);
            case UNLOCK_READ -> {
                joinInto(readReleases, word, clocks[actor]);
                clocks[actor][actor]++;
            }
            default -> release(actor, releases, word); // unlock and downgrade: the next taker has all that came before
        }
    }

    private void join(int[] clock, int[] from, int word) {
        for (int i = 0; i < actors; i++) {
            clock[i] = Math.max(clock[i], from[word * actors + i]);
        }
    }

    private void release(int actor, int[] to, int word) {
        System.arraycopy(clocks[actor], 0, to, word * actors, actors);
        clocks[actor][actor]++;
    }

    /** An access to a frame's content: after the life's beginning; stores of whoever began it are part of that. */
    private void content(int actor, int word, Access access) {
        if (lifeOf[word] == NOWHERE) {
            return;
        }
        orderAfterWrite(actor, word);
        boolean fills = access == Access.DATA_STORE && writers[word] == actor && untouchedByOthers(actor, word);
        if (fills) {
            writes[word] = clocks[actor][actor];
        }
        reads[word * actors + actor] = clocks[actor][actor];
    }

    private boolean untouchedByOthers(int actor, int word) {
        for (int i = 0; i < actors; i++) {
            if (i != actor && reads[word * actors + i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    void ghost(int actor, int word, Access access, long before, long now, boolean wrote) {
        if (wrote && lifeOf[word] != NOWHERE) {
            int content = lifeOf[word];
            know(content);
            write(actor, content);
        }
    }

    @Override
    void plain(int actor, int word, Access access, long value) {
        know(word);
        if (access == Access.STORE_PLAIN) {
            write(actor, word);
        } else {
            orderAfterWrite(actor, word);
            reads[word * actors + actor] = clocks[actor][actor];
        }
    }

    private void write(int actor, int word) {
        orderAfterWrite(actor, word);
        for (int other = 0; other < actors; other++) {
            int read = reads[word * actors + other];
            if (other != actor && read > clocks[actor][other]) {
                throw race(actor, other, word);
            }
            reads[word * actors + other] = 0;
        }
        writers[word] = actor;
        writes[word] = clocks[actor][actor];
    }

    private void orderAfterWrite(int actor, int word) {
        int writer = writers[word];
        if (writer != NOWHERE && writer != actor && writes[word] > clocks[actor][writer]) {
            throw race(actor, writer, word);
        }
    }

    private Violated race(int actor, int other, int word) {
        ScheduledMemory.Row row = run.memory.row(word);
        boolean isFrame = lifeOf[word] != NOWHERE;
        int pfn = isFrame ? word - row.first() : Violations.NO_PFN;
        int object = isFrame ? Violations.NO_OBJECT : word;
        return new Violated(
                FindingKind.DATA_RACE, actor, paths.apply(actor), pfn, object, other, actor, run.memory.value(word));
    }
}
