package dev.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sockets that ask for nothing and answer the server's pings, when they are listened to. */
final class IdleSockets implements AutoCloseable {
    private static final int OPENING_AT_ONCE = 100;

    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocate(64 * 1024);
    private final List<SocketConnection> sockets = new ArrayList<>();

    private IdleSockets() throws IOException {}

    /** Opens them, a hundred at a time. */
    static IdleSockets open(Target server, int count, Duration limit) throws IOException {
        var idle = new IdleSockets();
        long deadline = System.nanoTime() + limit.toNanos();
        while (idle.sockets.size() < count && System.nanoTime() < deadline) {
            int goal = Math.min(count, idle.sockets.size() + OPENING_AT_ONCE);
            while (idle.sockets.size() < goal) {
                idle.sockets.add(new SocketConnection(server, idle.selector, ended -> {}));
            }
            while (idle.open() < goal && System.nanoTime() < deadline) {
                idle.listen(50);
            }
        }
        return idle;
    }

    /** Reads what has come, waiting so long for the first of it. */
    void listen(long waitMillis) throws IOException {
        selector.select(this::ready, waitMillis);
    }

    private void ready(SelectionKey key) {
        ((ClientConnection) key.attachment()).readable(received);
    }

    int open() {
        return (int) sockets.stream().filter(SocketConnection::isOpen).count();
    }

    /** What the server said when it closed one, empty where it did not. */
    String closing() {
        return sockets.stream()
                .map(SocketConnection::closing)
                .filter(closing -> !closing.isEmpty())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        selector.close();
    }
}
