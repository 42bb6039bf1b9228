package org.vmtorture.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.vmtorture.report.SoakRun;
import org.vmtorture.soak.SoakListener;

/**
 * The web page of a soak, for as long as the soak runs. It shows and changes nothing, only this machine can reach it,
 * and nothing that happens to it is the run's concern.
 */
public final class Dashboard implements AutoCloseable {
    private static final Duration SNAPSHOT_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOOKS = 10; // at how long clients take, in the time that they may take
    private static final long FAREWELL_MILLIS = 500; // for the last snapshot to reach everybody
    private static final long CLOSE_MILLIS = 1000;

    private final Board board = new Board();
    private final Loopback loopback;
    private final EventStream events;
    private final Patience patience;
    private final AtomicInteger threads = new AtomicInteger();
    private final ThreadPoolExecutor workers;
    private final Timer clock = new Timer("vmtorture-web-clock", true);

    private Dashboard(Loopback loopback, SoakRun run, Duration snapshotEvery, Duration limit) {
        this.loopback = loopback;
        this.patience = new Patience(limit);
        Page page = new Page(run);
        this.events = new EventStream(board, page, patience, snapshotEvery);
        ThreadFactory daemons = work -> daemon(work, "vmtorture-web-" + threads.incrementAndGet());
        // No queue: a request for which there is no thread is refused, and its connection closed.
        this.workers = new ThreadPoolExecutor(
                0, Loopback.CONNECTIONS_MAX, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons);
        long look = Math.max(1, limit.toMillis() / LOOKS);
        clock.schedule(new Look(), look, look);
        loopback.start(
                new Door(new Gate(loopback.port()), new Routes(board, page), events),
                exchange -> workers.execute(() -> serve(exchange)));
    }

    /**
     * Opens the page of a soak that is about to begin, at a port, or 0 for any that is free.
     *
     * @throws IOException if the port cannot be had
     */
    public static Dashboard open(int port, SoakRun run) throws IOException {
        return open(port, run, SNAPSHOT_EVERY, PATIENCE);
    }

    static Dashboard open(int port, SoakRun run, Duration snapshotEvery, Duration patience) throws IOException {
        return new Dashboard(Loopback.bind(port), run, snapshotEvery, patience);
    }

    private final class Look extends TimerTask {
        @Override
        public void run() {
            patience.look();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** From the request's first byte; a stream's client starts again with each snapshot. */
    private void serve(Runnable exchange) {
        patience.begin();
        try {
            exchange.run();
        } finally {
            patience.end();
        }
    }

    /** Where it is. */
    public String url() {
        return "http://127.0.0.1:" + loopback.port() + "/";
    }

    List<InetSocketAddress> addresses() {
        return loopback.addresses();
    }

    /** How many clients are being sent snapshots. */
    int watchers() {
        return events.clients();
    }

    /** A listener that tells the first one all, and then the page. If the page fails, the first has a note of it. */
    public SoakListener beside(SoakListener first) {
        return new Tee(first, board);
    }

    /** The soak is over, in what way: the last that the page will show. */
    public void ended(String how) {
        board.end(how);
    }

    /** Says farewell to who still watches, and is gone: at the latest in a second and a half. */
    @Override
    public void close() {
        if (!board.hasEnded()) {
            board.end("ended");
        }
        Thread closing = daemon(this::shutDown, "vmtorture-web-close"); // for a client that would hold us up after all
        closing.start();
        try {
            closing.join(FAREWELL_MILLIS + CLOSE_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void shutDown() {
        workers.shutdown();
        try {
            if (!workers.awaitTermination(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
                workers.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
        clock.cancel();
        loopback.stop();
    }
}
