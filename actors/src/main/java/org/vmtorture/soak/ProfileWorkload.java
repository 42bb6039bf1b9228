package org.vmtorture.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.vmtorture.mm.FrameAllocator;
import org.vmtorture.mm.MachineSize;
import org.vmtorture.mm.Shootdown;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;

/** The random workload of a profile. */
final class ProfileWorkload implements Workload {
    private static final int MAPPINGS_PER_MM = 16; // VMAs that find room, splits included
    private static final int RETAINED_SHARE = 4; // areas that may be retained, for each that is live

    private final Profile profile;
    private final double careless;
    private final GupMode gup;

    ProfileWorkload(Profile profile, double careless, GupMode gup) {
        this.profile = profile;
        this.careless = careless;
        this.gup = gup;
    }

    @Override
    public MachineSize size() {
        int cpus = profile.drivers() + profile.processes() + profile.gups() + profile.walkers() + profile.kworkers();
        int block = FrameAllocator.BLOCK_PAGES;
        return new MachineSize(
                profile.frames(),
                cpus + 1,
                profile.processes() * (UserProcess.MMS_MAX + 2) + 8,
                UserProcess.pagesPerMm(profile.pagesMax(), MAPPINGS_PER_MM),
                2 * MAPPINGS_PER_MM,
                regions() * RETAINED_SHARE,
                (profile.pagesMax() + block - 1) / block * block,
                Shootdown.BROADCAST);
    }

    @Override
    public int regions() {
        return profile.drivers() * profile.regionsPerDriver();
    }

    @Override
    public List<Role> roles(Kernel kernel, Leg leg, long seed, Function<String, Outbox> outboxes) {
        List<Role> roles = new ArrayList<>();
        for (int i = 0; i < profile.drivers(); i++) {
            String name = "driver-" + i;
            int first = i * profile.regionsPerDriver();
            roles.add(new Driver(
                    name,
                    kernel,
                    kernel.cpu(roles.size()),
                    profile,
                    kernel.strategy().keepsMappedPages() ? profile.relying() : 0,
                    leg.careless() ? careless : 0,
                    first,
                    stream(seed, name),
                    outboxes.apply(name)));
        }
        for (int i = 0; i < profile.processes(); i++) {
            String name = "proc-" + i;
            roles.add(new UserProcess(
                    name, kernel, kernel.cpu(roles.size()), profile, stream(seed, name), outboxes.apply(name)));
        }
        addBystanders(roles, kernel, profile, seed, outboxes);
        return roles;
    }

    /** Those who do the same whatever the processes run: GUP callers, walkers and workers. */
    static void addBystanders(
            List<Role> roles, Kernel kernel, Profile profile, long seed, Function<String, Outbox> outboxes) {
        for (int i = 0; i < profile.gups(); i++) {
            String name = "gup-" + i;
            roles.add(new GupCaller(
                    name, kernel, kernel.cpu(roles.size()), profile, stream(seed, name), outboxes.apply(name)));
        }
        for (int i = 0; i < profile.walkers(); i++) {
            String name = "walker-" + i;
            roles.add(new PageWalker(name, kernel, kernel.cpu(roles.size()), stream(seed, name)));
        }
        for (int i = 0; i < profile.kworkers(); i++) {
            String name = "kworker-" + i;
            roles.add(new Kworker(name, kernel, kernel.cpu(roles.size()), stream(seed, name)));
        }
    }

    /**
     * Relying drivers are right where the strategy keeps mapped pages, and only there; careless ones are wrong by
     * mistake.
     */
    static double uncounted(Kernel kernel, Leg leg, double relying, double careless) {
        double rightly = kernel.strategy().keepsMappedPages() ? relying : 0;
        return leg.careless() ? Math.min(1, rightly + careless) : rightly;
    }

    static SplittableRandom stream(long seed, String name) {
        return new SplittableRandom(seed ^ (long) name.hashCode() * 0x9E3779B97F4A7C15L);
    }

    @Override
    public List<Situation> required(Kernel kernel) {
        List<Situation> required = new ArrayList<>(List.of(
                Situation.AREA_MAPPED, Situation.PAGE_ACCESSED, Situation.AREA_FREED, Situation.MAPPING_UNMAPPED));
        require(required, profile.fork() > 0, Situation.FORKED);
        require(required, profile.partialUnmap() > 0, Situation.PARTLY_UNMAPPED);
        require(required, profile.move() > 0, Situation.MOVED);
        require(required, profile.walkers() > 0, Situation.WALKED);
        boolean keeps = kernel.strategy().keepsMappedPages();
        require(required, keeps && profile.gups() > 0 && gup != GupMode.REFUSE, Situation.PINNED);
        return required;
    }

    private static void require(List<Situation> required, boolean when, Situation situation) {
        if (when) {
            required.add(situation);
        }
    }
}
