package org.vmtorture.soak;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.vmtorture.memory.Halted;
import org.vmtorture.op.GupMode;
import org.vmtorture.strategy.StrategyId;

/** The same roles on the same machine, as actors and under bare threads that poll queues, in turn. */
public final class ActorsAgainstThreads {
    private static final String SYSTEM = "bench";
    private static final int QUEUE_CHUNK = 256;
    private static final StrategyId STRATEGY = StrategyId.VM_STRUCT;

    private final int pairs;
    private final long runNanos;

    /** So many pairs, of which each side runs so long. */
    public ActorsAgainstThreads(int pairs, long runMillis) {
        this.pairs = pairs;
        this.runNanos = TimeUnit.MILLISECONDS.toNanos(runMillis);
    }

    /**
     * What the pairs gave, each median by itself.
     *
     * @param toThreads operations per second of the actors over those of the threads
     * @param toPekkosMailbox over those of actors with Pekko's own mailbox
     * @param bytesPerOperation what the actors' threads allocated, messages, envelopes and all
     */
    public record Ratios(double toThreads, double toPekkosMailbox, double bytesPerOperation) {}

    private record Side(double rate, double bytesPerOperation) {}

    public Ratios measure() {
        Config jctools = ConfigFactory.load("vmtorture");
        Config pekkos = jctools.withValue(
                "vmtorture.cpu-mailbox.mailbox-type",
                ConfigValueFactory.fromAnyRef("org.apache.pekko.dispatch.UnboundedMailbox"));
        double[] threads = new double[pairs];
        double[] mailbox = new double[pairs];
        double[] bytes = new double[pairs];
        threads(); // whoever is first compiles for all
        for (int i = 0; i < pairs; i++) {
            double first = i % 2 == 0 ? threads() : actors(pekkos).rate;
            Side subject = actors(jctools);
            double last = i % 2 == 0 ? actors(pekkos).rate : threads();
            threads[i] = subject.rate / (i % 2 == 0 ? first : last);
            mailbox[i] = subject.rate / (i % 2 == 0 ? last : first);
            bytes[i] = subject.bytesPerOperation;
        }
        return new Ratios(median(threads), median(mailbox), median(bytes));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private Side actors(Config config) {
        LegRun run = leg();
        ActorSystem<Guardian.Command> system = ActorSystem.create(Guardian.create(), SYSTEM, config);
        system.tell(new Guardian.Start(run));
        Set<Long> threads = cpuThreads(run);
        long bytes = allocated(threads);
        long before = run.totalOperations();
        long begin = System.nanoTime();
        rest(runNanos);
        long operations = run.totalOperations() - before;
        double rate = operations * 1e9 / (System.nanoTime() - begin);
        bytes = allocated(threads) - bytes;
        run.halt();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        return new Side(rate, (double) bytes / operations);
    }

    /** A leg whose outboxes a guardian connects. */
    private static LegRun leg() {
        SoakOptions options = HotPath.options(STRATEGY, GupMode.FAST, 0);
        ProfileWorkload workload = new ProfileWorkload(options.profile(), 0, GupMode.FAST);
        return new LegRun(new Leg(0, STRATEGY, false), workload, options, System.nanoTime());
    }

    /** The threads of the CPU actors, and not the auditor's; as far as they were met in a burst. */
    private Set<Long> cpuThreads(LegRun run) {
        Set<Long> ids = new HashSet<>();
        long end = System.nanoTime() + runNanos / 2;
        while (System.nanoTime() < end) {
            for (int cpu = 0; cpu < run.roles().size(); cpu++) {
                Thread thread = run.status(cpu).running();
                if (thread != null) {
                    ids.add(thread.getId());
                }
            }
            rest(1_000_000);
        }
        return ids;
    }

    private static long allocated(Set<Long> threads) {
        long sum = 0;
        for (long id : threads) {
            sum += HotPath.THREADS.getThreadAllocatedBytes(id);
        }
        return sum;
    }

    private double threads() {
        HotPath path =
                new HotPath(STRATEGY, GupMode.FAST, 0, () -> new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK));
        List<Thread> threads = new ArrayList<>();
        for (Role role : path.roles()) {
            threads.add(new Thread(() -> loop(path, role)));
        }
        threads.forEach(Thread::start);
        rest(runNanos / 2);
        long before = path.operations();
        long begin = System.nanoTime();
        rest(runNanos);
        double rate = (path.operations() - before) * 1e9 / (System.nanoTime() - begin);
        threads.forEach(Thread::interrupt);
        path.leg().halt();
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        return rate;
    }

    private static void loop(HotPath path, Role role) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                path.receive(role);
                role.burst(HotPath.BURST);
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
}
