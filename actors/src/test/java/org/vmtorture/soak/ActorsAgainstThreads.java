package org.vmtorture.soak;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.vmtorture.memory.Halted;
import org.vmtorture.op.GupMode;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Defect;
import org.vmtorture.strategy.StrategyId;

/** The same roles on the same machine, once as actors and once under bare threads that poll queues, in turn. */
public final class ActorsAgainstThreads {
    private static final int PAIRS = 5;
    private static final long RUN_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final int BURST = 256;

    private ActorsAgainstThreads() {}

    /** Operations per second of the actors over those of the threads: the median of the pairs. */
    public static double medianRatio() {
        double[] ratios = new double[PAIRS];
        actors();
        threads();
        for (int i = 0; i < PAIRS; i++) {
            ratios[i] = actors() / threads();
        }
        Arrays.sort(ratios);
        System.out.println("actors / threads, each pair: " + Arrays.toString(ratios));
        return ratios[PAIRS / 2];
    }

    private static SoakOptions options() {
        return new SoakOptions(
                List.of(StrategyId.VM_STRUCT),
                Duration.ofSeconds(60),
                Profiles.named("mixed"),
                Optional.empty(),
                GupMode.FAST,
                0,
                Defect.NONE,
                0,
                7);
    }

    private static double actors() {
        SoakOptions options = options();
        Leg leg = new Leg(0, StrategyId.VM_STRUCT, false);
        LegRun run =
                new LegRun(leg, new ProfileWorkload(options.profile(), 0, GupMode.FAST), options, System.nanoTime());
        ActorSystem<Guardian.Command> system =
                ActorSystem.create(Guardian.create(), "bench", ConfigFactory.load("vmtorture"));
        system.tell(new Guardian.Start(run));
        rest(RUN_NANOS / 4);
        long before = run.totalOperations();
        long begin = System.nanoTime();
        rest(RUN_NANOS);
        double rate = (run.totalOperations() - before) * 1e9 / (System.nanoTime() - begin);
        run.halt();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        return rate;
    }

    private static double threads() {
        SoakOptions options = options();
        ProfileWorkload workload = new ProfileWorkload(options.profile(), 0, GupMode.FAST);
        Leg leg = new Leg(0, StrategyId.VM_STRUCT, false);
        LegRun unused = new LegRun(leg, workload, options, System.nanoTime());
        Kernel kernel = unused.kernel();
        Map<String, Queue<Message>> queues = new HashMap<>();
        List<Role> roles = workload.roles(kernel, leg, options.seed(), name -> {
            queues.put(name, new MpscUnboundedVarHandleArrayQueue<>(256));
            return new QueueOutbox(name, queues);
        });
        roles.forEach(role -> queues.computeIfAbsent(role.name(), n -> new MpscUnboundedVarHandleArrayQueue<>(256)));
        List<Thread> threads = new ArrayList<>();
        for (Role role : roles) {
            threads.add(new Thread(() -> loop(role, queues.get(role.name()))));
        }
        threads.forEach(Thread::start);
        rest(RUN_NANOS / 4);
        long before = unused.totalOperations();
        long begin = System.nanoTime();
        rest(RUN_NANOS);
        double rate = (unused.totalOperations() - before) * 1e9 / (System.nanoTime() - begin);
        threads.forEach(Thread::interrupt);
        unused.halt();
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return rate;
    }

    private static void loop(Role role, Queue<Message> queue) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Message message = queue.poll(); message != null; message = queue.poll()) {
                    role.receive(message);
                }
                role.burst(BURST);
            }
        } catch (Halted over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rest(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Peers as queues. */
    private record QueueOutbox(String self, Map<String, Queue<Message>> queues) implements Outbox {
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
            int count = 0;
            while (queues.containsKey(kind + count)) {
                count++;
            }
            String name = kind + (count == 0 ? 0 : dice % count);
            if (count == 0 || name.equals(self)) {
                return false;
            }
            return queues.get(name).offer(message);
        }
    }
}
