package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.vmtorture.mm.Op;

/** The object that a violation is about: a driver's region, where it lay, and the frames that were in it. */
final class Focus {
    private static final int PAGES_UNKNOWN = 1;

    private final Incident incident;
    private final List<List<Event>> tapes; // by CPU
    private final Event violating; // null if the violation was found at rest
    private final int region;
    private final List<Scene.Spot> spots = new ArrayList<>(); // of the region
    private final Set<Integer> mms = new HashSet<>();
    private final Set<Long> lives = new HashSet<>();
    private final int page; // of the region, that it is about

    Focus(Incident incident) {
        this.incident = incident;
        this.tapes = incident.scene().tapes().stream().map(Event::of).toList();
        List<Event> own = tapes.get(incident.cpu());
        Event last = own.isEmpty() ? null : own.get(own.size() - 1);
        this.violating = last != null && last.op() == incident.op() ? last : null;
        this.region = region();
        gather();
        this.page = Math.max(0, pageOf(violating));
    }

    List<Event> tape(int cpu) {
        return tapes.get(cpu);
    }

    int region() {
        if (violating != null) {
            int named = regionOf(violating);
            if (named != Event.NONE) {
                return named;
            }
        }
        Stream<Event> met = all().filter(event -> incident.life() != 0 && event.life() == incident.life());
        int byFrame = met.map(this::regionOf)
                .filter(found -> found != Event.NONE)
                .reduce((one, other) -> other)
                .orElse(Event.NONE);
        return byFrame != Event.NONE ? byFrame : lastFreed();
    }

    private Stream<Event> all() {
        return tapes.stream().flatMap(List::stream);
    }

    private int lastFreed() {
        List<Event> own = new ArrayList<>(tapes.get(incident.cpu()));
        all().forEach(own::add);
        return own.stream()
                .filter(event -> event.op() == Op.VFREE || event.op() == Op.MUNMAP && event.region() != Event.NONE)
                .map(Event::region)
                .findFirst()
                .orElse(Event.NONE);
    }

    private int regionOf(Event event) {
        if (event.region() != Event.NONE) {
            return event.region();
        }
        if (event.mm() != Event.NONE) {
            return regionAt(event.mm(), event.userPage());
        }
        long life = event.life();
        return life == 0
                ? Event.NONE
                : all().filter(other -> other.life() == life && !other.equals(event))
                        .filter(other -> other.region() != Event.NONE || other.mm() != Event.NONE)
                        .map(this::regionOf)
                        .filter(found -> found != Event.NONE)
                        .findFirst()
                        .orElse(Event.NONE);
    }

    /** The region that an address space has at a page, or at any if the page is not known. */
    private int regionAt(int mm, int userPage) {
        return places().filter(spot -> spot.mm() == mm)
                .filter(spot -> userPage == Event.NONE || spot.covers(mm, userPage))
                .map(Scene.Spot::region)
                .findFirst()
                .orElse(Event.NONE);
    }

    /** Where anything lies, and where records say that something lay. */
    private Stream<Scene.Spot> places() {
        return Stream.concat(
                incident.scene().spots().stream(), all().map(Event::spot).filter(Objects::nonNull));
    }

    private void gather() {
        places().filter(spot -> spot.region() == region).forEach(spots::add);
        spots.forEach(spot -> mms.add(spot.mm()));
        all().filter(event -> event.region() == region && event.mm() != Event.NONE)
                .forEach(event -> mms.add(event.mm()));
        if (violating != null && violating.mm() != Event.NONE) {
            mms.add(violating.mm());
        }
        List<Event> forks = all().filter(event -> event.op() == Op.FORK).toList();
        for (Event fork : forks) {
            if (mms.contains(fork.object()) && fork.child() != Event.NONE || mms.contains(fork.child())) {
                mms.add(fork.object());
                mms.add(fork.child());
            }
        }
        if (incident.life() != 0) {
            lives.add(incident.life());
        }
        all().filter(event -> event.life() != 0 && pageOf(event) >= 0).forEach(event -> lives.add(event.life()));
    }

    /** The page of the region that an operation was about, or -1 if it was about another or none. */
    int pageOf(Event event) {
        if (event == null) {
            return -1;
        }
        return switch (event.op()) {
            case KLOAD, KSTORE -> event.object() == region ? event.page() : -1;
            case LOAD, STORE, GUP_FAST, GUP_SLOW -> pageAt(event.mm(), event.userPage());
            case MMAP -> event.object() == region ? event.page() : -1;
            case MUNMAP, MREMAP ->
                event.spot() != null && event.region() == region ? event.spot().pgoff() : -1;
            default -> -1;
        };
    }

    private int pageAt(int mm, int userPage) {
        return spots.stream()
                .filter(spot -> spot.covers(mm, userPage))
                .mapToInt(spot -> spot.pgoff() + userPage - spot.start())
                .findFirst()
                .orElse(-1);
    }

    /** Whether an operation touched the object. */
    boolean touches(Event event) {
        if (event.equals(violating) || event.region() != Event.NONE && event.region() == region) {
            return true;
        }
        return switch (event.op()) {
            case LOAD, STORE, GUP_FAST, GUP_SLOW ->
                lives.contains(event.life()) || pageAt(event.mm(), event.userPage()) >= 0;
            case PIN_LOAD, PIN_STORE, UNPIN -> lives.contains(event.life());
            case FORK, EXIT -> mms.contains(event.object());
            case SLAB -> event.cpu() == incident.owner() && sameFrame(event);
            case VMALLOC, ALLOC_PAGES -> event.cpu() == incident.owner() && event.region() != region;
            case DEFERRED_FREE -> event.cpu() == incident.freer() || event.equals(violating);
            default -> false;
        };
    }

    private boolean sameFrame(Event event) {
        return (int) event.life() == (int) incident.life();
    }

    /** The page that the violation is about, which scenarios call 0. */
    int page() {
        return page;
    }

    boolean isOther(Event event) {
        return event.region() != region;
    }

    /** The CPU that was recorded as freeing the region, or {@link Event#NONE}. */
    int driver() {
        return all().filter(event -> event.op() == Op.VFREE && event.region() == region)
                .map(Event::cpu)
                .findFirst()
                .orElse(Event.NONE);
    }

    /** Whether its driver has given the region up, or the frame was freed. */
    boolean isFreed() {
        return incident.scene().dead().contains(region) || incident.freer() >= 0;
    }

    /** How many pages the region has, as far as records show. */
    int pages() {
        int allocated = all().filter(event -> event.region() == region)
                .filter(event -> event.op() == Op.VMALLOC || event.op() == Op.ALLOC_PAGES)
                .mapToInt(Event::page)
                .max()
                .orElse(0);
        int mapped = spots.stream()
                .mapToInt(spot -> spot.pgoff() + spot.pages())
                .max()
                .orElse(PAGES_UNKNOWN);
        return Math.max(allocated, mapped);
    }

    boolean inBlocks() {
        return all().anyMatch(event -> event.region() == region && event.op() == Op.ALLOC_PAGES);
    }

    /** Whether its driver counts VMAs, as far as anything shows: as those do that are there now. */
    boolean isCounted() {
        return incident.counts()
                || spots.stream()
                        .filter(spot -> violating != null && spot.covers(violating.mm(), violating.userPage()))
                        .anyMatch(Scene.Spot::counted);
    }
}
