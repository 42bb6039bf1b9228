package org.vmtorture.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What there is to see, by path; the stream of events is {@link EventStream}'s. */
final class Routes {
    private static final Pattern FINDING = Pattern.compile("/findings/([0-9a-f]{12})");

    private final Board board;
    private final Page page;
    private final Assets assets = new Assets();

    Routes(Board board, Page page) {
        this.board = board;
        this.page = page;
    }

    Response answer(String path) {
        Snapshot now = board.snapshot();
        return switch (path) {
            case "/" -> Response.ok(Response.HTML, page.html(now));
            case "/tables" -> Response.ok(Response.HTML, page.tables(now));
            case "/samples.json" -> Response.ok(Response.JSON, Live.samples(now));
            case "/samples.csv" -> Response.ok(Response.CSV, Live.csv(now));
            default -> assets.at(path).or(() -> finding(now, path)).orElseGet(Routes::unknown);
        };
    }

    /** An id is looked up among those that we have, and is never part of any file's name. */
    private Optional<Response> finding(Snapshot now, String path) {
        Matcher asked = FINDING.matcher(path);
        return asked.matches()
                ? now.finding(asked.group(1)).map(found -> Response.ok(Response.HTML, page.finding(found)))
                : Optional.empty();
    }

    private static Response unknown() {
        return Response.refusal(404, "there is no such page");
    }
}
