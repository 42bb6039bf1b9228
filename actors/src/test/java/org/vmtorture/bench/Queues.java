package org.vmtorture.bench;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.UnboundedMailbox;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.vmtorture.soak.JctoolsMailbox;
import scala.Option;

/** Queues against each other: two threads put elements in, a third takes them out, timed in turn. */
final class Queues {
    private static final int PAIRS = 15;
    private static final int WARM_UP = 5;
    private static final int PRODUCERS = 2;
    private static final int ELEMENTS = 200_000; // of each producer
    private static final int TELEMETRY_CAPACITY = 1024; // as ViolationLog's

    /** A queue as both sides of it are used. */
    private record Ends(Predicate<Object> offer, Supplier<Object> poll) {}

    private Queues() {}

    /** How many times as long Pekko's own mailbox takes as ours. */
    static double mailbox() {
        return ratio(() -> mailbox(new UnboundedMailbox()), () -> mailbox(new JctoolsMailbox(null, null)));
    }

    private static Ends mailbox(MailboxType type) {
        MessageQueue queue = type.create(Option.empty(), Option.empty());
        return new Ends(
                message -> {
                    queue.enqueue(null, new Envelope(message, ActorRef.noSender()));
                    return true;
                },
                queue::dequeue);
    }

    /** How many times as long the JDK's bounded queue takes as the one that violations go through. */
    static double telemetry() {
        return ratio(
                () -> {
                    var queue = new ArrayBlockingQueue<Object>(TELEMETRY_CAPACITY);
                    return new Ends(queue::offer, queue::poll);
                },
                () -> {
                    var queue = new MpscVarHandleArrayQueue<Object>(TELEMETRY_CAPACITY);
                    return new Ends(queue::offer, queue::poll);
                });
    }

    private static double ratio(Supplier<Ends> theirs, Supplier<Ends> ours) {
        double[] ratios = new double[PAIRS];
        for (int i = -WARM_UP; i < PAIRS; i++) {
            boolean oursFirst = (i & 1) == 0;
            long first = transfer(oursFirst ? ours.get() : theirs.get());
            long second = transfer(oursFirst ? theirs.get() : ours.get());
            if (i >= 0) {
                ratios[i] = oursFirst ? (double) second / first : (double) first / second;
            }
        }
        Arrays.sort(ratios);
        return ratios[PAIRS / 2];
    }

    private static long transfer(Ends queue) {
        CountDownLatch ready = new CountDownLatch(PRODUCERS);
        for (int i = 0; i < PRODUCERS; i++) {
            new Thread(() -> produce(queue, ready)).start();
        }
        long begin = System.nanoTime();
        for (int taken = 0; taken < PRODUCERS * ELEMENTS; ) {
            if (queue.poll().get() != null) {
                taken++;
            } else {
                Thread.yield();
            }
        }
        return System.nanoTime() - begin;
    }

    private static void produce(Ends queue, CountDownLatch ready) {
        ready.countDown();
        try {
            ready.await();
        } catch (InterruptedException nobodyDoes) {
            throw new IllegalStateException(nobodyDoes);
        }
        Object element = new Object();
        for (int i = 0; i < ELEMENTS; ) {
            if (queue.offer().test(element)) {
                i++;
            } else {
                Thread.yield();
            }
        }
    }
}
