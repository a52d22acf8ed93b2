package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client that says what no HTTP library would. */
final class RawConnection implements AutoCloseable {

    /** A length of RFC 6455, section 5.2, that says that the length follows in two bytes. */
    private static final int LONGER = 126;

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
            return connection.upgrade("Origin: " + origin);
        }
    }

    /** Asks for a WebSocket; the head of the answer. */
    String upgrade(String... headers) {
        send("GET /parley/v1/responses HTTP/1.1\r\nHost: localhost:" + Server.PORT
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: " + Server.AUTHORIZATION + "\r\n");
        for (var header : headers) {
            send(header + "\r\n");
        }
        send("\r\n");
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) read());
        }
        return head.toString();
    }

    private int read() {
        try {
            int read = socket.getInputStream().read();
            if (read < 0) {
                throw new IllegalStateException("The server has closed the connection");
            }
            return read;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Sends a frame of RFC 6455, section 5.2, of up to 125 bytes. */
    RawConnection frame(int opcode, boolean isLast, byte... payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(isLast ? 0x80 | opcode : opcode);
        frame.write(0x80 | payload.length);
        frame.writeBytes(new byte[4]); // a mask that changes nothing
        frame.writeBytes(payload);
        return send(frame.toByteArray());
    }

    /** The text of the frame that comes next. */
    String text() {
        assertThat(read()).as("a whole text frame").isEqualTo(0x81);
        int length = read();
        if (length == LONGER) {
            length = read() << 8 | read();
        }
        var text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) read();
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The code of the close frame that comes next. */
    int closeCode() {
        int opcode = read() & 0x0f;
        int length = read();
        assertThat(opcode).as("opcode").isEqualTo(8);
        assertThat(length).as("length").isGreaterThanOrEqualTo(2);
        return read() << 8 | read();
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
