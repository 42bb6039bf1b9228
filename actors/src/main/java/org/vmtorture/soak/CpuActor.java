package org.vmtorture.soak;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.vmtorture.memory.Halted;

/**
 * One CPU as an actor: runs its role in bursts, hears its peers between them, and stands still when the auditor asks.
 * It has a thread of its own, for hot actors on a shared pool starve each other.
 */
final class CpuActor extends AbstractBehavior<CpuActor.Command> {
    sealed interface Command permits Message, Quiesce, Barrier, Resume, Drain, Burst {}

    /** Finish the burst under way, begin none, and answer. */
    record Quiesce(ActorRef<Auditor.Command> replyTo) implements Command {}

    /** Answer: whatever peers sent before they stood still has been received by then. */
    record Barrier(ActorRef<Auditor.Command> replyTo) implements Command {}

    /** Go on. */
    enum Resume implements Command {
        INSTANCE
    }

    /** Let go of everything and answer; the leg is over. */
    record Drain(ActorRef<Auditor.Command> replyTo) implements Command {}

    private enum Burst implements Command {
        INSTANCE
    }

    private static final int BURST = 256; // operations per message: a race window is nanoseconds, a message is not

    private final Role role;
    private final CpuStatus status;
    private boolean quiet = true;
    private boolean burstQueued;

    private CpuActor(ActorContext<Command> context, Role role, CpuStatus status) {
        super(context);
        this.role = role;
        this.status = status;
    }

    /** An actor that stands still until it is told to {@link Resume}. */
    static Behavior<Command> create(Role role, CpuStatus status) {
        return Behaviors.setup(context -> new CpuActor(context, role, status));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Burst.INSTANCE, this::onBurst)
                .onMessage(Message.class, this::onPeer)
                .onMessage(Quiesce.class, this::onQuiesce)
                .onMessage(Barrier.class, this::onBarrier)
                .onMessageEquals(Resume.INSTANCE, this::onResume)
                .onMessage(Drain.class, this::onDrain)
                .build();
    }

    private Behavior<Command> onBurst() {
        burstQueued = false;
        if (quiet) {
            return this;
        }
        try {
            status.enter();
            role.burst(BURST);
            status.leave();
        } catch (Halted order) {
            return halted();
        }
        queueBurst();
        return this;
    }

    private Behavior<Command> onPeer(Message message) {
        try {
            status.enter();
            role.receive(message);
            status.leave();
        } catch (Halted order) {
            return halted();
        }
        return this;
    }

    private Behavior<Command> onQuiesce(Quiesce quiesce) {
        quiet = true;
        quiesce.replyTo().tell(Auditor.Answer.INSTANCE);
        return this;
    }

    private Behavior<Command> onBarrier(Barrier barrier) {
        barrier.replyTo().tell(Auditor.Answer.INSTANCE);
        return this;
    }

    private Behavior<Command> onResume() {
        quiet = false;
        queueBurst();
        return this;
    }

    private Behavior<Command> onDrain(Drain drain) {
        try {
            status.enter();
            role.drain();
            status.leave();
        } catch (Halted order) {
            return halted();
        }
        drain.replyTo().tell(Auditor.Answer.INSTANCE);
        return this;
    }

    /**
     * The machine stands still for good: no failure of ours, so nobody reads of one. Caught here, since a supervisor
     * would cost each message five objects.
     */
    private Behavior<Command> halted() {
        status.leave();
        return Behaviors.stopped();
    }

    private void queueBurst() {
        if (!burstQueued) {
            burstQueued = true;
            getContext().getSelf().tell(Burst.INSTANCE);
        }
    }
}
