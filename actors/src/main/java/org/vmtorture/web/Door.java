package org.vmtorture.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Answers every request: what {@link Gate} refuses first, whatever its path; and all answers carry the same rules. */
final class Door implements HttpHandler {
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

    /** One request to a connection, so that none is held open for nothing. */
    private static final Map<String, String> RULES = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store",
            "Connection", "close");

    private final Gate gate;
    private final Routes routes;
    private final EventStream events;

    Door(Gate gate, Routes routes, EventStream events) {
        this.gate = gate;
        this.routes = routes;
        this.events = events;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI target = exchange.getRequestURI();
            Optional<Response> refusal =
                    gate.refusal(exchange.getRequestMethod(), target, exchange.getRequestHeaders());
            if (refusal.isEmpty() && EventStream.PATH.equals(target.getRawPath())) {
                stream(exchange);
            } else {
                answer(exchange, refusal.orElseGet(() -> routes.answer(target.getRawPath())));
            }
        }
    }

    private static void answer(HttpExchange exchange, Response response) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        RULES.forEach(headers::set);
        response.headers().forEach(headers::set);
        headers.set("Content-Type", response.type());
        if (head(exchange)) {
            headers.set("Content-Length", Integer.toString(response.body().length));
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), response.body().length); // never 0, which would mean chunks
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(response.body());
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        RULES.forEach(headers::set);
        headers.set("Content-Type", EventStream.TYPE);
        exchange.sendResponseHeaders(200, head(exchange) ? -1 : 0);
        if (!head(exchange)) {
            events.serve(exchange);
        }
    }

    private static boolean head(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }
}
