package dev.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Streams that have said their first word and then wait, held open until all are closed at once. */
final class IdleStreams implements AutoCloseable {
    private static final int OPENING_AT_ONCE = 100;

    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocate(64 * 1024);
    private final List<ClientConnection> connections = new ArrayList<>();
    private final List<StreamExchange> streams = new ArrayList<>();
    private int spoken;
    private int ended;

    private IdleStreams() throws IOException {}

    /** Opens them, a hundred in the making at a time; one that has not spoken within the limit has failed. */
    static IdleStreams open(Target server, int count, Duration limit) throws IOException {
        var idle = new IdleStreams();
        long deadline = System.nanoTime() + limit.toNanos();
        while (idle.spoken + idle.ended < count && System.nanoTime() < deadline) {
            while (idle.streams.size() < Math.min(count, idle.spoken + idle.ended + OPENING_AT_ONCE)) {
                idle.openOne(server);
            }
            idle.listen(50);
        }
        idle.failTheSilent();
        return idle;
    }

    private void openOne(Target server) throws IOException {
        var connection = new ClientConnection(server, selector, this::endedByServer);
        var stream = new StreamExchange(Script.idling(), Door.NATIVE, () -> spoken++);
        connections.add(connection);
        streams.add(stream);
        connection.send(stream);
    }

    private void endedByServer(ClientConnection connection) {
        connection.exchange().fail("the server ended an idle stream");
        connection.release();
        ended++;
    }

    private void failTheSilent() {
        streams.stream()
                .filter(stream -> !stream.hasSpoken())
                .forEach(stream -> stream.fail("no first token within the time limit"));
    }

    /** Reads what has come, heartbeats and ends, waiting so long for the first of it. */
    void listen(long waitMillis) throws IOException {
        selector.select(this::ready, waitMillis);
    }

    private void ready(SelectionKey key) {
        ((ClientConnection) key.attachment()).readable(received);
    }

    List<StreamExchange> streams() {
        return streams;
    }

    /** Hangs up on all; tells when, by the name under which the upstream knows the stream. */
    Map<Long, Long> hangUp() throws IOException {
        var closedAt = new HashMap<Long, Long>();
        for (int i = 0; i < streams.size(); i++) {
            connections.get(i).close();
            selector.selectNow(this::ready); // a registered channel is closed no sooner
            if (streams.get(i).hasSpoken()) {
                closedAt.put(streams.get(i).receivedAt(), System.nanoTime());
            }
        }
        return closedAt;
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
