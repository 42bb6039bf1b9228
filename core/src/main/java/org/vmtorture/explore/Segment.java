package org.vmtorture.explore;

/**
 * A part of a divided search that one worker does, and its place among the others: parts are linked in the order in
 * which one worker alone would come to them. All but {@link #cancelled} under the division's lock.
 */
final class Segment {
    private Segment previous;
    private Segment next;
    private Tally tally; // null until it is done
    private boolean ends; // what it found ends the search

    /** What it would find does not count. Written under the lock; its worker looks now and then. */
    private volatile boolean cancelled;

    boolean isCancelled() {
        return cancelled;
    }

    /** What it had left last is another's now. */
    Segment split() {
        var part = new Segment();
        part.cancelled = cancelled;
        part.previous = this;
        part.next = next;
        if (next != null) {
            next.previous = part;
        }
        next = part;
        return part;
    }

    /** It is done; with neighbours that are done too it becomes one. */
    void done(Tally made) {
        tally = made;
        if (cancelled) {
            return;
        }
        Segment whole = this;
        if (previous != null && previous.tally != null) {
            whole = previous;
            whole.append();
        }
        if (!whole.ends && whole.next != null && whole.next.tally != null) {
            whole.append();
        }
    }

    private void append() {
        tally.add(next.tally);
        ends = next.ends;
        next = next.next;
        if (next != null) {
            next.previous = this;
        }
    }

    /** What was found here ends the search: nobody need go on with what comes after. */
    void end() {
        ends = true;
        for (Segment after = next; after != null; after = after.next) {
            after.cancelled = true;
        }
    }

    /** Adds this and all that follow to what came before. */
    void addTo(Tally whole) {
        whole.covered = true;
        for (Segment part = this; part != null; part = part.next) {
            if (part.tally == null || part.cancelled) {
                whole.covered = false;
                continue;
            }
            whole.add(part.tally);
        }
    }
}
