package org.vmtorture.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.vmtorture.memory.Halted;

/**
 * Supervises a leg's actors: makes them, hears when one dies, which is the tester's error, and stops them at the end.
 */
final class Guardian extends AbstractBehavior<Guardian.Command> {
    sealed interface Command {}

    /** Makes the leg's actors and lets them go, all at once. */
    record Start(LegRun leg) implements Command {}

    /** The leg's time is over: audit, drain, audit. */
    record Finish(LegRun leg) implements Command {}

    /** Stops the leg's actors, whatever they do. */
    record Stop(LegRun leg) implements Command {}

    private static final Props CPU_PROPS = Props.empty()
            .withDispatcherFromConfig("vmtorture.cpu-dispatcher")
            .withMailboxFromConfig("vmtorture.cpu-mailbox");

    private LegRun running;
    private final List<ActorRef<CpuActor.Command>> cpus = new ArrayList<>();
    private ActorRef<Auditor.Command> auditor;

    private Guardian(ActorContext<Command> context) {
        super(context);
    }

    static Behavior<Command> create() {
        return Behaviors.setup(Guardian::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Start.class, this::onStart)
                .onMessage(Finish.class, this::onFinish)
                .onMessage(Stop.class, this::onStop)
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, signal -> this)
                .build();
    }

    private Behavior<Command> onStart(Start start) {
        running = start.leg();
        List<ActorOutbox.Peer> peers = new ArrayList<>();
        for (int i = 0; i < running.roles().size(); i++) {
            Role role = running.roles().get(i);
            ActorRef<CpuActor.Command> cpu =
                    getContext().spawn(CpuActor.create(role, running.status(i)), name(role.name()), CPU_PROPS);
            getContext().watch(cpu);
            cpus.add(cpu);
            peers.add(new ActorOutbox.Peer(role.name(), cpu));
        }
        running.outboxes().forEach(outbox -> outbox.connect(peers));
        running.mailboxes(cpus.stream().map(Guardian::mailbox).toList());
        auditor = getContext().spawn(Auditor.create(running, cpus), name("auditor"), CPU_PROPS);
        getContext().watch(auditor);
        return this;
    }

    /** Pekko tells of mailboxes below its typed surface only. */
    private static IntSupplier mailbox(ActorRef<CpuActor.Command> actor) {
        return Adapter.toClassic(actor) instanceof ActorRefWithCell cell
                ? () -> cell.underlying().numberOfMessages()
                : () -> 0;
    }

    /** Actor names are unique in a system, and a leg's may still be stopping when the next begins. */
    private String name(String role) {
        return role + "-leg" + running.leg().index();
    }

    private Behavior<Command> onFinish(Finish finish) {
        if (finish.leg() == running) {
            auditor.tell(Auditor.Finish.INSTANCE);
        }
        return this;
    }

    private Behavior<Command> onStop(Stop stop) {
        if (stop.leg() == running) {
            cpus.forEach(cpu -> getContext().stop(cpu));
            getContext().stop(auditor);
            cpus.clear();
            running = null;
        }
        return this;
    }

    private Behavior<Command> onChildFailed(ChildFailed failed) {
        if (running != null && !(failed.getCause() instanceof Halted)) {
            String name = failed.getRef().path().name();
            running.fail(name + " died: " + Failures.describe(failed.getCause()));
        }
        return this;
    }
}
