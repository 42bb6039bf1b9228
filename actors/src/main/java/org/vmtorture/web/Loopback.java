package org.vmtorture.web;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** The two addresses that only this machine can reach, 127.0.0.1 and ::1, at one port. */
final class Loopback {
    static final int CONNECTIONS_MAX = 64;
    private static final int HEADER_BYTES_MAX = 8 * 1024;
    private static final int SILENT_SECONDS_MAX = 10; // until the first byte; what comes after is Patience's
    private static final int FREE_PORTS_TRIED_MAX = 20;

    private static final byte[] V4 = {127, 0, 0, 1};
    private static final byte[] V6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    static {
        // The server's own limits, which it reads once in the life of the process and counts for each address.
        limit("jdk.httpserver.maxConnections", CONNECTIONS_MAX / 2);
        limit("sun.net.httpserver.maxReqHeaderSize", HEADER_BYTES_MAX);
        limit("sun.net.httpserver.idleInterval", SILENT_SECONDS_MAX);
        limit("sun.net.httpserver.clockTick", 1000); // milliseconds between looks at idle connections
    }

    private final List<HttpServer> servers;
    private final int port;

    private Loopback(List<HttpServer> servers) {
        this.servers = servers;
        this.port = servers.get(0).getAddress().getPort();
    }

    private static void limit(String property, int value) {
        System.setProperty(property, Integer.toString(value));
    }

    /**
     * Takes a port on both addresses, or on the first if the machine has no other; 0 for any that is free.
     *
     * @throws BindException if the port is in use, or is not ours to take
     */
    static Loopback bind(int port) throws IOException {
        for (int tried = 1; ; tried++) {
            HttpServer first = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(V4), port), 0);
            try {
                List<HttpServer> servers = new ArrayList<>(List.of(first));
                InetAddress other = InetAddress.getByAddress(V6);
                if (NetworkInterface.getByInetAddress(other) != null) {
                    servers.add(HttpServer.create(
                            new InetSocketAddress(other, first.getAddress().getPort()), 0));
                }
                return new Loopback(servers);
            } catch (IOException taken) {
                first.stop(0);
                if (port != 0 || tried == FREE_PORTS_TRIED_MAX) {
                    throw taken;
                }
            }
        }
    }

    int port() {
        return port;
    }

    List<InetSocketAddress> addresses() {
        return servers.stream().map(HttpServer::getAddress).toList();
    }

    void start(HttpHandler handler, Executor executor) {
        for (HttpServer server : servers) {
            server.createContext("/", handler);
            server.setExecutor(executor);
            server.start();
        }
    }

    /** Closes all connections. Waits for those that are being written to. */
    void stop() {
        servers.forEach(server -> server.stop(0));
    }
}
