package org.vmtorture.web;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let in: a page or a tool of this machine that asks for us by name. A page of anybody else's that the user has
 * open could ask too, through the user's browser: by a name of its own that it lets point here (hence the host is
 * checked), or as a request from another origin (which browsers say).
 */
final class Gate {
    private static final Set<String> OUR_SITE = Set.of("same-origin", "none");

    private final Set<String> hosts;

    Gate(int port) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /** Why it is refused; empty if it is not. */
    Optional<Response> refusal(String method, URI target, Headers headers) {
        List<String> host = headers.getOrDefault("Host", List.of());
        if (host.size() != 1 || host.get(0).isBlank()) {
            return refused(400, "exactly one Host header is needed");
        }
        boolean elsewhere = target.getRawAuthority() != null && !hosts.contains(target.getRawAuthority());
        if (!hosts.contains(host.get(0)) || elsewhere) {
            return refused(421, "this is not the host that was asked for");
        }
        List<String> origins = headers.getOrDefault("Origin", List.of());
        if (!List.of("http://" + host.get(0)).containsAll(origins)) {
            return refused(403, "requests from other origins are refused");
        }
        if (!OUR_SITE.containsAll(headers.getOrDefault("Sec-Fetch-Site", List.of()))) {
            return refused(403, "requests from other sites are refused");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.of(Response.refusal(
                    405, "nothing can be changed here: GET and HEAD only", Map.of("Allow", "GET, HEAD")));
        }
        return Optional.empty();
    }

    private static Optional<Response> refused(int status, String why) {
        return Optional.of(Response.refusal(status, why));
    }
}
