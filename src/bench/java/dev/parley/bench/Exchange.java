package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** One request to a {@link Door} and what came back: times, text and, when it was not as promised, why. */
abstract sealed class Exchange permits StreamExchange, JsonExchange, WebhookExchange {
    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime());
    private static final String PROMPT =
            "You help the customers of a small bicycle shop. Answer in a few friendly sentences, name the parts that "
                    + "are needed and what they cost, and say when the shop is open. The customer's case is number ";

    private final Script script;
    private final Door door;
    private final boolean stream;
    private int status;
    private String failure;
    private long sentAt;

    Exchange(Script script, Door door, boolean stream) {
        this.script = script;
        this.door = door;
        this.stream = stream;
    }

    Door door() {
        return door;
    }

    Script script() {
        return script;
    }

    /** The bytes to send. {@code authorization} is a whole header line, or nothing. */
    ByteBuffer request(String authorization) {
        String body = body();
        return ByteBuffer.wrap("""
                POST %s HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Accept: %s\r
                Content-Length: %d\r
                %s\r
                %s""".formatted(
                        door.path(),
                        stream ? "text/event-stream" : "application/json",
                        body.length(),
                        authorization,
                        body)
                .getBytes(UTF_8));
    }

    /** The JSON that asks for it, with a prompt that is a new one each time. */
    String body() {
        return door.body(PROMPT + NUMBER.incrementAndGet() + ".", script.model(), stream);
    }

    void sent(long now) {
        sentAt = now;
    }

    long sentAt() {
        return sentAt;
    }

    void status(int code) {
        status = code;
    }

    int status() {
        return status;
    }

    abstract void body(byte[] bytes, int from, int to, long now);

    /** The answer is over: checks that it was the whole one. */
    abstract void end();

    void fail(String why) {
        if (failure == null) {
            failure = why;
        }
    }

    boolean failed() {
        return failure != null;
    }

    String failure() {
        return failure;
    }
}
