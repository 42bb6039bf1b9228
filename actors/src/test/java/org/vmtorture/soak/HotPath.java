package org.vmtorture.soak;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.vmtorture.op.GupMode;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** The roles of a soak's machine without actors: whoever holds it runs their bursts and hands their messages on. */
public final class HotPath {
    /** What a soak runs when nothing is said: the profile with all operations in it. */
    private static final String PROFILE = "mixed";

    static final int BURST = 256;
    private static final int ATTEMPTS = 4;

    static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MESSAGE_BYTES_MAX = 32; // the largest record of Message: a header and two longs

    private final LegRun leg;
    private final List<Role> roles;
    private final Map<String, Queue<Message>> queues = new HashMap<>();
    private long sent;

    /**
     * Boots a machine and casts its roles.
     *
     * @param queue makes the queue of one role
     */
    HotPath(StrategyId strategy, GupMode gup, double noise, Supplier<Queue<Message>> queue) {
        SoakOptions options = options(strategy, gup, noise);
        Leg careful = new Leg(0, strategy, false);
        ProfileWorkload workload = new ProfileWorkload(options.profile(), 0, gup);
        this.leg = new LegRun(careful, workload, options, System.nanoTime());
        this.roles = workload.roles(leg.kernel(), careful, options.seed(), QueueOutbox::new);
        roles.forEach(role -> queues.put(role.name(), queue.get()));
    }

    /** For one thread. */
    public HotPath(StrategyId strategy) {
        this(strategy, GupMode.FAST, 0, ArrayDeque::new);
    }

    static SoakOptions options(StrategyId strategy, GupMode gup, double noise) {
        return new SoakOptions(
                List.of(strategy),
                Duration.ofSeconds(60),
                Profiles.named(PROFILE),
                Optional.empty(),
                gup,
                0,
                Defect.NONE,
                noise,
                7);
    }

    LegRun leg() {
        return leg;
    }

    List<Role> roles() {
        return roles;
    }

    /** Hands over what peers have sent to a role. */
    void receive(Role role) {
        Queue<Message> queue = queues.get(role.name());
        for (Message message = queue.poll(); message != null; message = queue.poll()) {
            role.receive(message);
        }
    }

    /** A burst of every role, each after what its peers have sent; returns how many operations that was. */
    public long round() {
        long before = operations();
        for (int i = 0; i < roles.size(); i++) {
            receive(roles.get(i));
            roles.get(i).burst(BURST);
        }
        return operations() - before;
    }

    /**
     * What bursts allocated on this thread.
     *
     * @param beyondMessages bytes by role that are not of messages sent
     * @param messages bytes of those, at most
     */
    public record Allocation(long operations, Map<String, Long> beyondMessages, long messages) {
        public long bytesBeyondMessages() {
            return beyondMessages.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * What so many rounds allocate in the long run, after as many to warm up: what is loaded or linked for the first
     * time allocates once, and what allocates as it runs does so each time.
     */
    public Allocation allocation(int rounds) {
        Allocation allocation = once(rounds);
        for (int i = 1; i < ATTEMPTS && allocation.bytesBeyondMessages() > 0; i++) {
            allocation = once(rounds);
        }
        return allocation;
    }

    private Allocation once(int rounds) {
        for (int i = 0; i < rounds; i++) {
            round();
        }
        Map<String, Long> bytes = new HashMap<>();
        long operationsBefore = operations();
        long sentBefore = sent;
        for (int i = 0; i < rounds; i++) {
            for (Role role : roles) {
                long mark = sent;
                long begin = THREADS.getCurrentThreadAllocatedBytes();
                receive(role);
                role.burst(BURST);
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - begin;
                bytes.merge(role.name(), Math.max(0, allocated - MESSAGE_BYTES_MAX * (sent - mark)), Long::sum);
            }
        }
        return new Allocation(operations() - operationsBefore, bytes, MESSAGE_BYTES_MAX * (sent - sentBefore));
    }

    /** Operations done so far. */
    public long operations() {
        return leg.totalOperations();
    }

    /** Peers as queues. */
    private final class QueueOutbox implements Outbox {
        private final String self;
        private final Map<String, List<Queue<Message>>> peers = new HashMap<>(); // by kind, made at the first message

        QueueOutbox(String self) {
            this.self = self;
        }

        @Override
        public boolean toProcess(int dice, Message message) {
            return send("proc-", dice, message);
        }

        @Override
        public boolean toGupCaller(int dice, Message message) {
            return send("gup-", dice, message);
        }

        @Override
        public boolean toWalker(int dice, Message message) {
            return send("walker-", dice, message);
        }

        private boolean send(String kind, int dice, Message message) {
            List<Queue<Message>> others = peers.get(kind);
            if (others == null) {
                others = others(kind);
                peers.put(kind, others);
            }
            if (others.isEmpty()) {
                return false;
            }
            sent++;
            return others.get(dice % others.size()).offer(message);
        }

        private List<Queue<Message>> others(String kind) {
            List<Queue<Message>> others = new ArrayList<>();
            queues.forEach((name, queue) -> {
                if (name.startsWith(kind) && !name.equals(self)) {
                    others.add(queue);
                }
            });
            return others;
        }
    }
}
