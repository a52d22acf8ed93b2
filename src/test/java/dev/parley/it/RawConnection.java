package dev.parley.it;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that says what no HTTP library would. */
final class RawConnection implements AutoCloseable {

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection open() {
        try {
            var socket = new Socket("localhost", Server.PORT);
            socket.setSoTimeout((int) Duration.ofSeconds(15).toMillis());
            return new RawConnection(socket);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** Begins a {@code POST /chat} with further header lines. */
    RawConnection post(String... headers) {
        send("POST /parley/chat HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
        send("Authorization: " + Server.AUTHORIZATION + "\r\n");
        for (var header : headers) {
            send(header + "\r\n");
        }
        return send("\r\n");
    }

    /** The head of the answer that a page of {@code origin} gets when it opens a socket. */
    static String handshake(String origin) {
        try (var connection = open()) {
            connection.send("GET /parley/v1/responses HTTP/1.1\r\nHost: localhost:" + Server.PORT
                    + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: " + origin + "\r\nAuthorization: "
                    + Server.AUTHORIZATION + "\r\n\r\n");
            var reader = new BufferedReader(
                    new InputStreamReader(connection.socket.getInputStream(), StandardCharsets.UTF_8));
            var head = new StringBuilder();
            for (var line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                head.append(line).append('\n');
            }
            return head.toString();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    RawConnection send(String text) {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Sends until the server takes no more. */
    void sendUntilRefused(byte[] bytes) {
        try {
            while (true) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException takesNoMore) {
            // as it should be
        }
    }

    /** Sends no more, and goes on listening. */
    RawConnection finish() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Sends {@code drop} every 100 ms until an answer comes, or the server takes no more. */
    RawConnection trickle(String drop) {
        try {
            for (int i = 0; i < 100 && socket.getInputStream().available() == 0; i++) {
                socket.getOutputStream().write(drop.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(100);
            }
        } catch (IOException takesNoMore) {
            // what it has answered can still be read
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return this;
    }

    /** Everything the server says until it closes the connection. */
    String answer() {
        var said = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(said);
        } catch (IOException broken) {
            if (said.size() == 0) {
                throw new UncheckedIOException(broken);
            }
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
