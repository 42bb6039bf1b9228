package org.vmtorture.scenario;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.vmtorture.mm.FrameAllocator;

/** What makes a scenario make sense: checked for a file with its lines, and for one that was made smaller without. */
final class Rules {
    static final int ACTORS_MAX = 8;
    static final int OPERATIONS_MAX = 64; // of one actor
    static final int PAGES_MAX = 64; // of one area

    private final Parts parts;
    private final Lines lines;
    private final Names names;

    private Actor actor; // whose operations are being checked
    private Place place;
    private int pins;
    private int frames;
    private final Set<String> left = new HashSet<>(); // processes that the actor has left
    private final Set<String> borne = new HashSet<>(); // children that the actor has forked

    private Rules(Parts parts, Lines lines) {
        this.parts = parts;
        this.lines = lines;
        this.names = new Names(parts);
    }

    /** Throws {@link BadScenario} at the first breach. */
    static void check(Parts parts, Lines lines) {
        var rules = new Rules(parts, lines);
        rules.checkAreas();
        rules.checkProcesses();
        rules.checkActors();
        rules.checkHandOns();
        Sizing.of(parts, rules.names, lines);
    }

    private void checkAreas() {
        for (Area area : parts.areas()) {
            checkSize(lines.of("areas." + area.name()), area.name(), area.pages(), area.blocks());
        }
    }

    private static void checkSize(Place place, String area, int pages, boolean blocks) {
        if (pages < 1 || pages > PAGES_MAX) {
            throw place.wrong("area " + area + " of " + pages + " pages; 1 to " + PAGES_MAX + " would be right");
        }
        if (blocks && pages % FrameAllocator.BLOCK_PAGES != 0) {
            throw place.wrong("area " + area + " of " + pages + " pages in blocks; a multiple of "
                    + FrameAllocator.BLOCK_PAGES + " would be right");
        }
    }

    private void checkProcesses() {
        List<String> declared = parts.areas().stream().map(Area::name).toList();
        for (Mapped process : parts.processes()) {
            Set<String> mapped = new HashSet<>();
            for (int i = 0; i < process.pages().size(); i++) {
                Pages pages = process.pages().get(i);
                place = lines.of("maps." + process.name() + "." + i);
                if (!declared.contains(pages.area())) {
                    throw wrong("process " + process.name() + " maps " + pages.area()
                            + ", which is not among the areas; " + Nearest.remedy(pages.area(), declared));
                }
                has(pages);
                if (!mapped.add(pages.area())) {
                    throw wrong("process " + process.name() + " maps " + pages.area()
                            + " twice; once at the start would be right, and mmap for more");
                }
            }
        }
        for (String process : names.processes()) {
            if (names.area(process) >= 0) {
                throw lines.of("maps." + process)
                        .wrong(process + " is both a process and an area; two names would be right");
            }
        }
    }

    private void checkActors() {
        if (parts.actors().isEmpty() || parts.actors().size() > ACTORS_MAX) {
            throw lines.of("actors")
                    .wrong(parts.actors().size() + " actors; from 1 to " + ACTORS_MAX + " would be right");
        }
        for (Actor next : parts.actors()) {
            actor = next;
            pins = 0;
            frames = 0;
            left.clear();
            borne.clear();
            int operations = actor.verbs().size();
            place = lines.of("actors." + actor.name());
            if (operations == 0 || operations > OPERATIONS_MAX) {
                throw wrong("actor " + actor.name() + " has " + (operations == 0 ? "no" : operations)
                        + " operations; from 1 to " + OPERATIONS_MAX + " would be right");
            }
            for (int i = 0; i < operations; i++) {
                place = lines.of("actors." + actor.name() + "." + i);
                actor.verbs().get(i).check(this);
            }
            if (pins > 0) {
                throw wrong("actor " + actor.name() + " ends with pins=" + pins
                        + "; an unpin or a hand-on for each would be right");
            }
        }
    }

    /** Whoever takes must be handed on to, and the other way round, once. */
    private void checkHandOns() {
        for (String name : names.actors()) {
            long given = count(
                    parts.actors(),
                    verb -> verb instanceof HeldVerb.HandOn to && to.to().equals(name));
            Actor taker = parts.actors().get(names.actor(name));
            long taken = count(List.of(taker), HeldVerb.Take.class::isInstance);
            if (given != taken || given > 1) {
                throw lines.of("actors." + name)
                        .wrong("actor " + name + " takes pins=" + taken + " and is handed on=" + given
                                + "; one hand-on " + name + " for one take would be right");
            }
        }
    }

