package org.vmtorture.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.SoakListener;

/** Clients that are too many, too large or too slow are dropped, and nobody else notices. */
@Timeout(120)
class LimitsTest {
    private static final Duration RARELY = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int EACH_MAX = Loopback.CONNECTIONS_MAX / 2;

    private final List<Wire> wires = new ArrayList<>();
    private Dashboard dashboard;

    private InetSocketAddress open(Duration snapshotEvery, Duration patience) throws IOException {
        dashboard = Dashboard.open(0, Samples.run(), snapshotEvery, patience);
        return dashboard.addresses().get(0);
    }

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        dashboard.close();
    }

    @Test
    void headersHaveEightKilobytes() throws IOException {
        InetSocketAddress server = open(RARELY, LONG);
        assertThat(Wire.status(Wire.get(server, "/", "X: " + "x".repeat(7 * 1024))))
                .isEqualTo(200);
        assertThat(Wire.get(server, "/", "X: " + "x".repeat(8 * 1024))).isEmpty();
        assertThat(Wire.get(server, "/" + "x".repeat(8 * 1024))).isEmpty();
    }

    @Test
    void oneConnectionTooManyIsClosed() throws IOException {
        for (InetSocketAddress server : addresses()) {
            for (int i = 0; i < EACH_MAX; i++) {
                assertThat(stream(server).until("data: ")).as("stream " + i).startsWith("HTTP/1.1 200 ");
            }
            assertThat(Wire.get(server, "/")).as("one too many").isEmpty();
        }
        assertThat(dashboard.watchers())
                .isEqualTo(EACH_MAX * dashboard.addresses().size());
        dashboard.ended("ended"); // and all of them hear it
        for (Wire wire : wires) {
            assertThat(wire.rest()).contains("\"ended\":true");
        }
        await().untilAsserted(() -> assertThat(Wire.status(Wire.get(addresses().get(0), "/")))
                .as("when they have gone")
                .isEqualTo(200));
    }

    private List<InetSocketAddress> addresses() throws IOException {
        if (dashboard == null) {
            open(RARELY, LONG);
        }
        return dashboard.addresses();
    }

    private Wire stream(InetSocketAddress server) throws IOException {
        return said(Wire.to(server), Wire.request("/events"));
    }

    private Wire said(Wire wire, String request) throws IOException {
        wires.add(wire);
        wire.say(request);
        return wire;
    }

    @Test
    void aRequestThatDoesNotEndIsDropped() throws IOException {
        InetSocketAddress server = open(RARELY, SHORT);
        Wire half = said(Wire.to(server), "GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n");
        assertThat(half.rest()).isEmpty();
        Wire body = said(Wire.to(server), Wire.request("/", "Content-Length: 1000"));
        assertThat(body.rest()).as("one that holds back its body").doesNotContain("HTTP/1.1 5");
        assertThat(Wire.status(Wire.get(server, "/"))).as("one that ends").isEqualTo(200);
    }

    /** The JDK's own limit, which cannot be made shorter here: ten seconds. */
    @Test
    void aConnectionThatSaysNothingIsDropped() throws IOException {
        InetSocketAddress server = open(RARELY, LONG);
        assertThat(said(Wire.to(server), "").rest()).isEmpty();
    }

    @Test
    void aSlowClientIsDroppedAndSlowsNobody() throws Exception {
        InetSocketAddress server = open(Duration.ZERO, Duration.ofSeconds(2)); // as many snapshots as there is room for
        SoakListener told = dashboard.beside(new Deaf());
        CompletableFuture<String> reads = CompletableFuture.supplyAsync(() -> readAll(server));
        await().until(() -> dashboard.watchers() == 1);
        said(Wire.narrow(server), Wire.request("/events"));
        await().until(() -> dashboard.watchers() == 2);
        for (int i = 0; i < 1000; i++) {
            told.progress(Samples.progress(Samples.CAREFUL, i));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> dashboard.watchers() == 1);
        dashboard.ended("ended as it should");
        assertThat(reads.get()).as("the client that reads").isEqualTo("ended as it should");
    }

    /** Reads a stream to its end; returns the state that it ended with. */
    private static String readAll(InetSocketAddress server) {
        try (Wire wire = Wire.to(server)) {
            wire.say(Wire.request("/events"));
            while (true) {
                String event = wire.until("\n\n");
                if (event.contains("\"ended\":true")) {
                    return event.replaceFirst("(?s).*\"state\":.\"value\":\"([^\"]*)\".*", "$1");
                }
                assertThat(event).as("it has not been dropped").isNotEmpty();
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
