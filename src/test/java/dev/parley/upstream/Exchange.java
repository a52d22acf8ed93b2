package dev.parley.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.upstream.Dialect.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;

/** One request and what is answered to it: the words that the behaviours are written in. */
final class Exchange {

    private final ScriptedUpstream upstream;
    private final UpstreamConnection connection;
    private final RecordedRequest request;
    private final Dialect dialect;
    private boolean ended;
    private int number;
    private String lineEnd = "\n";
    private String colon = ": ";

    Exchange(ScriptedUpstream upstream, UpstreamConnection connection, RecordedRequest request) {
        this.upstream = upstream;
        this.connection = connection;
        this.request = request;
        this.dialect = request.isAnthropic() ? Dialect.ANTHROPIC : Dialect.OPENAI;
    }

    void play() throws IOException {
        number = upstream.record(request);
        try {
            Behaviours.of(request.model()).play(this);
        } catch (IOException closed) {
            connection.awaitClose(1_000);
            throw closed;
        } finally {
            if (connection.isClosedByClient()) {
                upstream.departed(request.model(), connection.closedAt());
            }
        }
    }

    Dialect dialect() {
        return dialect;
    }

    boolean wantsStream() {
        return request.wantsStream();
    }

    String lastText() {
        return request.lastText();
    }

    /** Counts it as answered from here on: before its last byte, so that whoever has read that is not counted twice. */
    void ends() {
        if (!ended) {
            ended = true;
            upstream.ended(request.model());
        }
    }

    JsonNode json() {
        return request.json();
    }

    /** The inputs of a request for vectors that are texts. */
    List<String> texts() {
        var texts = new java.util.ArrayList<String>();
        request.json().path("input").forEach(input -> texts.add(input.asText()));
        return texts;
    }

    /** How many inputs a request for vectors has. */
    int inputs() {
        return request.json().path("input").size();
    }

    /** How many documents a request for a ranking has. */
    int documents() {
        return request.json().path("documents").size();
    }

    /** Which request of its model it is, from one. */
    int number() {
        return number;
    }

    Semaphore gate() {
        return upstream.gate();
    }

    void framing(String lineEnd, String colon) {
        this.lineEnd = lineEnd;
        this.colon = colon;
    }

    /** An answer in one piece; each header is a whole line. */
    void respond(int status, String type, String body, String... headers) throws IOException {
        head(status, type, "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length, headers);
        connection.write(body);
    }

    void openStream() throws IOException {
        head(200, "text/event-stream", "Transfer-Encoding: chunked");
    }

    private void head(int status, String type, String length, String... headers) throws IOException {
        var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        connection.write("HTTP/1.1 " + status + " Scripted\r\nContent-Type: " + type + "\r\n" + length + "\r\n" + lines
                + "\r\n");
    }

    void events(List<Event> events) throws IOException {
        for (var event : events) {
            event(event);
        }
    }

    void event(Event event) throws IOException {
        chunk(framed(event));
    }

    String framed(Event event) {
        var name = event.name() == null ? "" : "event" + colon + event.name() + lineEnd;
        return name + "data" + colon + event.data() + lineEnd + lineEnd;
    }

    /** A piece of a stream as it is. */
    void chunk(String text) throws IOException {
        connection.write(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    void endStream() throws IOException {
        connection.write("0\r\n\r\n");
    }

    void raw(String text) throws IOException {
        connection.write(text);
    }

    void reset() {
        connection.reset();
    }

    void closeConnection() throws IOException {
        connection.close();
    }

    /** Sends nothing until the client has had enough. */
    void hang() {
        connection.awaitClose(600_000);
    }

    /** Lets time pass; true if the client left meanwhile. */
    boolean pause(long millis) {
        return connection.awaitClose(millis);
    }

    boolean clientLeft() {
        return connection.isClosedByClient();
    }
}
