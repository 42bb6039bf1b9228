package org.vmtorture.soak;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.LoggerFactory;
import org.vmtorture.check.ModelCheck;
import org.vmtorture.oracle.Defect;
import org.vmtorture.reduce.Reducer;

/** Runs the legs of a soak one after the other, watches them, and tells a listener. */
public final class Soak {
    private static final long LOOK_MILLIS = 200; // how often findings are picked up and the watchdog looks
    private static final long PROGRESS_NANOS = 1_000_000_000L;
    private static final int PICKED_UP_MAX = 4; // new titles between two looks at clock and watchdog
    private static final long FINISH_MILLIS = 30_000; // for the last audits of a leg
    private static final long FINISH_INTERRUPTED_MILLIS = 2_000; // when the user waits for the prompt

    private static final int GROWTH_SHARE = 8; // a count is told when it has grown by an eighth, and after its leg

    private final SoakOptions options;
    private final SoakPast past;
    private final SoakListener listener;
    private final Defect modelDefect;
    private static final long LATE_MAX_NANOS = 20_000_000_000L; // for findings that were not reduced beside the soak
    private static final int LATE_SHARE = 4; // of the soak's time, at most

    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final Map<String, Long> counts; // as last told, those of the past included
    private final Map<Integer, String> idsBySort = new LinkedHashMap<>(); // of the present leg
    private long startNanos;
    private long operationsBefore; // of earlier legs
    private long findingsBefore;
    private long windowsBefore;
    private String failure = "";
    private final Reducer reducer = new Reducer();

    public Soak(SoakOptions options, SoakListener listener) {
        this(options, SoakPast.NONE, listener);
    }

    /** A soak that goes on after the legs of its past. */
    public Soak(SoakOptions options, SoakPast past, SoakListener listener) {
        this(options, past, listener, Defect.NONE);
    }

    /** A soak that checks a model with a defect at its start, which should keep it from running. */
    Soak(SoakOptions options, SoakListener listener, Defect modelDefect) {
        this(options, SoakPast.NONE, listener, modelDefect);
    }

