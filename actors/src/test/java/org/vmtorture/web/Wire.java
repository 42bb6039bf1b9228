package org.vmtorture.web;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that says exactly what it is told to, as no well-behaved one would. */
final class Wire implements AutoCloseable {
    private static final int WAIT_MILLIS = 20_000; // for what should come: a test that needs all of it fails

    private final Socket socket = new Socket();
    private final InputStream in;

    private Wire(InetSocketAddress server, int receiveBuffer) throws IOException {
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(WAIT_MILLIS);
        socket.connect(server, WAIT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static Wire to(InetSocketAddress server) throws IOException {
        return new Wire(server, 0);
    }

    /** One that has little room for what it does not read. */
    static Wire narrow(InetSocketAddress server) throws IOException {
        return new Wire(server, 4096);
    }

    /** Says this, PORT being the server's, and reads until the other side closes. */
    static String ask(InetSocketAddress server, String request) throws IOException {
        try (Wire wire = to(server)) {
            wire.say(request.replace("PORT", Integer.toString(server.getPort())));
            return wire.rest();
        }
    }

    /** A well-behaved request with further header lines. */
    static String get(InetSocketAddress server, String path, String... headers) throws IOException {
        return ask(server, request(path, headers));
    }

    static String request(String path, String... headers) {
        StringBuilder text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    static int status(String answer) {
        return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
    }

    static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    void say(String text) throws IOException {
        socket.getOutputStream()
                .write(text.replace("PORT", Integer.toString(socket.getPort())).getBytes(StandardCharsets.UTF_8));
    }

    /** All that still comes; nothing, if the other side closed without reading what it was told. */
    String rest() throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
            return "";
        }
    }

    /** Reads until this text has come; empty if the other side closed before. */
    String until(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.length() < text.length() || read.indexOf(text, read.length() - text.length()) < 0) {
            int c = in.read();
            if (c < 0) {
                return "";
            }
            read.append((char) c);
        }
        return read.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