    private static long count(Collection<Actor> actors, Predicate<Verb> which) {
        return actors.stream()
                .flatMap(each -> each.verbs().stream())
                .filter(which)
                .count();
    }

    BadScenario wrong(String what) {
        return place.wrong(what);
    }

    private BadScenario unknown(String what, String name, Collection<String> known) {
        return wrong("unknown " + what + " " + name + "; " + Nearest.remedy(name, known));
    }

    // what operations say of themselves

    /** An operation in a process, or null for the one that the actor's name says. */
    void uses(String written) {
        String home = home(written);
        if (left.contains(home)) {
            throw wrong("actor " + actor.name() + " has left process " + home
                    + " by exit; nothing of it after that would be right");
        }
        boolean mine = actor.verbs().stream()
                .anyMatch(verb -> verb instanceof ProcessVerb.ForkChild fork
                        && fork.child().equals(home));
        if (mine && !borne.contains(home)) {
            throw wrong("actor " + actor.name() + " uses process " + home
                    + " before it forks it; the fork first would be right");
        }
    }

    private String home(String written) {
        String home = names.home(actor.name(), written);
        if (home == null) {
            String remedy = names.processes().isEmpty()
                    ? "there is none, and one among the maps, as in maps { P = [A] },"
                    : "there are several, and one of " + String.join(", ", names.processes()) + " after the verb";
            throw wrong("which process? " + actor.name() + " is not the name of one; " + remedy + " would be right");
        }
        if (names.process(home) < 0) {
            throw unknown("process", home, names.processes());
        }
        return home;
    }

    void exits(String written) {
        left.add(home(written));
    }

    void bears(String child) {
        borne.add(child);
        if (names.processes().stream().filter(child::equals).count() > 1) {
            throw wrong("process " + child + " is there already; another name for the child would be right");
        }
    }

    /** How many pages an area has, which must be known. */
    int pagesOf(String area) {
        if (names.area(area) < 0) {
            throw unknown("area", area, names.areas());
        }
        return names.pages(names.area(area));
    }

    boolean counted(String area) {
        return names.counted(names.area(area));
    }

    void has(Pages pages) {
        int count = pagesOf(pages.area());
        if (pages.to(count) > count) {
            throw wrong(pages + " lies outside of " + pages.area() + ", which has " + count + " pages; up to "
                    + pages.area() + "/" + (count - 1) + " would be right");
        }
    }

    void allocates(DriverVerb.Allocate allocate) {
        String area = allocate.area();
        checkSize(place, area, allocate.pages(), allocate.blocks());
        boolean others = parts.actors().stream()
                .filter(other -> !other.name().equals(actor.name()))
                .flatMap(other -> other.verbs().stream())
                .anyMatch(verb -> verb instanceof DriverVerb.Allocate theirs
                        && theirs.area().equals(area));
        if (others) {
            throw wrong("area " + area + " is allocated by two actors; one driver, or two areas, would be right");
        }
        boolean atStart =
                parts.areas().stream().anyMatch(declared -> declared.name().equals(area));
        long frees = count(
                parts.actors(),
                verb -> verb instanceof DriverVerb.Free free && free.area().equals(area));
        if (atStart && frees == 0) {
            throw wrong("area " + area + " is there at the start and nobody frees it, so that " + allocate
                    + " can only fail; another area would be right");
        }
    }

    void takesPin() {
        pins++;
    }

    void needsPin() {
        if (pins == 0) {
            throw wrong("actor " + actor.name() + " has no pin here; a pin or a take before it would be right");
        }
    }

    void dropsPin() {
        pins--;
    }

    void handsOn(String to) {
        if (names.actor(to) < 0) {
            throw unknown("actor", to, names.actors());
        }
        if (to.equals(actor.name())) {
            throw wrong("actor " + to + " hands on to itself; another actor would be right");
        }
    }

    void takesFrame() {
        frames++;
    }

    void dropsFrame() {
        frames--;
        if (frames < 0) {
            throw wrong("actor " + actor.name() + " has no frame to free here; a slab before it would be right");
        }
    }
}
