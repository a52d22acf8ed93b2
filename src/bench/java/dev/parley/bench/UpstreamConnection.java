package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.regex.Pattern;

/**
 * One connection from the server: takes a request, answers it by its script, takes the next. Between two tokens it
 * waits in the upstream's queue, ordered by the instant the next one is due.
 */
final class UpstreamConnection implements HttpReader.Listener, Comparable<UpstreamConnection> {
    private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern STREAM = Pattern.compile("\"stream\"\\s*:\\s*true");

    private static final String NO_SUCH_MODEL =
            "{\"error\":{\"message\":\"models are bench-<tokens>x<gapMillis> and bench-idle\","
                    + "\"type\":\"invalid_request_error\",\"code\":\"model_not_found\"}}";

    private final BenchUpstream upstream;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final HttpReader requests = HttpReader.ofRequests(this);
    private final Outgoing outgoing;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private String head;
    private ScriptedAnswer answer;
    private boolean streaming;
    private int next;
    private long receivedAt;
    private long dueAt;

    UpstreamConnection(BenchUpstream upstream, SocketChannel channel, SelectionKey key) {
        this.upstream = upstream;
        this.channel = channel;
        this.key = key;
        this.outgoing = new Outgoing(channel, key);
    }

    long dueAt() {
        return dueAt;
    }

    @Override
    public int compareTo(UpstreamConnection other) {
        return Long.compare(dueAt, other.dueAt);
    }

    void ready(ByteBuffer received) {
        try {
            if (key.isWritable()) {
                outgoing.flush();
            }
            if (key.isReadable()) {
                int count = channel.read(received.clear());
                if (count < 0) {
                    close();
                } else {
                    requests.accept(received.array(), count);
                }
            }
        } catch (IOException goneAway) {
            close();
        }
    }

    @Override
    public void head(String text) {
        head = text;
        body.reset();
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        body.write(bytes, from, to - from);
    }

    @Override
    public void end() {
        receivedAt = System.nanoTime();
        if (head.startsWith("POST /v1/chat/completions ")) {
            begin(body.toString(UTF_8));
        } else if (head.startsWith("POST /v1/embeddings ")) {
            write(ScriptedAnswer.plain("200 OK", "application/json", ScriptedVectors.answer(body.toString(UTF_8))));
        } else if (head.startsWith("GET /idle ")) {
            write(ScriptedAnswer.plain("200 OK", "text/plain", upstream.idle().asText()));
        } else {
            write(ScriptedAnswer.plain("404 Not Found", "text/plain", "no such path"));
        }
    }

    private void begin(String request) {
        var model = MODEL.matcher(request);
        if (!model.find() || !Script.knows(model.group(1))) {
            write(ScriptedAnswer.plain("404 Not Found", "application/json", NO_SUCH_MODEL));
            return;
        }
        answer = upstream.answer(model.group(1));
        streaming = STREAM.matcher(request).find();
        next = 0;
        int gaps = streaming ? 1 : answer.script().tokens();
        dueAt = receivedAt + gaps * gapNanos();
        if (answer.script().idle()) {
            receivedAt = upstream.idle().opened(receivedAt);
        }
        if (streaming) {
            write(ScriptedAnswer.streamHead());
        }
        upstream.later(this);
    }

    /** Says what is due. */
    void speak() {
        if (!streaming) {
            write(answer.json(receivedAt, System.nanoTime()));
            return;
        }
        do {
            write(next == 0 ? answer.firstToken(receivedAt, System.nanoTime()) : answer.token(next));
            next++;
        } while (gapNanos() == 0 && next < answer.script().tokens());
        if (next < answer.script().tokens() && channel.isOpen()) {
            dueAt += gapNanos();
            upstream.later(this);
        } else if (next == answer.script().tokens() && !answer.script().idle()) {
            write(answer.tail());
        }
    }

    private long gapNanos() {
        return answer.script().gapMillis() * 1_000_000L;
    }

    private void write(ByteBuffer bytes) {
        try {
            outgoing.write(bytes);
        } catch (IOException goneAway) {
            close();
        }
    }

    private void close() {
        upstream.never(this);
        if (answer != null && answer.script().idle()) {
            upstream.idle().closed(receivedAt);
        }
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("upstream: closing a connection: " + e);
        }
    }
}
