package dev.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Drives load at one server from the thread that calls it. Either a closed loop in which each connection sends its next
 * request when the answer before has ended, and connections join one millisecond apart, so that their tokens do not beat
 * in time; or an open one in which requests go out at a fixed rate, whatever has become of those before.
 */
final class LoadClient<E extends Exchange> implements AutoCloseable {
    private static final long JOIN_NANOS = 1_000_000;

    /** Makes the connections, which tell when their exchange has ended. */
    @FunctionalInterface
    interface Opener {
        ClientConnection open(Target server, Selector selector, Consumer<ClientConnection> onEnd) throws IOException;
    }

    private final Target server;
    private final Opener opener;
    private final Selector selector = Selector.open();
    private final ByteBuffer received = ByteBuffer.allocate(64 * 1024);
    private final Set<ClientConnection> connections = new HashSet<>();
    private final Supplier<E> requests;
    private final List<E> sent = new ArrayList<>();
    private int left;
    private final Deque<ClientConnection> resting = new ArrayDeque<>();
    private boolean open;
    private int running;

    private LoadClient(Target server, Opener opener, int total, Supplier<E> requests) throws IOException {
        this.server = server;
        this.opener = opener;
        this.left = total;
        this.requests = requests;
    }

    /** Sends so many requests over so many connections; what has not ended within the limit counts as failed. */
    static <E extends Exchange> List<E> run(
            Target server, Opener opener, int concurrency, int total, Supplier<E> requests, Duration limit)
            throws IOException {
        try (var client = new LoadClient<>(server, opener, total, requests)) {
            client.run(Math.min(concurrency, total), System.nanoTime() + limit.toNanos());
            return client.sent;
        }
    }

    /** Sends so many requests a second; what has not ended within the limit counts as failed. */
    static <E extends Exchange> List<E> runOpen(
            Target server, int perSecond, int total, Supplier<E> requests, Duration limit) throws IOException {
        try (var client = new LoadClient<>(server, ClientConnection::new, total, requests)) {
            client.runOpen(1_000_000_000L / perSecond, System.nanoTime() + limit.toNanos());
            return client.sent;
        }
    }

    private void runOpen(long gapNanos, long deadline) throws IOException {
        open = true;
        long began = System.nanoTime();
        for (int i = 0, total = left; i < total; i++) {
            long due = began + i * gapNanos;
            pump(() -> System.nanoTime() >= due, 1, deadline);
            var connection = resting.poll();
            if (connection == null) {
                connect();
            } else {
                next(connection);
            }
        }
        awaitEnds(deadline);
    }

    private void run(int concurrency, long deadline) throws IOException {
        long began = System.nanoTime();
        for (int joined = 0; joined < concurrency; joined++) {
            long turn = began + joined * JOIN_NANOS;
            pump(() -> System.nanoTime() >= turn, 1, deadline);
            connect();
        }
        awaitEnds(deadline);
    }

    private void awaitEnds(long deadline) {
        pump(() -> running == 0, 100, deadline);
        connections.stream()
                .filter(connection -> connection.exchange() != null)
                .forEach(connection -> connection.exchange().fail("no end of the answer within the time limit"));
    }

    private void connect() throws IOException {
        if (left > 0) {
            var connection = opener.open(server, selector, this::ended);
            connections.add(connection);
            next(connection);
        }
    }

    private void next(ClientConnection connection) {
        left--;
        running++;
        E exchange = requests.get();
        sent.add(exchange);
        connection.send(exchange);
    }

    private void ended(ClientConnection connection) {
        running--;
        connection.release();
        try {
            if (open && connection.reusable()) {
                resting.push(connection);
            } else if (left > 0 && !open && connection.reusable()) {
                next(connection);
            } else {
                connection.close();
                connections.remove(connection);
                if (!open) {
                    connect();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no further connection to the server", e);
        }
    }

    private void pump(BooleanSupplier enough, long waitMillis, long deadline) {
        try {
            while (!enough.getAsBoolean() && System.nanoTime() < deadline) {
                selector.select(this::ready, waitMillis);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        }
    }

    private void ready(SelectionKey key) {
        ((ClientConnection) key.attachment()).readable(received);
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
        selector.close();
    }
}
