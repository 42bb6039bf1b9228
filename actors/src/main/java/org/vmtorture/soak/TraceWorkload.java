package org.vmtorture.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;

/** The workload of a strace log: each process actor plays the whole log, over regions of its own. */
final class TraceWorkload implements Workload {
    private final TraceScript script;
    private final Profile profile; // for the numbers of actors and what GUP callers do
    private final double careless;
    private final GupMode gup;

    TraceWorkload(TraceScript script, Profile profile, double careless, GupMode gup) {
        this.script = script;
        this.profile = profile;
        this.careless = careless;
        this.gup = gup;
    }

    @Override
    public MachineSize size() {
        int players = profile.processes();
        int cpus = players + profile.gups() + profile.walkers() + profile.kworkers() + 1;
        int pagesPerArea = 1;
        long pages = 0;
        for (int area : script.areaPages()) {
            pagesPerArea = Math.max(pagesPerArea, area);
            pages += area;
        }
        long wanted = 2 * pages * players * TraceProcess.REGION_SETS + 4096;
        int frames = (int) Math.min(MachineSize.FRAMES_MAX, Math.max(profile.frames(), wanted));
        return new MachineSize(
                frames,
                cpus,
                players * (script.processSlots() + TraceProcess.GUESTS_MAX + 2) + 8,
                UserProcess.pagesPerMm(script.pagesMax() + pagesPerArea, 2),
                2 * script.keys() + 8,
                2 * regions(),
                pagesPerArea,
                Shootdown.BROADCAST);
    }

    @Override
    public int regions() {
        return profile.processes() * regionsPerPlayer();
    }

    private int regionsPerPlayer() {
        return TraceProcess.REGION_SETS * script.areaPages().length;
    }

    @Override
    public List<Role> roles(Kernel kernel, Leg leg, long seed, Function<String, Outbox> outboxes) {
        double uncounted = ProfileWorkload.uncounted(kernel, leg, profile.relying(), careless);
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < profile.processes(); i++) {
            String name = "proc-" + i;
            roles.add(new TraceProcess(
                    name,
                    kernel,
                    kernel.cpu(roles.size()),
                    script,
                    i * regionsPerPlayer(),
                    uncounted,
                    ProfileWorkload.stream(seed, name),
                    outboxes.apply(name)));
        }
        ProfileWorkload.addBystanders(roles, kernel, profile, seed, outboxes);
        return roles;
    }

    @Override
    public List<Situation> required(Kernel kernel) {
        List<Situation> required =
                new ArrayList<>(List.of(Situation.AREA_MAPPED, Situation.PAGE_ACCESSED, Situation.AREA_FREED));
        if (kernel.strategy().keepsMappedPages() && profile.gups() > 0 && gup != GupMode.REFUSE) {
            required.add(Situation.PINNED);
        }
        return required;
    }
}
