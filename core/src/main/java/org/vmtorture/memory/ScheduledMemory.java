package org.vmtorture.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Memory whose every access is a step of a {@link Scheduler}. All rows lie in one arena of words, and what a word held
 * before it was written is kept. So a machine is set back by copying words, and only those that were written since:
 * to the state that boot left, or to the middle of an execution, where a search departs from it.
 *
 * <p>What is a step: opaque, acquire, release, volatile and read-modify-write accesses, accesses to frame contents,
 * lock operations. What is none: plain accesses, which only one CPU makes, or which a lock guards (a race detector
 * checks that), and accesses to <em>ghost</em> rows, which hold what no kernel has: the truth. A ghost access belongs
 * to the step before it, and counts as part of it; but an operation's first access is a step whatever it is, or an
 * operation that looks at nothing but the truth would always run together with the one before it.
 *
 * <p>Without a scheduler, at boot and at rest, accesses are made at once. For one thread at a time.
 */
public final class ScheduledMemory implements SharedMemory {
    /** Rows of the oracle's own: no step, and no edge of happens-before. */
    private static final Set<String> GHOSTS = Set.of("truth");

    /** Rows that are written for reports and that no path reads: neither a step nor part of a state. */
    private static final Set<String> NOTES = Set.of("recorder.detail");

    private static final long WRITER = 1L << 32; // a lock word is as WordLocks has it: readers below, one writer here
    private static final int WORDS_MAX = 1 << 28;

    /** What lies in a row. */
    public enum Kind {
        WORDS,
        GHOST,
        DATA,
        LOCKS
    }

    /** A row and where it lies in the arena. */
    public record Row(String name, Kind kind, int first, int length) {
        /** One of its words as traces name it: {@code pte[3]}. */
        public String name(int word) {
            return length == 1 ? name : name + "[" + (word - first) + "]";
        }
    }

    private final List<Row> rows = new ArrayList<>();
    private long[] arena = new long[1024];
    private int size;
    private boolean booted;
    private final Journal journal = new Journal(); // of all writes since the last reset

    private Scheduler scheduler;
    private Readings readings = new Readings(); // of the actor that runs
    private boolean catchingUp;
    private boolean watched;
    private boolean fingerprinted;
    private long fingerprint;
    private long secondFingerprint;

    @Override
    public Words words(String name, int length) {
        if (NOTES.contains(name)) {
            return new HardwareMemory().words(name, length);
        }
        return GHOSTS.contains(name)
                ? new GhostWords(this, row(name, Kind.GHOST, length))
                : new ScheduledWords(this, row(name, Kind.WORDS, length));
    }

    @Override
    public Data data(String name, int length) {
        return new ScheduledData(this, row(name, Kind.DATA, length));
    }

    @Override
    public Locks locks(String name, int length) {
        return new ScheduledLocks(this, row(name, Kind.LOCKS, length));
    }

    private Row row(String name, Kind kind, int length) {
        if (booted) {
            throw new IllegalStateException("row laid out after boot: " + name);
        }
        if (length < 1 || length > WORDS_MAX - size) {
            throw new IllegalArgumentException("row=" + name + " length=" + length);
        }
        Row row = new Row(name, kind, size, length);
        rows.add(row);
        size += length;
        if (size > arena.length) {
            arena = Arrays.copyOf(arena, Math.max(size, Math.min(2 * arena.length, WORDS_MAX)));
        }
        return row;
    }

    /** Boot is complete: what the words hold now is what {@link #reset} goes back to. No row is laid out any more. */
    public void booted() {
        arena = Arrays.copyOf(arena, size);
        booted = true;
    }

    /** Sets every word back to what it was when {@link #booted} was called. */
    public void reset() {
        rewind(0);
        fingerprint = 0;
        secondFingerprint = 0;
    }

    /** Names this moment for {@link #rewind}. */
    public int mark() {
        return journal.size();
    }

    /** Sets every word back to what it was at a moment since the last {@link #reset}. */
    public void rewind(int mark) {
        while (journal.back(mark)) {
            set(journal.word(), journal.before());
        }
    }

    /** From now on accesses are those of the actor that has read this. */
    public void turn(Readings whose) {
        readings = whose;
    }

    /**
     * Whether the actor has started anew and does again what it did: it is told what it has read before, and what it
     * writes it has written.
     */
    public void catchUp(boolean on) {
        catchingUp = on;
    }

    /** From now on accesses are this scheduler's steps; null: they are made at once. */
    public void schedule(Scheduler next) {
        scheduler = next;
    }

    /** Whether the scheduler is told of plain accesses too. */
    public void watch(boolean on) {
        watched = on;
    }

    /** Whether fingerprints are kept. Before the first write after a {@link #reset}. */
    public void fingerprint(boolean on) {
        fingerprinted = on;
    }

