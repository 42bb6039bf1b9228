package org.vmtorture.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.SoakListener;

/** Each rule of the door by a request that breaks it, beside one that keeps it. */
@Timeout(60)
class DoorTest {
    private static Dashboard dashboard;
    private static InetSocketAddress server;

    @BeforeAll
    static void open() throws IOException {
        dashboard = Dashboard.open(0, Samples.run());
        server = dashboard.addresses().get(0);
        SoakListener told = dashboard.beside(new Deaf());
        told.started(List.of(Samples.CAREFUL, Samples.CARELESS), Samples.ALIVE);
        told.found(Samples.finding());
    }

    @AfterAll
    static void close() {
        dashboard.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET / HTTP/1.1;Host: 127.0.0.1:PORT                                        | 200
            GET / HTTP/1.1;Host: localhost:PORT                                        | 200
            GET / HTTP/1.1;Host: [::1]:PORT                                            | 200
            GET http://localhost:PORT/ HTTP/1.1;Host: localhost:PORT                   | 200
            GET / HTTP/1.1                                                             | 400
            GET / HTTP/1.0                                                             | 400
            GET / HTTP/1.1;Host:                                                       | 400
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Host: 127.0.0.1:PORT                   | 400
            GET / HTTP/1.1;Host: evil.example:PORT                                     | 421
            GET / HTTP/1.1;Host: 127.0.0.1.evil.example:PORT                           | 421
            GET / HTTP/1.1;Host: 127.0.0.1                                             | 421
            GET / HTTP/1.1;Host: 127.0.0.1:1                                           | 421
            GET / HTTP/1.1;Host: 127.0.0.2:PORT                                        | 421
            GET /dashboard.js HTTP/1.1;Host: evil.example                              | 421
            GET /events HTTP/1.1;Host: evil.example                                    | 421
            POST / HTTP/1.1;Host: evil.example                                         | 421
            GET http://evil.example/ HTTP/1.1;Host: 127.0.0.1:PORT                     | 421
            GET //evil.example/ HTTP/1.1;Host: 127.0.0.1:PORT                          | 421
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Origin: http://127.0.0.1:PORT          | 200
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Origin: http://evil.example            | 403
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Origin: null                           | 403
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Origin: http://localhost:PORT          | 403
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Origin: https://127.0.0.1:PORT         | 403
            GET /events HTTP/1.1;Host: 127.0.0.1:PORT;Origin: http://evil.example      | 403
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Sec-Fetch-Site: none                   | 200
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Sec-Fetch-Site: same-origin            | 200
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Sec-Fetch-Site: same-site              | 403
            GET / HTTP/1.1;Host: 127.0.0.1:PORT;Sec-Fetch-Site: cross-site             | 403
            GET /samples.json HTTP/1.1;Host: 127.0.0.1:PORT;Sec-Fetch-Site: cross-site | 403
            HEAD / HTTP/1.1;Host: 127.0.0.1:PORT                                       | 200
            POST / HTTP/1.1;Host: 127.0.0.1:PORT                                       | 405
            PUT / HTTP/1.1;Host: 127.0.0.1:PORT                                        | 405
            DELETE /findings/74213cfaccc4 HTTP/1.1;Host: 127.0.0.1:PORT                | 405
            OPTIONS / HTTP/1.1;Host: 127.0.0.1:PORT                                    | 405
            TRACE / HTTP/1.1;Host: 127.0.0.1:PORT                                      | 405
            """)
    void letsInWhomItShould(String lines, int status) throws IOException {
        String answer = Wire.ask(server, lines.replace(";", "\r\n") + "\r\n\r\n");
        assertThat(Wire.status(answer)).as(answer).isEqualTo(status);
        assertRules(answer);
        assertThat(answer.contains("Allow: GET, HEAD")).isEqualTo(status == 405);
        assertThat(answer).doesNotContain("evil");
    }

    /** On every answer, whatever it is; and nothing that opens it to others. */
    private static void assertRules(String answer) {
        String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
        assertThat(head.lines().map(DoorTest::lowerName))
                .contains(
                        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';"
                                + " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'",
                        "x-content-type-options: nosniff",
                        "referrer-policy: no-referrer",
                        "cross-origin-resource-policy: same-origin",
                        "cache-control: no-store",
                        "connection: close")
                .noneMatch(line -> line.startsWith("access-control-"))
                .noneMatch(line -> line.startsWith("set-cookie"));
    }

    private static String lowerName(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
    }

    @ParameterizedTest
    @CsvSource({
        "/, 200, text/html; charset=utf-8",
        "/tables, 200, text/html; charset=utf-8",
        "/samples.json, 200, application/json",
        "/samples.csv, 200, text/csv; charset=utf-8",
        "/dashboard.js, 200, text/javascript; charset=utf-8",
        "/dashboard.css, 200, text/css; charset=utf-8",
        "/uplot.js, 200, text/javascript; charset=utf-8",
        "/uplot.css, 200, text/css; charset=utf-8",
        "/findings/74213cfaccc4, 200, text/html; charset=utf-8",
    })
    void hasThesePages(String path, int status, String type) throws IOException {
        String answer = Wire.get(server, path);
        assertThat(Wire.status(answer)).isEqualTo(status);
        assertThat(answer).containsIgnoringCase("\r\nContent-Type: " + type + "\r\n");
        assertRules(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/findings/",
                "/findings/000000000000",
                "/findings/74213CFACCC4",
                "/findings/74213cfaccc4/report.txt",
                "/findings/74213cfaccc44",
                "/findings/../run.json",
                "/findings/..%2frun.json",
                "/findings/74213cfaccc4%00",
                "/%66indings/74213cfaccc4",
                "/web/page.html",
                "/../../../../etc/passwd",
                "/favicon.ico",
                "/events/",
            })
    void hasNoOthers(String path) throws IOException {
        String answer = Wire.get(server, path);
        assertThat(Wire.status(answer)).isEqualTo(404);
        assertThat(Wire.body(answer)).isEqualTo("there is no such page\n");
        assertRules(answer);
    }

    @Test
    void headIsGetWithoutItsBody() throws IOException {
        for (String path : List.of("/dashboard.css", "/findings/000000000000")) {
            String get = Wire.get(server, path);
            String head = Wire.ask(server, Wire.request(path).replace("GET", "HEAD"));
            assertThat(Wire.body(head)).isEmpty();
            assertThat(Wire.status(head)).isEqualTo(Wire.status(get));
            assertThat(head)
                    .containsIgnoringCase(
                            "\r\nContent-Length: " + Wire.body(get).length() + "\r\n");
        }
        assertThat(Wire.status(Wire.ask(server, Wire.request("/events").replace("GET", "HEAD"))))
                .isEqualTo(200);
    }

    @Test
    void bothAddressesAreServedAlike() throws IOException {
        assertThat(dashboard.addresses()).hasSizeBetween(1, 2);
        for (InetSocketAddress address : dashboard.addresses()) {
            assertThat(Wire.status(Wire.get(address, "/"))).isEqualTo(200);
            assertThat(Wire.status(Wire.ask(address, "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")))
                    .isEqualTo(421);
        }
    }
}
