package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vmtorture.mm.Op;
import org.vmtorture.oracle.Defect;
import org.vmtorture.scenario.BadScenario;
import org.vmtorture.scenario.Program;
import org.vmtorture.scenario.Race;
import org.vmtorture.scenario.Races;
import org.vmtorture.scenario.Scenario;
import org.vmtorture.scenario.Scenarios;

/** The shipped scenarios that do nothing but what a soak was seen to do, on the soak's machine and with its defect. */
final class Templates {
    private static final Map<String, Op> OPS = Map.ofEntries(
            Map.entry("load", Op.LOAD),
            Map.entry("store", Op.STORE),
            Map.entry("mmap", Op.MMAP),
            Map.entry("munmap", Op.MUNMAP),
            Map.entry("mremap", Op.MREMAP),
            Map.entry("fork", Op.FORK),
            Map.entry("exit", Op.EXIT),
            Map.entry("pin", Op.GUP_FAST),
            Map.entry("gup-fast", Op.GUP_FAST),
            Map.entry("gup-slow", Op.GUP_SLOW),
            Map.entry("touch", Op.PIN_STORE),
            Map.entry("unpin", Op.UNPIN),
            Map.entry("hand-on", Op.HAND_ON),
            Map.entry("take", Op.HAND_ON),
            Map.entry("walk", Op.WALK),
            Map.entry("vmalloc", Op.VMALLOC),
            Map.entry("alloc-pages", Op.ALLOC_PAGES),
            Map.entry("vfree", Op.VFREE),
            Map.entry("vfree-atomic", Op.VFREE),
            Map.entry("close", Op.VFREE),
            Map.entry("kernel-load", Op.KLOAD),
            Map.entry("kernel-store", Op.KSTORE),
            Map.entry("slab", Op.SLAB),
            Map.entry("slab-free", Op.SLAB_FREE),
            Map.entry("work", Op.DEFERRED_FREE),
            Map.entry("mmap-beyond", Op.MMAP),
            Map.entry("fault", Op.INSERT_PAGE),
            Map.entry("insert", Op.INSERT_PAGE),
            Map.entry("dontneed", Op.MADVISE),
            Map.entry("vmsplice", Op.VMSPLICE),
            Map.entry("splice", Op.VMSPLICE),
            Map.entry("read-pipe", Op.PIPE_RELEASE),
            Map.entry("unmap-mapping", Op.UNMAP_MAPPING));

    private Templates() {}

    /**
     * The nearest first: those that were made for the defect that is there, then those that do what the violating CPU
     * did, and of each the smallest.
     */
    static List<Scenario> of(Incident incident) {
        return of(incident, Candidate::any);
    }

    /** Of those the ones that do what the violating CPU did, or were made for the defect that is there. */
    static List<Scenario> near(Incident incident) {
        return of(incident, Candidate::near);
    }

    /** Of those the ones that were made for the defect that is there; none if none is. */
    static List<Scenario> madeFor(Incident incident) {
        return of(incident, Candidate::made);
    }

    private record Candidate(Scenario scenario, boolean made, boolean near, int operations) {
        boolean any() {
            return true;
        }
    }

    private static List<Scenario> of(Incident incident, Predicate<Candidate> which) {
        List<Candidate> candidates = new ArrayList<>();
        for (Scenario shipped : shipped()) {
            List<Op> ops = ops(shipped.on(incident.strategy()));
            boolean other = shipped.defect() != Defect.NONE && shipped.defect() != incident.defect()
                    || !shipped.weakenings().isEmpty(); // no soak can see those
            if (!other && covers(incident.scene().performed(), ops)) {
                boolean made = isMadeFor(shipped, incident);
                boolean near = made || ops.contains(incident.op());
                fitted(shipped, incident)
                        .map(scenario -> new Candidate(scenario, made, near, ops.size()))
                        .ifPresent(candidates::add);
            }
        }
        return candidates.stream()
                .filter(which)
                .sorted(Comparator.comparing((Candidate candidate) -> !candidate.made())
                        .thenComparing(candidate -> !candidate.near())
                        .thenComparing(Candidate::operations))
                .map(Candidate::scenario)
                .toList();
    }

    /** Whether a scenario has the incident's defect from the first. */
    private static boolean isMadeFor(Scenario shipped, Incident incident) {
        return incident.defect() != Defect.NONE && shipped.defect() == incident.defect();
    }

    /** The catalogue's races are scenarios like the others. */
    private static List<Scenario> shipped() {
        return Stream.concat(
                        Scenarios.names().stream().map(Scenarios::load),
                        Races.all().stream().map(Race::scenario))
                .toList();
    }

    /** An operation that is not known here is covered by nothing. */
    private static boolean covers(Set<Op> performed, List<Op> ops) {
        return !ops.contains(null) && performed.containsAll(ops);
    }

    private static List<Op> ops(Program program) {
        List<Op> ops = new ArrayList<>();
        for (int actor = 0; actor < program.actors(); actor++) {
            for (int operation = 0; operation < program.operations(actor); operation++) {
                ops.add(OPS.get(program.operation(actor, operation).split(" ", 2)[0]));
            }
        }
        return ops;
    }

    /**
     * The same on the soak's machine, and with drivers that count where all were to: one that does not would explain
     * everything. A scenario's own text has each setting on a line.
     */
    private static Optional<Scenario> fitted(Scenario shipped, Incident incident) {
        try {
            String text = (incident.counts() ? shipped.counted() : shipped)
                    .text()
                    .replaceFirst("(?m)^gup = .*$", "gup = " + Sketch.id(incident.gup()))
                    .replaceFirst("(?m)^shootdown = .*$", "shootdown = " + Sketch.id(incident.shootdown()))
                    .replaceFirst(
                            "(?m)^defect = .*$", "defect = " + incident.defect().id());
            return Optional.of(Scenario.parse(text, shipped.name()));
        } catch (BadScenario senseless) {
            return Optional.empty();
        }
    }
}
