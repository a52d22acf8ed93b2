package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.responses.OpenResponses;
import dev.parley.session.AsyncApi;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A WebSocket client of {@code /v1/responses}, by the JDK. Reads all that comes, unless told not to. */
final class SocketClient implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 15;

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean reads;
    private WebSocket socket;

    private SocketClient(boolean reads) {
        this.reads = reads;
    }

    static SocketClient open(String... headers) {
        return open(Server.BASE, true, headers);
    }

    /** One that takes nothing of what it is sent. */
    static SocketClient openDeaf() {
        return open(Server.BASE, false);
    }

    static SocketClient open(URI server, boolean reads, String... headers) {
        var client = new SocketClient(reads);
        var builder = CLIENT.newWebSocketBuilder();
        if (headers.length == 0) {
            builder.header("Authorization", Server.AUTHORIZATION);
        }
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equals("Sec-WebSocket-Protocol")) {
                builder.subprotocols("parley", headers[i + 1]);
            } else {
                builder.header(headers[i], headers[i + 1]);
            }
        }
        var uri = URI.create(server.toString().replace("http", "ws") + "v1/responses");
        client.socket = builder.buildAsync(uri, client.new Reader()).join();
        return client;
    }

    /** The status with which a handshake is refused. */
    static int refused(String... headers) {
        try {
            open(headers).close();
            throw new AssertionError("The handshake succeeded");
        } catch (CompletionException failed) {
            return ((WebSocketHandshakeException) failed.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Sends a {@code response.create} of names and values in turn. */
    void create(Object... namesAndValues) {
        var all = new ArrayList<>(List.of("type", "response.create"));
        var values = new ArrayList<Object>(all);
        values.addAll(Arrays.asList(namesAndValues));
        send(Json.object(values.toArray()));
    }

    void send(String frame) {
        socket.sendText(frame, true).join();
    }

    void sendBinary(byte[] frame) {
        socket.sendBinary(ByteBuffer.wrap(frame), true).join();
    }

    /** The next event of any type. */
    JsonNode next() {
        return next(() -> "an event");
    }

    /** The next event of any type, the answer to something. */
    JsonNode next(Supplier<String> toWhat) {
        try {
            var event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as(toWhat).isNotNull();
            AsyncApi.describes("session", event.path("type").asText(), event);
            return event;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The next event of this type; others before it are passed over. */
    JsonNode next(String type) {
        var event = next();
        while (!event.path("type").asText().equals(type)) {
            event = next();
        }
        return event;
    }

    /** All events up to the one that ends a response, checked against the published schema. */
    List<JsonNode> turn() {
        var turn = new ArrayList<JsonNode>();
        do {
            turn.add(OpenResponses.event(next()));
        } while (!turn.getLast().path("type").asText().matches("response\\.(completed|failed|incomplete)"));
        return turn;
    }

    /** The event that ends the next response, or refuses it. */
    JsonNode end() {
        var event = next();
        while (!event.path("type").asText().matches("error|response\\.(completed|failed|incomplete)")) {
            event = next();
        }
        return event;
    }

    /** The text of the next response. */
    String text() {
        var text = new StringBuilder();
        for (var event : turn()) {
            if (event.path("type").asText().equals("response.output_text.delta")) {
                text.append(event.path("delta").asText());
            }
        }
        return text.toString();
    }

    /** Reads from now on. */
    void read() {
        socket.request(Long.MAX_VALUE);
    }

    boolean hasNothingToRead() {
        return events.isEmpty();
    }

    /** With which code the server closes it. */
    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Goes without a word. */
    void vanish() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "")
                    .exceptionally(gone -> null)
                    .join();
        }
        socket.abort();
    }

    private final class Reader implements WebSocket.Listener {

        private final StringBuilder frame = new StringBuilder();

        @Override
        public void onOpen(WebSocket opened) {
            if (reads) {
                opened.request(Long.MAX_VALUE);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
            frame.append(piece);
            if (last) {
                try {
                    events.add(JSON.readTree(frame.toString()));
                } catch (JsonProcessingException notJson) {
                    closed.completeExceptionally(notJson);
                }
                frame.setLength(0);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
