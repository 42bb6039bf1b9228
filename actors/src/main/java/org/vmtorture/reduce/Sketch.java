package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.Op;
import org.vmtorture.scenario.BadScenario;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.strategy.StrategyId;

/**
 * Draws a scenario from recorded operations: the region is area A, its page that matters A/0, address spaces are
 * processes P, Q, ... What the operations presuppose is there when the actors start: mappings, pins, and a driver that
 * has given up an area which was found freed.
 */
final class Sketch {
    private static final String AREA = "A";
    private static final String OTHER = "B";
    private static final List<String> PROCESSES = List.of("P", "Q", "R", "S");
    private static final String CHILD = "C";
    private static final String PRESUPPOSED = "presupposed"; // the driver, if nobody recorded what it did
    private static final String LATER = "later"; // who frees what is deferred, and takes what was freed
    private static final int SMALL = 2; // pages: one that matters and one beside it

    private final Incident incident;
    private final Focus focus;
    private final int pages;
    private final Map<Integer, String> processes = new LinkedHashMap<>();
    private final Set<String> mapped = new LinkedHashSet<>();
    private final Map<String, List<String>> actors = new LinkedHashMap<>();
    private boolean areaFreed;
    private boolean forked;
    private boolean tooMany;

    Sketch(Incident incident, Focus focus) {
        this.incident = incident;
        this.focus = focus;
        this.pages = focus.inBlocks() ? FrameAllocator.BLOCK_PAGES : Math.min(SMALL, focus.pages());
    }

    /** What is added to what was recorded. */
    enum Presupposed {
        /** Mappings and pins, without which the operations could not have been. */
        LEAST,
        /** And the driver's free, if the region was found freed. */
        FREE,
        /** And a worker for what is freed later, and somebody who takes the frame. */
        WORK_AND_REUSE
    }

    /** The scenario, or empty if the operations make none. */
    Optional<Scenario> of(List<List<Event>> events, Presupposed more) {
        for (List<Event> one : events) {
            add(one);
        }
        if (more != Presupposed.LEAST) {
            complete(more);
        }
        actors.values().removeIf(List::isEmpty);
        if (actors.isEmpty() || tooMany) {
            return Optional.empty();
        }
        try {
            return Optional.of(Scenario.parse(text(), "recorded"));
        } catch (BadScenario senseless) {
            return Optional.empty();
        }
    }

    /** Whether it has actors that nobody recorded. */
    static boolean presupposes(Scenario scenario) {
        Program program = scenario.on(StrategyId.TODAY);
        return IntStream.range(0, program.actors())
                .mapToObj(program::actor)
                .anyMatch(actor -> actor.equals(PRESUPPOSED) || actor.equals(LATER));
    }

