package org.vmtorture.reduce;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.vmtorture.memory.FiberKind;
import org.vmtorture.oracle.FindingKind;

/**
 * Reduces a soak's incidents beside it, one at a time, on a thread of its own that takes little of the machine. One of
 * each kind of finding comes first: what follows in a machine that is broken already can wait. What does not come
 * down soon waits until each of the first has been looked at.
 */
public final class Reducer implements AutoCloseable {
    private static final int WAITING_MAX = 64;
    private static final long TITLE_NANOS = 300_000_000_000L; // ux: five minutes for one title, pauses included
    private static final long WORK_NANOS = 2_000_000L; // at a time, while the soak runs
    private static final double SHARE = 0.1; // of all CPUs, while the soak runs
    private static final double SHARE_MIN = 0.25; // of one CPU

    /** What became of one finding. */
    public record Told(String id, Reproduction reproduction) {}

    /* All guarded by this, and taken from in this order. */
    private final List<Incident> firsts = new ArrayList<>(); // of each kind
    private final List<Incident> stubbornFirsts = new ArrayList<>(); // not shown at a quick look
    private final List<Incident> others = new ArrayList<>();
    private final List<Incident> stubbornOthers = new ArrayList<>();
    private final List<List<Incident>> queues = List.of(firsts, stubbornFirsts, others, stubbornOthers);
    private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class); // guarded by this
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final long pauseNanos;
    private final Thread thread;
    private Incident current; // guarded by this: being reduced, or null
    private List<Incident> from = firsts; // the queue of the current one; of the reducer's thread alone
    private volatile boolean alone; // the soak is over: no pauses
    private volatile boolean stopped;

    /** A reducer that waits for incidents. */
    public Reducer() {
        double share = Math.max(SHARE_MIN, SHARE * Runtime.getRuntime().availableProcessors());
        this.pauseNanos = share >= 1 ? 0 : (long) (WORK_NANOS * (1 - share) / share);
        this.thread = new Thread(this::live, "vmtorture-reduce");
        thread.setDaemon(true);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Takes an incident for later; one too many is told as not tried. */
    public void offer(Incident incident) {
        synchronized (this) {
            if (thread.getState() == Thread.State.NEW && !stopped) {
                thread.start();
            }
            if (!stopped && waiting() < WAITING_MAX) {
                (kinds.add(incident.kind()) ? firsts : others).add(incident);
                notifyAll();
                return;
            }
        }
        told.add(new Told(incident.id(), Reproduction.notTried(List.of())));
    }

    private synchronized int waiting() {
        return queues.stream().mapToInt(List::size).sum();
    }

    /** What is done, the oldest first; null if nothing more is. */
    public Told poll() {
        return told.poll();
    }

    /** Incidents that are not done. */
    public synchronized int left() {
        return waiting() + (current == null ? 0 : 1);
    }

    /** The machine is free from now on. */
    public void alone() {
        alone = true;
    }

    /** Ends all: what is under way gives up soon, what waits is not tried. */
    @Override
    public void close() {
        stopped = true;
        synchronized (this) {
            for (List<Incident> queue : queues) {
                queue.forEach(incident -> told.add(new Told(incident.id(), Reproduction.notTried(List.of()))));
                queue.clear();
            }
            notifyAll();
        }
    }

    /** Waits a little for what is under way, after {@link #close}, and then tells of it without its end. */
    public void join(long millis) throws InterruptedException {
        thread.join(millis);
        synchronized (this) {
            if (current != null) {
                done(current, Reproduction.notTried(List.of()));
            }
        }
    }

    private void live() {
        try {
            for (Incident next = take(); next != null; next = take()) {
                Optional<Reproduction> shown = reduce(next, from == stubbornFirsts || from == stubbornOthers);
                if (shown.isPresent()) {
                    done(next, shown.get());
                } else {
                    later(next);
                }
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void done(Incident incident, Reproduction reproduction) {
        if (incident.equals(current)) { // else it was given up
            told.add(new Told(incident.id(), reproduction));
            current = null;
        }
    }

    /** What was not shown at once. After {@link #close} nobody comes back to it. */
    private synchronized void later(Incident incident) {
        if (stopped) {
            done(incident, Reproduction.notTried(List.of()));
        } else if (incident.equals(current)) {
            (from == firsts ? stubbornFirsts : stubbornOthers).add(incident);
            current = null;
        }
    }

    private synchronized Incident take() throws InterruptedException {
        while (!stopped && waiting() == 0) {
            wait();
        }
        if (stopped) {
            return null;
        }
        from = queues.stream().filter(queue -> !queue.isEmpty()).findFirst().orElseThrow();
        current = from.remove(0);
        return current;
    }

    /** Empty if it takes more than a quick look. */
    private Optional<Reproduction> reduce(Incident incident, boolean thorough) {
        try {
            var reduction = new Reduction(incident, FiberKind.best(), new Pace());
            return thorough ? Optional.of(reduction.thorough()) : reduction.quick();
        } catch (RuntimeException | AssertionError ours) { // one that we cannot reduce is not the end of the soak
            return Optional.of(Reproduction.failed(ours.toString()));
        }
    }

    /** Says when to give up; asked every few executions, and holds whoever asks to the share. */
    private final class Pace implements BooleanSupplier {
        private final long until = System.nanoTime() + TITLE_NANOS;
        private long resumed = System.nanoTime();

        @Override
        public boolean getAsBoolean() {
            long now = System.nanoTime();
            if (stopped || now - until > 0) {
                return true;
            }
            if (!alone && now - resumed > WORK_NANOS && pauseNanos > 0) {
                pause(now - resumed);
                resumed = System.nanoTime();
            }
            return stopped;
        }

        private void pause(long worked) {
            long pause = Math.min(pauseNanos * 8, pauseNanos * (worked / WORK_NANOS));
            try {
                Thread.sleep(pause / 1_000_000, (int) (pause % 1_000_000));
            } catch (InterruptedException nobodyDoes) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
