package org.vmtorture.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer, whole.
 *
 * @param headers that only this one has; {@link Door} adds those that all have
 */
record Response(int status, String type, byte[] body, Map<String, String> headers) {
    static final String HTML = "text/html; charset=utf-8";
    static final String JSON = "application/json";
    static final String CSV = "text/csv; charset=utf-8";
    static final String TEXT = "text/plain; charset=utf-8";

    static Response ok(String type, String body) {
        return new Response(200, type, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** A refusal in one line. What was asked is not repeated in it. */
    static Response refusal(int status, String why) {
        return refusal(status, why, Map.of());
    }

    static Response refusal(int status, String why, Map<String, String> headers) {
        return new Response(status, TEXT, (why + "\n").getBytes(StandardCharsets.UTF_8), headers);
    }
}
