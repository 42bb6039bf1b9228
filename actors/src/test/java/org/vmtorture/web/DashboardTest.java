package org.vmtorture.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vmtorture.report.Samples;
import org.vmtorture.soak.SoakListener;

/** Where the page is, how it lives, and how it goes. */
@Timeout(60)
class DashboardTest {
    private static final Duration RARELY = Duration.ofHours(1);

    @Test
    void onlyThisMachineReachesIt() throws IOException {
        try (Dashboard dashboard = Dashboard.open(0, Samples.run())) {
            int port = dashboard.addresses().get(0).getPort();
            assertThat(dashboard.url()).isEqualTo("http://127.0.0.1:" + port + "/");
            assertThat(dashboard.addresses()).allSatisfy(address -> {
                assertThat(address.getAddress().isLoopbackAddress()).isTrue();
                assertThat(address.getPort()).isEqualTo(port);
                assertThat(connects(address)).isTrue();
            });
            List<InetAddress> others = Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress())
                    .toList();
            assertThat(others).noneMatch(address -> connects(new InetSocketAddress(address, port)));
        }
    }

    private static boolean connects(InetSocketAddress address) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    @Test
    void aPortInUseIsRefusedOnEitherAddress() throws IOException {
        try (Dashboard dashboard = Dashboard.open(0, Samples.run())) {
            int port = dashboard.addresses().get(0).getPort();
            assertThatThrownBy(() -> Dashboard.open(port, Samples.run())).isInstanceOf(BindException.class);
            assertThat(connects(dashboard.addresses().get(0)))
                    .as("the one that has it")
                    .isTrue();
        }
        for (InetSocketAddress address : bothAddresses()) {
            try (ServerSocket taken = new ServerSocket(0, 1, address.getAddress())) {
                assertThatThrownBy(() -> Dashboard.open(taken.getLocalPort(), Samples.run()))
                        .isInstanceOf(BindException.class);
            }
        }
    }

    private static List<InetSocketAddress> bothAddresses() throws IOException {
        try (Dashboard dashboard = Dashboard.open(0, Samples.run())) {
            return dashboard.addresses();
        }
    }

    @Test
    void itsPortIsFreeWhenItHasGone() throws IOException {
        Dashboard dashboard = Dashboard.open(0, Samples.run());
        InetSocketAddress server = dashboard.addresses().get(0);
        dashboard.close();
        assertThatThrownBy(() -> Wire.get(server, "/")).isInstanceOf(ConnectException.class);
        Dashboard.open(server.getPort(), Samples.run()).close();
    }

    @Test
    void aStreamHasThePresentAndTheEndButNotEveryChange() throws Exception {
        try (Dashboard dashboard = Dashboard.open(0, Samples.run(), RARELY, RARELY)) {
            SoakListener told = dashboard.beside(new Deaf());
            told.started(List.of(Samples.CAREFUL), Samples.ALIVE);
            HttpRequest request = HttpRequest.newBuilder(URI.create(dashboard.url() + "events"))
                    .build();
            Stream<String> lines = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofLines())
                    .body();
            var events = lines.filter(line -> line.startsWith("data: ")).iterator();
            assertThat(events.next()).contains("\"ended\":false").contains("\"value\":\"running\"");
            for (int i = 0; i < 100; i++) {
                told.progress(Samples.progress(Samples.CAREFUL, i));
            }
            dashboard.ended("ended with exit status 1");
            assertThat(events.next())
                    .contains("\"ended\":true")
                    .contains("\"value\":\"ended with exit status 1\"")
                    .contains("\"sample\":[99.0,")
                    .contains("\"tables\":\"");
            assertThat(events.hasNext()).isFalse();
        }
    }

    /** The run waits for nobody: neither for a stream that nobody reads nor for a request that does not end. */
    @Test
    void nobodyHoldsUpItsEnd() throws IOException {
        Dashboard dashboard = Dashboard.open(0, Samples.run(), Duration.ZERO, RARELY);
        InetSocketAddress server = dashboard.addresses().get(0);
        try (Wire reader = Wire.narrow(server);
                Wire half = Wire.to(server)) {
            reader.say(Wire.request("/events"));
            half.say("GET /");
            reader.until("data: ");
            dashboard.close();
            assertThat(connects(server)).isFalse();
        }
    }
}
