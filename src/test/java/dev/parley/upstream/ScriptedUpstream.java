package dev.parley.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The upstream that all provider and server tests talk to, on a free port of the loopback interface. It speaks Chat Completions below
 * {@code /v1} and Anthropic's Messages; {@link Behaviours} lists what it can do.
 */
public final class ScriptedUpstream implements AutoCloseable {

    /** What the record of requests may hold, so that load runs do not fill the memory. */
    private static final int MOST_RECORDED = 1_000;

    private final ServerSocket server;
    private final Thread acceptor;
    private final Set<UpstreamConnection> open = ConcurrentHashMap.newKeySet();
    private final Deque<RecordedRequest> requests = new ConcurrentLinkedDeque<>();
    private final Deque<Departure> departures = new ConcurrentLinkedDeque<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<String, Integer> callsByModel = new ConcurrentHashMap<>();
    private final Map<String, Integer> answering = new ConcurrentHashMap<>();
    private final Map<String, Integer> mostAnswering = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore gate = new Semaphore(0);

    /** The client closed a connection while {@code model} was answering, at {@code nanos} of {@link System#nanoTime()}. */
    public record Departure(String model, long nanos) {}

    private ScriptedUpstream(int port) throws IOException {
        server = new ServerSocket(port, 4_096, InetAddress.getLoopbackAddress());
        acceptor = Thread.ofVirtual().name("upstream-accept").start(this::accept);
    }

    public static ScriptedUpstream start() {
        return start(0);
    }

    /** Starts on a port that a server's configuration names. */
    public static ScriptedUpstream start(int port) {
        try {
            return new ScriptedUpstream(port);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** The base URL of an Anthropic client. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The base URL of an OpenAI client. */
    public URI openAiUrl() {
        return url().resolve("/v1");
    }

    /** The newest requests, oldest first. */
    public List<RecordedRequest> requests() {
        return List.copyOf(requests);
    }

    public RecordedRequest lastRequest() {
        return requests.getLast();
    }

    /** How many requests came in all. */
    public int calls() {
        return calls.get();
    }

    /** How many connections were opened in all. */
    public int connections() {
        return connections.get();
    }

    public int openConnections() {
        return open.size();
    }

    /** The answers that the client did not wait for, oldest first. */
    public List<Departure> departures() {
        return List.copyOf(departures);
    }

    /** Lets the behaviour {@code gated} write its next delta. */
    public void letOneDeltaPass() {
        gate.release();
    }

    @Override
    public void close() {
        try {
            server.close();
            // the port is free only when the thread that waits for connections has noticed
            acceptor.join();
        } catch (IOException | InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
        open.forEach(UpstreamConnection::reset);
    }

    Semaphore gate() {
        return gate;
    }

    /** Notes a request and returns its number among those of its model, from one. */
    int record(RecordedRequest request) {
        requests.addLast(request);
        if (requests.size() > MOST_RECORDED) {
            requests.pollFirst();
        }
        calls.incrementAndGet();
        return callsByModel.merge(request.model(), 1, Integer::sum);
    }

    void departed(String model, long nanos) {
        departures.addLast(new Departure(model, nanos));
    }

    private void play(UpstreamConnection connection, RecordedRequest request) throws IOException {
        int now = answering.merge(request.model(), 1, Integer::sum);
        mostAnswering.merge(request.model(), now, Math::max);
        var exchange = new Exchange(this, connection, request);
        try {
            exchange.play();
        } finally {
            exchange.ends();
        }
    }

    void ended(String model) {
        answering.merge(model, -1, Integer::sum);
    }

    /** How many requests for a model were being answered at once, at most. */
    public int mostAtOnce(String model) {
        return mostAnswering.getOrDefault(model, 0);
    }

    private void accept() {
        try {
            while (true) {
                serve(server.accept());
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        connections.incrementAndGet();
        var connection = new UpstreamConnection(socket);
        open.add(connection);
        Thread.ofVirtual().name("upstream-connection").start(() -> {
            try (connection) {
                for (var request = connection.read(); request != null; request = connection.read()) {
                    play(connection, request);
                }
            } catch (IOException gone) {
                // by the client, or by a behaviour
            } finally {
                open.remove(connection);
            }
        });
    }
}
