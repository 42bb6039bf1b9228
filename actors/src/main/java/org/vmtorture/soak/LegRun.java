package org.vmtorture.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.vmtorture.memory.HardwareMemory;
import org.vmtorture.memory.NoisyMemory;
import org.vmtorture.memory.SharedMemory;
import org.vmtorture.mm.Cpu;
import org.vmtorture.mm.Op;
import org.vmtorture.op.Kernel;
import org.vmtorture.soak.Situations.Situation;
import org.vmtorture.strategy.StrategyId;

/** One leg's machine with all that watches it: booted, roles cast, not yet running. */
final class LegRun {
    private final Leg leg;
    private final Workload workload;
    private final HardwareMemory hardware = new HardwareMemory();
    private final NoisyMemory noisy; // null without noise
    private final Kernel kernel;
    private final ViolationLog violations;
    private final AuditLog audits = new AuditLog();
    private final CountSampler sampler; // null where no map count is kept beside the refcount of a struct page
    private final List<Role> roles;
    private final List<ActorOutbox> outboxes = new ArrayList<>();
    private final List<CpuStatus> statuses = new ArrayList<>();
    private volatile List<IntSupplier> mailboxes = List.of();
    private volatile String trouble = "";

    LegRun(Leg leg, Workload workload, SoakOptions options, long startNanos) {
        this.leg = leg;
        this.workload = workload;
        this.violations = new ViolationLog(startNanos);
        this.noisy = options.noise() > 0 ? new NoisyMemory(hardware, options.noise(), options.seed()) : null;
        SharedMemory memory = noisy != null ? noisy : hardware;
        this.kernel = Kernel.boot(
                memory,
                workload.size(),
                workload.regions(),
                leg.strategy(),
                options.gup(),
                options.defect(),
                violations);
        violations.watch(kernel);
        this.roles = workload.roles(kernel, leg, options.seed(), this::outbox);
        this.sampler = leg.strategy() == StrategyId.TODAY
                ? new CountSampler(kernel.countInvariant(), auditorCpu(), options.seed())
                : null;
        for (int i = 0; i < roles.size(); i++) {
            statuses.add(new CpuStatus());
        }
    }

    private Outbox outbox(String name) {
        ActorOutbox outbox = new ActorOutbox(name);
        outboxes.add(outbox);
        return outbox;
    }

    Leg leg() {
        return leg;
    }

    Kernel kernel() {
        return kernel;
    }

    List<Role> roles() {
        return roles;
    }

    List<ActorOutbox> outboxes() {
        return outboxes;
    }

    CpuStatus status(int cpu) {
        return statuses.get(cpu);
    }

    ViolationLog violations() {
        return violations;
    }

    CountSampler sampler() {
        return sampler;
    }

    AuditLog audits() {
        return audits;
    }

    Cpu auditorCpu() {
        return kernel.cpu(roles.size());
    }

    /** Actor names by CPU, the auditor's last. */
    List<String> names() {
        List<String> names = new ArrayList<>(roles.stream().map(Role::name).toList());
        names.add("auditor");
        return names;
    }

    long totalOperations() {
        long sum = 0;
        for (int cpu = 0; cpu < roles.size(); cpu++) {
            sum += kernel.cpu(cpu).recorder().operations();
        }
        return sum;
    }

    long windowsEntered() {
        return noisy == null ? 0 : noisy.windowsEntered();
    }

    /** From whoever made the actors: how many messages each has before it. */
    void mailboxes(List<IntSupplier> depths) {
        mailboxes = List.copyOf(depths);
    }

    /** The fullest mailbox of all CPU actors at this moment, in messages. */
    int mailboxPeak() {
        return mailboxes.stream().mapToInt(IntSupplier::getAsInt).max().orElse(0);
    }

    /** Ends every wait of the model, so that a stuck actor comes loose. */
    void halt() {
        hardware.halt();
    }

    /** The tester itself failed: an actor died, or does not answer. The first one counts. */
    void fail(String what) {
        if (trouble.isEmpty()) {
            trouble = what;
        }
    }

    String trouble() {
        return trouble;
    }

    Situations situations() {
        Situations all = new Situations();
        for (Role role : roles) {
            role.situations(all);
        }
        all.add(Situation.PIN_OUTLIVED_AREA, audits.orphanPins());
        all.add(Situation.FREED_WHILE_MAPPED, audits.orphanMappings());
        return all;
    }

    /** @param cut whether the leg was stopped before its time */
    LegResult result(long nanos, boolean cut) {
        Map<Op, Long> byOp = new EnumMap<>(Op.class);
        for (Op op : Op.values()) {
            long sum = 0;
            for (int cpu = 0; cpu < roles.size(); cpu++) {
                sum += kernel.cpu(cpu).recorder().count(op);
            }
            if (sum > 0) {
                byOp.put(op, sum);
            }
        }
        LatencyLog latencies = new LatencyLog();
        roles.forEach(role -> role.latencies(latencies));
        Situations situations = situations();
        Map<String, Long> named = new LinkedHashMap<>();
        situations.all().forEach((situation, count) -> named.put(situation.text(), count));
        return new LegResult(
                leg,
                totalOperations(),
                nanos,
                byOp,
                latencies.byOp(),
                violations.byKind(),
                audits.retainedPeak(),
                audits.retainedMean(),
                audits.audits(),
                noisy == null ? 0 : noisy.delays(),
                windowsEntered(),
                named,
                sampler == null ? CountHistogram.NONE : sampler.histogram(),
                verdict(situations),
                trouble,
                cut);
    }

    private LegResult.Verdict verdict(Situations situations) {
        if (!violations.byKind().isEmpty()) {
            return LegResult.Verdict.VIOLATED;
        }
        boolean shown = trouble.isEmpty() && audits.audits() > 0 && (noisy == null || windowsEntered() > 0);
        for (Situation situation : workload.required(kernel)) {
            shown &= situations.count(situation) > 0;
        }
        return shown ? LegResult.Verdict.CLEAN : LegResult.Verdict.UNKNOWN;
    }
}
