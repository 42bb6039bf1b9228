package org.vmtorture.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The numbers of a scenario's processes, areas and actors: those that exist at the start first, in file order. */
final class Names {
    private final List<String> processes = new ArrayList<>();
    private final List<String> areas = new ArrayList<>();
    private final List<Integer> pages = new ArrayList<>();
    private final List<Boolean> counted = new ArrayList<>();
    private final List<String> actors;
    private final int firstProcesses;

    Names(Parts parts) {
        this.actors = parts.actors().stream().map(Actor::name).toList();
        parts.processes().forEach(process -> processes.add(process.name()));
        this.firstProcesses = processes.size();
        parts.areas().forEach(area -> add(area.name(), area.pages(), area.counted()));
        for (Actor actor : parts.actors()) {
            for (Verb verb : actor.verbs()) {
                if (verb instanceof DriverVerb.Allocate allocate) {
                    add(allocate.area(), allocate.pages(), allocate.counted());
                } else if (verb instanceof ProcessVerb.ForkChild fork) {
                    processes.add(fork.child());
                }
            }
        }
    }

    private void add(String area, int itsPages, boolean itsDriverCounts) {
        int known = areas.indexOf(area);
        if (known < 0) {
            areas.add(area);
            pages.add(itsPages);
            counted.add(itsDriverCounts);
        } else {
            pages.set(known, Math.max(pages.get(known), itsPages));
            counted.set(known, counted.get(known) || itsDriverCounts);
        }
    }

    /** All processes, children after those that exist at the start. */
    List<String> processes() {
        return processes;
    }

    int firstProcesses() {
        return firstProcesses;
    }

    List<String> areas() {
        return areas;
    }

    List<String> actors() {
        return actors;
    }

    /** The number of a process, or -1. */
    int process(String name) {
        return processes.indexOf(name);
    }

    int area(String name) {
        return areas.indexOf(name);
    }

    int actor(String name) {
        return actors.indexOf(name);
    }

    /** How many pages an area has at its largest. */
    int pages(int area) {
        return pages.get(area);
    }

    /** Whether an area's driver counts VMAs. */
    boolean counted(int area) {
        return counted.get(area);
    }

    /** The process that an actor means: the one written, else its own namesake, else the only one; or null. */
    String home(String actor, String written) {
        if (written != null) {
            return written;
        }
        if (processes.contains(actor)) {
            return actor;
        }
        return processes.size() == 1 ? processes.get(0) : null;
    }

    /** The actors that name a process in any operation, other than by forking it. */
    static Set<String> users(Parts parts, Names names, String process) {
        Set<String> users = new LinkedHashSet<>();
        for (Actor actor : parts.actors()) {
            for (Verb verb : actor.verbs()) {
                if (verb instanceof ProcessVerb in && process.equals(names.home(actor.name(), in.process()))) {
                    users.add(actor.name());
                }
            }
        }
        return users;
    }

    /** Whether any actor leaves a process by exit. */
    static boolean exits(Parts parts, Names names, String process) {
        return parts.actors().stream().anyMatch(actor -> exits(actor, names, process));
    }

    static boolean exits(Actor actor, Names names, String process) {
        return actor.verbs().stream()
                .anyMatch(verb -> verb instanceof ProcessVerb.Exit exit
                        && process.equals(names.home(actor.name(), exit.process())));
    }
}
