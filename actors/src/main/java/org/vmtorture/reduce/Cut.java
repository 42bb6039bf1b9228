package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.vmtorture.mm.Op;

/** Of all that was recorded what touched the object, a list for each CPU that did. */
final class Cut {
    private static final int KEPT_OF_A_KIND = 2; // of the same operation in a row: one fills the TLB, one uses it

    private static final int WEIGHTY_MAX = 3; // operations; who gets more has some that only look

    private final Focus focus;
    private final int violator;
    private final List<List<Event>> actors = new ArrayList<>(); // most concerned first

    Cut(Incident incident, Focus focus) {
        this.focus = focus;
        this.violator = incident.cpu();
        int cpus = incident.scene().tapes().size();
        int auditor = cpus - 1;
        IntStream.range(0, cpus)
                .filter(cpu -> cpu != auditor)
                .mapToObj(cpu -> touching(focus.tape(cpu)))
                .filter(events -> !events.isEmpty())
                .sorted(Comparator.comparing((List<Event> events) -> rank(incident, events))
                        .thenComparing(events -> -weight(events)))
                .forEach(actors::add);
    }

    private static int rank(Incident incident, List<Event> events) {
        int cpu = events.get(0).cpu();
        if (cpu == incident.cpu()) {
            return 0;
        }
        return cpu == incident.freer() ? 1 : cpu == incident.owner() ? 2 : 3;
    }

    /** Who changes mappings is likelier to have done it than who only looks. */
    private static int weight(List<Event> events) {
        return events.stream().mapToInt(Cut::weight).sum();
    }

    private static int weight(Event event) {
        return switch (event.op()) {
            case VFREE, MUNMAP, MREMAP, FORK, EXIT, MMAP -> 8;
            case GUP_FAST, GUP_SLOW, UNPIN, DEFERRED_FREE, VMALLOC -> 4;
            default -> 1;
        };
    }

    private List<Event> touching(List<Event> tape) {
        List<Event> kept = new ArrayList<>();
        int row = 0;
        for (Event event : tape) {
            if (!focus.touches(event)) {
                continue;
            }
            boolean again = !kept.isEmpty() && sameKind(kept.get(kept.size() - 1), event);
            row = again ? row + 1 : 1;
            if (row > KEPT_OF_A_KIND) {
                kept.remove(kept.size() - 1);
            }
            kept.add(event);
        }
        return kept;
    }

    private static boolean sameKind(Event one, Event other) {
        return isAccess(one.op()) && isAccess(other.op()) && one.mm() == other.mm()
                || one.op() == other.op() && isDevice(one.op());
    }

    private static boolean isAccess(Op op) {
        return op == Op.LOAD || op == Op.STORE;
    }

    private static boolean isDevice(Op op) {
        return op == Op.PIN_LOAD || op == Op.PIN_STORE || op == Op.KLOAD || op == Op.KSTORE;
    }

    int actors() {
        return actors.size();
    }

    /** All operations of the most concerned actors, so many of each at most, the newest. */
    List<List<Event>> last(int most, int operations) {
        List<List<Event>> last = new ArrayList<>();
        for (List<Event> events : actors.subList(0, Math.min(most, actors.size()))) {
            last.add(newest(events, operations));
        }
        return last;
    }

    /** The last operation of the CPU that showed the violation, and else rather what changes than what looks. */
    private List<Event> newest(List<Event> events, int most) {
        Event last = events.get(events.size() - 1);
        List<Event> weighty = new ArrayList<>(
                events.stream().filter(event -> weight(event) > 1).toList());
        if (last.cpu() == violator && !weighty.contains(last)) {
            weighty.add(last);
        }
        List<Event> from = weighty.isEmpty() || most > WEIGHTY_MAX ? events : weighty;
        return from.subList(Math.max(0, from.size() - most), from.size());
    }

    /** For a file, as long as nobody can show the finding again. */
    List<String> lines(List<String> names) {
        List<String> lines = new ArrayList<>();
        for (List<Event> events : actors) {
            lines.add(names.get(events.get(0).cpu()) + ":");
            events.forEach(event -> lines.add("  " + event.number() + " "
                    + event.op().function() + " object "
                    + event.object() + " page " + event.page()
                    + (event.life() == 0 ? "" : " frame 0x" + Integer.toHexString((int) event.life() & 0xFF_FFFF))));
        }
        return lines;
    }
}
