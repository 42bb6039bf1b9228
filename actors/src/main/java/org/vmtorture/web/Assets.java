package org.vmtorture.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page, out of the jar: read once, and found by the names listed here alone. */
final class Assets {
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/"; // the version of the pom
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private final Map<String, Response> byPath = new LinkedHashMap<>();

    Assets() {
        serve("/dashboard.js", SCRIPT, "/web/dashboard.js");
        serve("/dashboard.css", STYLE, "/web/dashboard.css");
        serve("/uplot.js", SCRIPT, UPLOT + "uPlot.iife.min.js");
        serve("/uplot.css", STYLE, UPLOT + "uPlot.min.css");
    }

    private void serve(String path, String type, String resource) {
        byPath.put(path, Response.ok(type, text(resource)));
    }

    Optional<Response> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** A resource's text; that it is there is the build's business. */
    static String text(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }
}