    private Soak(SoakOptions options, SoakPast past, SoakListener listener, Defect modelDefect) {
        this.modelDefect = modelDefect;
        this.options = options;
        this.past = past;
        this.listener = listener;
        this.counts = new LinkedHashMap<>(past.counts());
        past.findings().forEach(finding -> findings.put(finding.id(), finding));
        this.operationsBefore =
                past.legs().stream().mapToLong(LegResult::operations).sum();
        this.windowsBefore =
                past.legs().stream().mapToLong(LegResult::windowsEntered).sum();
        this.findingsBefore =
                past.counts().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Ends the soak early, from any thread: {@link #run} returns within seconds with what there is. */
    public void interrupt() {
        interrupted.countDown();
    }

    /**
     * Runs the whole soak.
     *
     * @throws org.vmtorture.trace.TraceFormatException if the options name a trace that cannot be read
     * @throws WrongModelException if the model does not do what kernels were measured to do
     * @throws OutOfMemoryError if the heap is too small for the machine
     */
    public SoakResult run() {
        // beside each other, for the user waits for the first line: what proves the model, the oracles, and Pekko
        CompletableFuture<ModelCheck.Result> model = CompletableFuture.supplyAsync(() -> ModelCheck.brief(modelDefect));
        Workload workload = Workloads.of(options, listener);
        OracleProof proof = OracleProver.prove();
        List<Leg> legs = legs();
        List<LegResult> results = new ArrayList<>(past.legs());
        LoggerFactory.getLogger(
                Soak.class); // before Pekko's threads: SLF4J complains of loggers asked for while it starts
        ActorSystem<Guardian.Command> system =
                ActorSystem.create(Guardian.create(), "vmtorture", ConfigFactory.load("vmtorture"));
        try {
            refuseWrong(model.join());
            // what it takes to get ready is not taken from the first leg; legs of the past have had their time
            startNanos = System.nanoTime() - options.duration().toNanos() * results.size() / legs.size();
            listener.started(legs, proof);
            for (Leg leg : legs.subList(results.size(), legs.size())) {
                if (isInterrupted() || !failure.isEmpty()) {
                    break;
                }
                results.add(runLeg(system, workload, leg, legs.size()));
            }
        } finally {
            system.terminate();
            reduceTheRest();
        }
        return new SoakResult(results, List.copyOf(findings.values()), proof, isInterrupted(), failure);
    }

    /** The machine is free now: what was found and not shown again gets some time more, unless the user waits. */
    private void reduceTheRest() {
        long most = Math.min(LATE_MAX_NANOS, options.duration().toNanos() / LATE_SHARE);
        long until = System.nanoTime() + most;
        reducer.alone();
        if (reducer.left() > 0 && !isInterrupted()) {
            listener.note("looking for the shortest interleavings of " + reducer.left() + " findings, "
                    + TimeUnit.NANOSECONDS.toSeconds(most) + " s at most");
        }
        while (reducer.left() > 0 && !isInterrupted() && System.nanoTime() - until < 0) {
            pause(LOOK_MILLIS / 4);
            tellReduced();
        }
        reducer.close();
        try {
            reducer.join(FINISH_INTERRUPTED_MILLIS / 2);
        } catch (InterruptedException e) {
            interrupt();
        }
        tellReduced();
    }

    private void tellReduced() {
        for (Reducer.Told told = reducer.poll(); told != null; told = reducer.poll()) {
            listener.reproduced(told.id(), told.reproduction());
        }
    }

    private void refuseWrong(ModelCheck.Result model) {
        if (!model.passed()) {
            throw new WrongModelException(model);
        }
        listener.note("model: " + model.parts().get(0) + ", as on real kernels");
    }

    private List<Leg> legs() {
        List<Leg> legs = new ArrayList<>();
        for (var strategy : options.strategies()) {
            legs.add(new Leg(legs.size(), strategy, false));
            if (options.careless() > 0) {
                legs.add(new Leg(legs.size(), strategy, true));
            }
        }
        return legs;
    }

    private boolean isInterrupted() {
        return interrupted.getCount() == 0;
    }

    private LegResult runLeg(ActorSystem<Guardian.Command> system, Workload workload, Leg leg, int legCount) {
        long begin = System.nanoTime();
        long end = startNanos + options.duration().toNanos() * (leg.index() + 1) / legCount;
        LegRun run = new LegRun(leg, workload, options, startNanos);
        FindingWriter writer = new FindingWriter(leg, options.defect(), run.names());
        listener.legStarted(leg, Math.max(0, end - begin));
        system.tell(new Guardian.Start(run));
        boolean livelock = watch(run, writer, end);
        boolean cut = isInterrupted();
        if (livelock) {
            run.halt();
        } else {
            system.tell(new Guardian.Finish(run));
            awaitRetired(run, writer);
        }
        system.tell(new Guardian.Stop(run));
        pickUp(run, writer, Integer.MAX_VALUE);
        recount(run, 1);
        idsBySort.clear();
        LegResult result = run.result(System.nanoTime() - begin, cut).plus(past.found(leg));
        operationsBefore += result.operations();
        findingsBefore += run.violations().total();
        windowsBefore += result.windowsEntered();
        if (failure.isEmpty()) {
            failure = run.trouble();
        }
        listener.legEnded(result);
        return result;
    }

    /** Until the leg's time is over; true if it ended in a livelock. */
    private boolean watch(LegRun run, FindingWriter writer, long end) {
        Watchdog watchdog = new Watchdog(run, System.nanoTime());
        long nextProgress = System.nanoTime();
        long lastOperations = 0;
        long lastProgress = nextProgress;
        int mailboxPeak = 0;
        while (true) {
            long now = System.nanoTime();
            mailboxPeak = Math.max(mailboxPeak, run.mailboxPeak());
            if (now >= nextProgress) {
                long operations = run.totalOperations();
                double rate = (operations - lastOperations) * 1e9 / Math.max(1, now - lastProgress);
                listener.progress(progress(run, now, rate, mailboxPeak, watchdog.stuck()));
                mailboxPeak = 0;
                recount(run, GROWTH_SHARE);
                lastOperations = operations;
                lastProgress = now;
                nextProgress += PROGRESS_NANOS;
            }
            if (now >= end || isInterrupted() || !run.trouble().isEmpty()) {
                return false;
            }
            pickUp(run, writer, PICKED_UP_MAX);
            if (watchdog.look(now)) {
                return true;
            }
            if (watchdog.stuck() > 0) {
                run.fail("an actor has been stuck for 30 s");
            }
            pause(Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(end - now) + 1));
        }
    }

    private void pause(long millis) {
        try {
            interrupted.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupt(); // whoever interrupts this thread means the same
        }
    }

    /** Waits for the last audits. A wait of the model that does not end is a livelock here too. */
    private void awaitRetired(LegRun run, FindingWriter writer) {
        Watchdog watchdog = new Watchdog(run, System.nanoTime());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FINISH_MILLIS);
        long hurried = Long.MAX_VALUE;
        try {
            while (!run.audits().awaitRetired(LOOK_MILLIS)) {
                long now = System.nanoTime();
                if (isInterrupted() && hurried == Long.MAX_VALUE) {
                    hurried = now + TimeUnit.MILLISECONDS.toNanos(FINISH_INTERRUPTED_MILLIS);
                }
                pickUp(run, writer, PICKED_UP_MAX);
                boolean over = now > deadline || now > hurried || !run.trouble().isEmpty();
                if (watchdog.look(now) || over) {
                    if (now > deadline) {
                        run.fail("actors did not stand still within " + FINISH_MILLIS + " ms");
                    }
                    run.halt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            interrupt();
            run.halt();
        }
    }

    private Progress progress(LegRun run, long now, double rate, int mailboxPeak, int stuck) {
        AuditLog audits = run.audits();
        Situations situations = run.situations();
        return new Progress(
                run.leg(),
                now - startNanos,
                options.duration().toNanos(),
                operationsBefore + run.totalOperations(),
                rate,
                findings.size(),
                findingsBefore + run.violations().total(),
                windowsBefore + run.windowsEntered(),
                audits.retained(),
                audits.live(),
                audits.backlog(),
                mailboxPeak,
                audits.audits(),
                stuck,
                situations.reached(),
                Situations.Situation.values().length);
    }

    /** Turns what the CPUs saw into findings; at most so many new ones, for each is written to the disk. */
    private void pickUp(LegRun run, FindingWriter writer, int most) {
        tellReduced();
        int left = most;
        for (Sighting seen = run.violations().poll();
                seen != null;
                seen = run.violations().poll()) {
            Finding finding = writer.write(seen);
            idsBySort.put(seen.sort(), finding.id());
            if (findings.putIfAbsent(finding.id(), finding) == null) {
                listener.found(finding);
                record(finding);
                if (listener.wantsReproductions()) {
                    writer.incident(seen, finding, run, options.gup()).ifPresent(reducer::offer);
                }
                if (--left == 0) {
                    return;
                }
            }
        }
    }

    /** On the time line of a flight recording, if one is made. */
    private static void record(Finding finding) {
        FindingEvent event = new FindingEvent();
        if (event.isEnabled()) {
            event.id = finding.id();
            event.title = finding.title();
            event.strategy = finding.strategy().id();
            event.drivers = finding.careless() ? "careless" : "careful";
            event.actor = finding.actor();
            event.commit();
        }
    }

    /**
     * Adds up how often each finding of this leg has happened, and tells of those that happened oftener by more than
     * one in {@code share}, or for the first time.
     */
    private void recount(LegRun run, int share) {
        Map<String, Long> now = new LinkedHashMap<>();
        idsBySort.forEach((sort, id) -> now.merge(id, run.violations().count(sort), Long::sum));
        now.forEach((id, count) -> {
            long total = past.counts().getOrDefault(id, 0L) + count;
            long told = counts.getOrDefault(id, 0L);
            if (total - told > (share == 1 ? 0 : told / share)) {
                counts.put(id, total);
                listener.counted(id, total);
            }
        });
    }
}
