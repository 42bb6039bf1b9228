package org.vmtorture.soak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.vmtorture.mm.Cpu;
import org.vmtorture.op.Kernel;
import org.vmtorture.oracle.Census;

/**
 * The auditor: now and then makes every CPU stand still, checks that ledgers, counts and frames agree, and lets them
 * go on. At the end of a leg it also makes them let go of everything, after which nothing may be left.
 */
final class Auditor extends AbstractBehavior<Auditor.Command> {
    sealed interface Command {}

    /** A CPU stands still, has drained its mailbox, or has let go. */
    enum Answer implements Command {
        INSTANCE
    }

    /** The leg's time is over. */
    enum Finish implements Command {
        INSTANCE
    }

    private enum Tick implements Command {
        INSTANCE
    }

    private enum Sample implements Command {
        INSTANCE
    }

    /* QUIESCING --all answered--> SETTLING --all answered--> audit --> RUNNING, or at the end
     * --> DRAINING --all answered--> audit --> RETIRED */
    private enum State {
        RUNNING,
        QUIESCING,
        SETTLING,
        DRAINING,
        RETIRED
    }

    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration SAMPLE_INTERVAL = Duration.ofMillis(5);
    private static final int LOOKS = 256; // a few dozen microseconds
    private static final int INTERVAL_SHARE = 4; // an audit of a huge machine takes long: no more than a fifth of all

    private final Kernel kernel;
    private final Cpu cpu;
    private final Census census;
    private final List<ActorRef<CpuActor.Command>> cpus;
    private final AuditLog log;
    private final CountSampler sampler; // null where no map count is kept
    private final TimerScheduler<Command> timers;
    private State state = State.RUNNING;
    private boolean finishing;
    private int awaited;
    private QuiesceEvent phase = new QuiesceEvent();

    private Auditor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Kernel kernel,
            Cpu cpu,
            List<ActorRef<CpuActor.Command>> cpus,
            AuditLog log,
            CountSampler sampler) {
        super(context);
        this.sampler = sampler;
        this.kernel = kernel;
        this.cpu = cpu;
        this.census = new Census(kernel.machine());
        this.cpus = cpus;
        this.log = log;
        this.timers = timers;
        if (sampler != null) {
            timers.startTimerWithFixedDelay(Sample.INSTANCE, SAMPLE_INTERVAL);
        }
        run(INTERVAL); // the start barrier: all actors exist
    }

    static Behavior<Command> create(LegRun leg, List<ActorRef<CpuActor.Command>> cpus) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new Auditor(
                context, timers, leg.kernel(), leg.auditorCpu(), List.copyOf(cpus), leg.audits(), leg.sampler())));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Tick.INSTANCE, this::onTick)
                .onMessageEquals(Sample.INSTANCE, this::onSample)
                .onMessageEquals(Finish.INSTANCE, this::onFinish)
                .onMessageEquals(Answer.INSTANCE, this::onAnswer)
                .build();
    }

    private Behavior<Command> onTick() {
        if (state == State.RUNNING) {
            quiesce();
        }
        return this;
    }

    private Behavior<Command> onSample() {
        sampler.sample(LOOKS);
        return this;
    }

    private Behavior<Command> onFinish() {
        finishing = true;
        return onTick();
    }

    private void quiesce() {
        ask(State.QUIESCING, new CpuActor.Quiesce(getContext().getSelf()));
    }

    private Behavior<Command> onAnswer() {
        if (--awaited > 0) {
            return this;
        }
        answered();
        switch (state) {
            case QUIESCING ->
                ask(State.SETTLING, new CpuActor.Barrier(getContext().getSelf()));
            case SETTLING -> settled();
            case DRAINING -> {
                audit();
                state = State.RETIRED;
                log.retired();
            }
            default -> throw new IllegalStateException("answer in state=" + state);
        }
        return this;
    }

    /** On the time line of a flight recording, if one is made. */
    private void answered() {
        phase.end();
        if (phase.shouldCommit()) {
            phase.phase = state.name().toLowerCase(Locale.ROOT);
            phase.cpus = cpus.size();
            phase.commit();
        }
    }

    private void settled() {
        long begin = System.nanoTime();
        audit();
        if (finishing) {
            ask(State.DRAINING, new CpuActor.Drain(getContext().getSelf()));
        } else {
            Duration share = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(INTERVAL_SHARE);
            run(share.compareTo(INTERVAL) > 0 ? share : INTERVAL);
        }
    }

    private void run(Duration untilAudit) {
        state = State.RUNNING;
        timers.startSingleTimer(Tick.INSTANCE, untilAudit);
        tellAll(CpuActor.Resume.INSTANCE);
    }

    private void audit() {
        AuditEvent event = new AuditEvent();
        event.begin();
        int backlog = kernel.backlog(); // the audit itself works it off
        kernel.audit(cpu, census);
        if (sampler != null) {
            sampler.sampleAtRest(census);
        }
        log.audited(census, backlog);
        event.end();
        event.livePages = census.livePages();
        event.retainedPages = census.retainedPages();
        event.commit();
    }

    private void ask(State next, CpuActor.Command command) {
        state = next;
        awaited = cpus.size();
        phase = new QuiesceEvent();
        phase.begin();
        tellAll(command);
    }

    private void tellAll(CpuActor.Command command) {
        for (ActorRef<CpuActor.Command> actor : cpus) {
            actor.tell(command);
        }
    }
}
