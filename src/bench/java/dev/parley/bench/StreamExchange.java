package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A streamed answer: every token in order, then {@code done}, then {@code [DONE]}; anything else is a failure. */
final class StreamExchange extends Exchange {
    private static final String CONTENT = "\"content\":\"";

    private final Runnable onFirstToken;
    private final EventReader events = new EventReader(this::event);
    private final StringBuilder text = new StringBuilder();
    private long arrival;
    private long firstTokenAt;
    private boolean done;
    private boolean marked;

    StreamExchange(Script script) {
        this(script, () -> {});
    }

    StreamExchange(Script script, Runnable onFirstToken) {
        super(script, true);
        this.onFirstToken = onFirstToken;
    }

    @Override
    void body(byte[] bytes, int from, int to, long now) {
        arrival = now;
        if (status() == 200) {
            events.accept(bytes, from, to);
        } else {
            fail("status " + status() + ": " + new String(bytes, from, to - from, UTF_8));
        }
    }

    private void event(String name, String data) {
        switch (name) {
            case "delta" -> content(data);
            case "done" -> done = true;
            case "error" -> fail("error event: " + data);
            default -> marked |= data.equals("[DONE]");
        }
    }

    private void content(String data) {
        int start = data.indexOf(CONTENT);
        if (start < 0) {
            fail("delta without content: " + data);
            return;
        }
        start += CONTENT.length();
        text.append(data, start, data.indexOf('"', start));
        if (firstTokenAt == 0) {
            firstTokenAt = arrival;
            onFirstToken.run();
        }
    }

    @Override
    void end() {
        if (status() != 200) {
            fail("status " + status());
        } else if (!TokenText.isWhole(text.toString(), script().tokens())) {
            fail("a stream of " + script().tokens() + " tokens came as '" + text + "'");
        } else if (!done || !marked) {
            fail("a stream without " + (done ? "[DONE]" : "its done event"));
        }
    }

    boolean hasSpoken() {
        return firstTokenAt != 0;
    }

    /** When the upstream had the whole request: the name of an idle stream. */
    long receivedAt() {
        return TokenText.receivedAt(text.toString());
    }

    /** Request sent to first token seen, less what the upstream took between the two: what the server added. */
    double addedMillis() {
        long upstream = TokenText.writtenAt(text.toString()) - receivedAt();
        return (firstTokenAt - sentAt() - upstream) / 1e6;
    }
}
