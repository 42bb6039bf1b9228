package org.vmtorture.scenario;

import org.vmtorture.memory.SharedMemory;
import org.vmtorture.memory.Words;
import org.vmtorture.mm.AreaKind;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Op;
import org.vmtorture.op.Kernel;
import org.vmtorture.op.Mmap;
import org.vmtorture.op.VmOps;
import org.vmtorture.oracle.Census;
import org.vmtorture.oracle.Violated;
import org.vmtorture.strategy.StrategyId;

/** A scenario on a booted machine, its areas allocated and mapped. */
final class Stage implements Program.Execution {
    private final Parts parts;
    private final Names names;
    private final Kernel kernel;
    private final Census census; // scratch: filled anew at each audit
    private final Home[] homes;
    private final Post post;
    private final Runnable[][] operations;
    private final Cpu rest; // nobody's: for what happens before the actors start and after they have ended

    Stage(Parts parts, Names names, MachineSize size, StrategyId strategy, SharedMemory memory) {
        this.parts = parts;
        this.names = names;
        this.kernel = Kernel.boot(
                memory,
                size,
                Math.max(1, names.areas().size()),
                strategy,
                parts.gup(),
                parts.defect(),
                (cpu, kind, op, pfn, object, granted, actual, value) -> {
                    throw new Violated(kind, cpu.id(), op, pfn, object, granted, actual, value);
                });
        this.rest = kernel.cpu(parts.actors().size());
        this.census = new Census(kernel.machine());
        this.post = anyHandsOn() ? new Post(memory, parts.actors().size()) : null;
        var addresses = new Addresses(memory, names, moves());
        allocateAreas();
        this.homes = createProcesses(memory, addresses);
        for (int process = 0; process < parts.processes().size(); process++) {
            map(parts.processes().get(process), homes[process]);
        }
        this.operations = bind();
    }

    private boolean anyHandsOn() {
        return parts.actors().stream()
                .flatMap(actor -> actor.verbs().stream())
                .anyMatch(HeldVerb.HandOn.class::isInstance);
    }

    /**
     * Which areas' addresses change: those that somebody moves or maps a second time. A first mmap maps where the
     * program asks, which all threads know.
     */
    private boolean[] moves() {
        var places = new int[names.areas().size()];
        for (Mapped process : parts.processes()) {
            for (Pages pages : process.pages()) {
                places[names.area(pages.area())] = 1;
            }
        }
        for (Actor actor : parts.actors()) {
            for (Verb verb : actor.verbs()) {
                if (verb instanceof ProcessVerb.Mmap mmap) {
                    places[names.area(mmap.pages().area())]++;
                } else if (verb instanceof PageVerb.MmapBeyond mmap) {
                    places[names.area(mmap.area())]++;
                } else if (verb instanceof ProcessVerb.Mremap mremap) {
                    places[names.area(mremap.pages().area())] += 2;
                }
            }
        }
        var moves = new boolean[places.length];
        for (int area = 0; area < places.length; area++) {
            moves[area] = places[area] > 1;
        }
        return moves;
    }

    private void allocateAreas() {
        for (int region = 0; region < parts.areas().size(); region++) {
            Area area = parts.areas().get(region);
            succeed("areas", kernel.regions().create(rest, region, area.pages(), kind(area), vmOps(area)));
        }
    }

    private static AreaKind kind(Area area) {
        return area.blocks() ? AreaKind.BLOCKS : AreaKind.VMALLOC;
    }

    private static long vmOps(Area area) {
        long mapping = area.faulted() ? VmOps.FAULT_HANDLER : VmOps.REMAP_VMALLOC_RANGE;
        return mapping | (area.counted() ? VmOps.COUNTED : 0);
    }

    private Home[] createProcesses(SharedMemory memory, Addresses addresses) {
        int count = names.processes().size();
        Words mms = count > names.firstProcesses() ? memory.words("process", count) : null;
        var all = new Home[count];
        for (int process = 0; process < count; process++) {
            if (process >= names.firstProcesses()) {
                all[process] = new Home(memory, mms, process, Home.NEVER_BORN, addresses);
                continue;
            }
            int mm = kernel.addressSpaces().create();
            for (int user = 1; user < users(names.processes().get(process)); user++) {
                kernel.addressSpaces().tryGet(rest, mm);
            }
            all[process] = new Home(memory, null, process, mm, addresses);
        }
        return all;
    }

    private void map(Mapped process, Home home) {
        for (Pages pages : process.pages()) {
            int area = names.area(pages.area());
            int from = pages.from();
            int count = pages.to(parts.areas().get(area).pages()) - from;
            int hint = home.firstAddress(area) + from;
            int start = kernel.mmap().mmap(rest, home.mm(), area, from, count, hint, Mmap.NO_FAILURE);
            succeed("maps", start);
            assert start == hint : "mapped elsewhere: start=" + start + " hint=" + hint;
            home.put(area, from, start, count);
        }
    }

    private static void succeed(String what, int result) {
        if (result < 0) {
            throw new IllegalStateException("the machine is too small: " + what + " errno=" + -result);
        }
    }

    private Runnable[][] bind() {
        var all = new Runnable[parts.actors().size()][];
        for (int actor = 0; actor < all.length; actor++) {
            var verbs = parts.actors().get(actor).verbs();
            all[actor] = new Runnable[verbs.size()];
            for (int operation = 0; operation < all[actor].length; operation++) {
                all[actor][operation] = verbs.get(operation).bind(new Seat(this, actor, operation));
            }
        }
        return all;
    }

    Kernel kernel() {
        return kernel;
    }

    Parts parts() {
        return parts;
    }

    Names names() {
        return names;
    }

    Post post() {
        return post;
    }

    Home home(int process) {
        return homes[process];
    }

    /** How many users a process has when it starts: one, or all actors that work in it if any of them exits. */
    int users(String process) {
        return Names.exits(parts, names, process)
                ? Names.users(parts, names, process).size()
                : 1;
    }

    @Override
    public void operate(int actor, int operation) {
        operations[actor][operation].run();
    }

    @Override
    public Op path(int actor) {
        return kernel.cpu(actor).recorder().current();
    }

    @Override
    public void atRest() {
        kernel.audit(rest, census);
    }
}