    private void add(List<Event> events) {
        List<String> verbs = new ArrayList<>();
        int pins = 0;
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Event next = i + 1 < events.size() ? events.get(i + 1) : null;
            if (isFastThenSlow(event, next)) {
                verbs.add("pin " + process(event.mm()) + " " + at(event));
                pins++;
                i++;
                continue;
            }
            boolean onPin = isDevice(event.op());
            if (onPin && pins == 0) {
                verbs.add("pin " + anyProcess() + " " + AREA + "/0");
                pins++;
            }
            String verb = verb(event, verbs);
            if (!verb.isEmpty()) {
                verbs.add(verb);
                boolean takes = event.op() == Op.GUP_FAST || event.op() == Op.GUP_SLOW;
                pins += takes ? 1 : event.op() == Op.UNPIN ? -1 : 0;
            }
        }
        for (; pins > 0; pins--) {
            verbs.add("unpin");
        }
        actors.put(incident.actors().get(events.get(0).cpu()), verbs);
    }

    private static boolean isDevice(Op op) {
        return op == Op.PIN_LOAD || op == Op.PIN_STORE || op == Op.UNPIN;
    }

    private static boolean isFastThenSlow(Event event, Event next) {
        return event.op() == Op.GUP_FAST
                && next != null
                && next.op() == Op.GUP_SLOW
                && next.number() == event.number() + 1
                && next.object() == event.object();
    }

    private String verb(Event event, List<String> before) {
        return switch (event.op()) {
            case LOAD -> "load " + process(event.mm()) + " " + at(event);
            case STORE -> "store " + process(event.mm()) + " " + at(event);
            case GUP_FAST -> "gup-fast " + process(event.mm()) + " " + at(event);
            case GUP_SLOW -> "gup-slow " + process(event.mm()) + " " + at(event);
            case WALK -> "walk " + process(event.mm()) + " " + AREA + "/0";
            case MMAP -> mmap(event);
            case MUNMAP -> "munmap " + process(event.mm()) + " " + range(event);
            case MREMAP -> "mremap " + process(event.mm()) + " " + range(event);
            case FORK -> fork(event);
            case EXIT -> exit(event);
            case PIN_LOAD -> "touch load";
            case PIN_STORE -> "touch";
            case UNPIN -> event.isAtomic() ? "unpin atomic" : "unpin";
            case KLOAD -> "kernel-load " + at(event);
            case KSTORE -> "kernel-store " + at(event);
            case VFREE -> free(event);
            case VMALLOC, ALLOC_PAGES -> allocate(event);
            case DEFERRED_FREE -> before.contains("work") ? "" : "work";
            case SLAB -> "slab";
            default -> "";
        };
    }

    /** Its process's name; one that is not born here has the area mapped. */
    private String process(int mm) {
        return process(mm, true);
    }

    private String process(int mm, boolean maps) {
        String name = processes.get(mm);
        if (name == null) {
            int known = (int)
                    processes.values().stream().filter(PROCESSES::contains).count();
            tooMany |= known == PROCESSES.size();
            name = PROCESSES.get(Math.min(known, PROCESSES.size() - 1));
            processes.put(mm, name);
            if (maps) {
                mapped.add(name);
            }
        }
        return name;
    }

    private String anyProcess() {
        return processes.isEmpty()
                ? process(Event.NONE)
                : processes.values().iterator().next();
    }

    private String at(Event event) {
        int page = focus.pageOf(event);
        return AREA + "/" + (page < 0 || page == focus.page() || pages == 1 ? 0 : 1);
    }

    /** All of the area, its page that matters, or the one beside it. */
    private String range(Event event) {
        int first = event.spot() == null ? 0 : event.spot().pgoff();
        int count = event.spot() == null ? focus.pages() : event.spot().pages();
        if (pages == 1 || focus.inBlocks() || count >= focus.pages()) {
            return AREA;
        }
        boolean matters = focus.page() >= first && focus.page() < first + count;
        return AREA + (matters ? "/0" : "/1");
    }

    private String mmap(Event event) {
        if (event.mm() == Event.NONE) {
            return "mmap " + (processes.isEmpty() ? process(Event.NONE, false) : anyProcess()) + " " + AREA;
        }
        String verb = "mmap " + process(event.mm(), false) + " " + AREA;
        return event.failedHalfWay() ? verb + " failing " + Math.min(pages - 1, Math.max(1, event.pages())) : verb;
    }

    private String fork(Event event) {
        if (forked || processes.containsKey(event.child())) {
            return "";
        }
        String parent = process(event.object());
        forked = true;
        processes.put(event.child(), CHILD);
        return "fork " + parent + " " + CHILD + (event.forkFailsAt() == Event.NONE ? "" : " failing 0");
    }

    private String exit(Event event) {
        return "exit " + process(event.object());
    }

    private String free(Event event) {
        areaFreed = true;
        return (event.isAtomic() ? "vfree-atomic " : "vfree ") + AREA;
    }

    private String allocate(Event event) {
        boolean other = focus.isOther(event);
        if (!other && !areaFreed || event.detail() == 0) {
            return "";
        }
        boolean blocks = event.op() == Op.ALLOC_PAGES;
        int count = blocks ? FrameAllocator.BLOCK_PAGES : other ? 1 : pages;
        return (blocks ? "alloc-pages " : "vmalloc ") + (other ? OTHER : AREA) + " " + count + counted();
    }

    private String counted() {
        return focus.isCounted() ? " counted" : "";
    }

    private void complete(Presupposed more) {
        if (!areaFreed && focus.isFreed()) {
            areaFreed = true;
            String driver = focus.driver() == Event.NONE
                    ? PRESUPPOSED
                    : incident.actors().get(focus.driver());
            actors.put(actors.containsKey(driver) ? PRESUPPOSED : driver, freeing());
        }
        if (more == Presupposed.WORK_AND_REUSE) {
            boolean works = actors.values().stream().anyMatch(verbs -> verbs.contains("work"));
            boolean reuses =
                    actors.values().stream().flatMap(List::stream).anyMatch(verb -> verb.startsWith("vmalloc"));
            List<String> verbs = new ArrayList<>();
            if (!works) {
                verbs.add("work");
            }
            if (!reuses) {
                verbs.add("vmalloc " + OTHER + " 1" + counted());
            }
            actors.put(LATER, verbs);
        }
    }

    /** A driver that counts has waited for the last munmap. */
    private List<String> freeing() {
        List<String> verbs = new ArrayList<>();
        if (focus.isCounted()) {
            mapped.stream().filter(name -> !isUnmapped(name)).forEach(name -> verbs.add("munmap " + name + " " + AREA));
        }
        verbs.add("vfree " + AREA);
        return verbs;
    }

    private boolean isUnmapped(String process) {
        return actors.values().stream()
                .flatMap(List::stream)
                .anyMatch(verb -> verb.equals("munmap " + process + " " + AREA) || verb.equals("exit " + process));
    }

    private String text() {
        var text = new StringBuilder();
        text.append("name = soak-").append(incident.id()).append('\n');
        text.append("why = \"Operations that a soak recorded before: ")
                .append(incident.kind().id())
                .append(".\"\n");
        text.append("areas { ").append(AREA).append(" { pages = ").append(pages);
        text.append(focus.inBlocks() ? ", memory = alloc-pages" : "");
        text.append(focus.isCounted() ? ", driver = counted } }\n" : " } }\n");
        text.append("maps {\n");
        processes.values().stream()
                .filter(PROCESSES::contains)
                .distinct()
                .forEach(name -> text.append(name).append(mapped.contains(name) ? " = [" + AREA + "]\n" : " = []\n"));
        text.append("}\nactors {\n");
        actors.forEach((name, verbs) -> text.append(name)
                .append(" = [")
                .append(String.join(", ", verbs))
                .append("]\n"));
        text.append("}\n");
        text.append("gup = ").append(id(incident.gup())).append('\n');
        text.append("shootdown = ").append(id(incident.shootdown())).append('\n');
        text.append("defect = ").append(incident.defect().id()).append('\n');
        text.append("expect { default = ").append(incident.kind().id()).append(" }\n");
        return text.toString();
    }

    /** A setting as scenario files write it. */
    static String id(Enum<?> setting) {
        return setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
