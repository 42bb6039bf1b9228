package org.vmtorture.trace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vmtorture.trace.AddressSpace.Mapping;
import org.vmtorture.trace.AddressSpace.Removed;
import org.vmtorture.trace.TraceEvent.Inherited;
import org.vmtorture.trace.TraceEvent.Why;

/** Writes down the events, and the lines that could not be used. */
final class Journal {
    /** Events and inherited mappings, in all. A hostile log of forks would else fill the heap. */
    static final int ENTRIES_MAX = 8_000_000;

    private static final double MICROS = 1e6;

    private final String source;
    private final List<TraceEvent> events = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final Map<Skipped.Reason, Long> unusable = new EnumMap<>(Skipped.Reason.class);
    private StraceLine line = new StraceLine(0, StraceLine.NO_PID, 0, StraceLine.Kind.NOTE, "", "");
    private long micros;
    private long entries;
    private long mappings;
    private long used;
    private int spaces;
    private int areas;

    Journal(String source) {
        this.source = source;
    }

    /** What comes next is the doing of this line. A line that waited for its parent's does not set the clock back. */
    void at(StraceLine now) {
        line = now;
        micros = Math.max(micros, now.micros());
    }

    long lineNumber() {
        return line.number();
    }

    void use(int lines) {
        used += lines;
    }

    void skip(Skipped.Reason reason) {
        skip(line, reason);
    }

    void skip(StraceLine other, Skipped.Reason reason) {
        unusable.merge(reason, 1L, Long::sum);
        if (skipped.size() < StraceLog.SKIPPED_MAX) {
            skipped.add(new Skipped(other.number(), reason, other.text()));
        }
    }

    /** A number for a new address space. */
    int nextSpace() {
        return spaces++;
    }

    private double t() {
        return micros / MICROS;
    }

    private void add(TraceEvent event, int size) {
        entries += size;
        if (entries > ENTRIES_MAX) {
            throw new TraceFormatException(
                    source,
                    line.number(),
                    "more than " + ENTRIES_MAX + " events",
                    "cut the log before this line, with: head -n " + Math.max(1, line.number() - 1));
        }
        events.add(event);
    }

    void area(OpenFile file) {
        file.becomeArea(++areas);
        add(new TraceEvent.Area(t(), file.area(), file.object()), 1);
    }

    void map(AddressSpace mm, Mapping mapping) {
        mappings++;
        TraceEvent event =
                new TraceEvent.Map(t(), mm.id(), mapping.area(), mapping.pgoff(), mapping.pages(), mapping.prot());
        add(event, 1);
    }

    void fork(AddressSpace parent, AddressSpace child) {
        List<Inherited> inherited = child.byArea().stream()
                .map(mapping -> new Inherited(mapping.area(), mapping.pgoff(), mapping.pages()))
                .toList();
        add(new TraceEvent.Fork(t(), parent.id(), child.id(), inherited), 1 + inherited.size());
    }

    void unmap(AddressSpace mm, Removed removed, Why why) {
        Mapping gone = removed.mapping();
        add(new TraceEvent.Unmap(t(), mm.id(), gone.area(), gone.pgoff(), gone.pages(), removed.partial(), why), 1);
    }

    void move(AddressSpace mm, Mapping moved) {
        add(new TraceEvent.Move(t(), mm.id(), moved.area(), moved.pgoff(), moved.pages()), 1);
    }

    void close(AddressSpace mm, OpenFile file) {
        add(new TraceEvent.Close(t(), mm.id(), file.area(), mm.maps(file.area())), 1);
    }

    StraceLog log(boolean timed, long lines) {
        return new StraceLog(source, timed, events, spaces, areas, mappings, lines, used, skipped, unusable);
    }
}