    /** A hash of all words that differ from what boot left; 0 if none does. */
    public long fingerprint() {
        return fingerprint;
    }

    /** A second one, independent of the first. */
    public long secondFingerprint() {
        return secondFingerprint;
    }

    /** How many words there are. */
    public int size() {
        return size;
    }

    /** All rows in the order in which they were laid out. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** The row in which a word lies. */
    public Row row(int word) {
        Objects.checkIndex(word, size);
        int low = 0;
        for (int high = rows.size() - 1; low < high; ) {
            int middle = (low + high + 1) >>> 1;
            if (rows.get(middle).first() <= word) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return rows.get(low);
    }

    /** What a word holds, for whoever decides about steps. */
    public long value(int word) {
        return arena[word];
    }

    /** Whether {@link Access#LOCK} or {@link Access#LOCK_READ} of a lock would go through now. */
    public boolean free(int lock, Access access) {
        return access == Access.LOCK ? arena[lock] == 0 : arena[lock] < WRITER;
    }

    /** As the interface says; without a scheduler nobody else will ever change anything, so it is {@link Halted}. */
    @Override
    public void onSpinWait() {
        if (scheduler == null) {
            throw new Halted();
        }
        scheduler.spin();
    }

    @Override
    public void enter() {
        if (fingerprinted && scheduler != null) {
            scheduler.enter();
        }
    }

    @Override
    public void again() {
        if (fingerprinted && scheduler != null) {
            scheduler.again();
        }
    }

    @Override
    public void leave(long outcome) {
        if (fingerprinted && scheduler != null) {
            scheduler.leave(outcome);
        }
    }

    /** What a word holds; to an actor that catches up, what it held. */
    long read(int word) {
        if (scheduler == null) {
            return arena[word];
        }
        return catchingUp ? readings.tellAgain() : readings.add(arena[word]);
    }

    long loadPlain(int word) {
        long value = read(word);
        if (watched && scheduler != null) {
            scheduler.plain(word, Access.LOAD_PLAIN, value);
        }
        return value;
    }

    void storePlain(int word, long value) {
        if (watched && scheduler != null) {
            scheduler.plain(word, Access.STORE_PLAIN, value);
        }
        write(word, value);
    }

    long load(int word, Access access) {
        before(word, access);
        long value = read(word);
        after(word, access, value, value, false);
        return value;
    }

    void store(int word, long value, Access access) {
        before(word, access);
        finish(word, access, arena[word], value);
    }

    long compareAndExchange(int word, long expected, long value) {
        before(word, Access.CAS);
        long before = read(word);
        if (before == expected) {
            finish(word, Access.CAS, before, value);
        } else {
            after(word, Access.CAS, before, before, false);
        }
        return before;
    }

    /** A step that may have to wait for its turn, without its access; {@link #finish} makes that. */
    void before(int word, Access access) {
        if (scheduler != null) {
            scheduler.before(word, access);
        } else if (access.blocks() && !free(word, access)) {
            throw new Halted(); // nobody else runs, so nobody will let it go
        }
    }

    void finish(int word, Access access, long before, long value) {
        write(word, value);
        after(word, access, before, value, true);
    }

    void after(int word, Access access, long before, long now, boolean wrote) {
        if (scheduler != null) {
            scheduler.after(word, access, before, now, wrote);
        }
    }

    /** Before an access to a ghost word, and before its value is looked at. */
    void beforeGhost(int word, Access access) {
        if (scheduler != null) {
            scheduler.beforeGhost(word, access);
        }
    }

    long ghostLoad(int word, Access access) {
        beforeGhost(word, access);
        long value = read(word);
        ghost(word, access, value, value, false);
        return value;
    }

    void ghostStore(int word, Access access, long value) {
        beforeGhost(word, access);
        ghostFinish(word, access, read(word), value);
    }

    long ghostCompare(int word, long expected, long value) {
        beforeGhost(word, Access.CAS);
        long before = read(word);
        if (before == expected) {
            ghostFinish(word, Access.CAS, before, value);
        } else {
            ghost(word, Access.CAS, before, before, false);
        }
        return before;
    }

    void ghostFinish(int word, Access access, long before, long value) {
        write(word, value);
        ghost(word, access, before, value, true);
    }

    private void ghost(int word, Access access, long before, long now, boolean wrote) {
        if (scheduler != null) {
            scheduler.ghost(word, access, before, now, wrote);
        }
    }

    private void write(int word, long value) {
        if (booted) {
            if (catchingUp) {
                return;
            }
            journal.add(word, arena[word]);
        }
        set(word, value);
    }

    private void set(int word, long value) {
        if (fingerprinted) {
            fingerprint += Mix.first(word, value) - Mix.first(word, arena[word]);
            secondFingerprint += Mix.second(word, value) - Mix.second(word, arena[word]);
        }
        arena[word] = value;
    }
}
