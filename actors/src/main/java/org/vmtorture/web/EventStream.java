package org.vmtorture.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Server-sent events: the snapshot that is up, at fixed times until the soak ends; each client has a thread. */
final class EventStream {
    static final String PATH = "/events";
    static final String TYPE = "text/event-stream; charset=utf-8";

    private final Board board;
    private final Page page;
    private final Patience patience;
    private final long everyNanos;
    private final AtomicInteger clients = new AtomicInteger();

    EventStream(Board board, Page page, Patience patience, Duration every) {
        this.board = board;
        this.page = page;
        this.patience = patience;
        this.everyNanos = every.toNanos();
    }

    /** How many there are now. */
    int clients() {
        return clients.get();
    }

    /** Serves a client until it goes, is too slow, or the soak has ended. The headers are sent. */
    void serve(HttpExchange exchange) throws IOException {
        clients.incrementAndGet();
        try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
                patience.begin(); // again for each snapshot, however many the client has had
                boolean last = board.hasEnded(); // asked before the snapshot is taken, so that the last is the last
                Snapshot now = board.snapshot();
                String event = last ? Live.last(now, page.tables(now)) : Live.event(now);
                out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                if (last) {
                    return;
                }
                patience.end();
                board.awaitEnd(everyNanos);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            clients.decrementAndGet();
        }
    }
}
