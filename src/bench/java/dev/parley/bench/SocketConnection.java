package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * A WebSocket of {@code /v1/responses} that carries one answer at a time. After the handshake, to the HTTP reader an answer that ends
 * with its connection, it is frames in both directions; pings are answered.
 */
final class SocketConnection extends ClientConnection implements FrameReader.Listener {
    private static final int TEXT = 0x81;
    private static final int PONG = 0x8a;
    private static final byte[] MASK = {0x1f, 0x2e, 0x3d, 0x4c};

    private final FrameReader frames = new FrameReader(this);
    private boolean upgraded;
    private String closing = "";

    SocketConnection(Target server, Selector selector, Consumer<ClientConnection> onEnd) throws IOException {
        super(server, selector, onEnd);
        write(ByteBuffer.wrap(
                """
                GET %s HTTP/1.1\r
                Host: localhost\r
                Connection: Upgrade\r
                Upgrade: websocket\r
                Sec-WebSocket-Version: 13\r
                Sec-WebSocket-Key: cGFybGV5LWJlbmNobWFyaw==\r
                %s\r
                """.formatted(Door.RESPONSES.path(), server.authorization()).getBytes(UTF_8)));
    }

    /** Whether the server has agreed to it, and nothing has ended it. */
    boolean isOpen() {
        return upgraded && reusable();
    }

    /** Why the server has closed it, empty where it did not say. */
    String closing() {
        return closing;
    }

    @Override
    void send(Exchange next) {
        begin(next);
        if (upgraded) {
            ask(next);
        }
    }

    private void ask(Exchange next) {
        next.sent(System.nanoTime());
        write(frame(TEXT, ("{\"type\":\"response.create\"," + next.body().substring(1)).getBytes(UTF_8)));
    }

    @Override
    public void head(String head) {
        if (!head.startsWith("HTTP/1.1 101 ")) {
            broken("the handshake was answered with " + head.lines().findFirst().orElse(""));
            return;
        }
        upgraded = true;
        if (exchange() != null) {
            ask(exchange());
        }
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        frames.accept(bytes, from, to);
    }

    @Override
    public void end() {
        upgraded = false;
    }

    @Override
    public void text(String message) {
        if (!(exchange() instanceof StreamExchange stream)) {
            broken("a frame that nobody asked for: " + message);
            return;
        }
        stream.frame(message, arrival());
        if (stream.isOver()) {
            stream.status(200);
            stream.end();
            finish();
        }
    }

    @Override
    public void ping(byte[] payload) {
        write(frame(PONG, payload));
    }

    @Override
    public void closed(int code, String reason) {
        closing = code + " " + reason;
        broken("the server closed the socket: " + closing);
    }

    /** A client masks what it sends. */
    private static ByteBuffer frame(int first, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 8).put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        return frame.flip();
    }
}
