package org.vmtorture.soak;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import scala.Option;

/**
 * A mailbox over JCTools' multi-producer queue: no node per message; docs/BENCHMARKS.md has it beside Pekko's own.
 */
public final class JctoolsMailbox implements MailboxType, ProducesMessageQueue<JctoolsMailbox.Queue> {
    private static final int CHUNK = 256;

    /**
     * Pekko makes mailboxes by reflection, with the system's settings and the mailbox's section of the configuration.
     */
    public JctoolsMailbox(ActorSystem.Settings settings, Config config) {}

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        return new Queue();
    }

    /** The queue of one actor. */
    static final class Queue implements MessageQueue {
        private final MpscUnboundedVarHandleArrayQueue<Envelope> envelopes =
                new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

        @Override
        public void enqueue(ActorRef receiver, Envelope envelope) {
            envelopes.offer(envelope);
        }

        @Override
        public Envelope dequeue() {
            return envelopes.poll();
        }

        @Override
        public int numberOfMessages() {
            return envelopes.size();
        }

        @Override
        public boolean hasMessages() {
            return !envelopes.isEmpty();
        }

        @Override
        public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
            for (Envelope envelope = dequeue(); envelope != null; envelope = dequeue()) {
                deadLetters.enqueue(owner, envelope);
            }
        }
    }
}
