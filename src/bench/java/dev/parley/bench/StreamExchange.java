package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A streamed answer: every token in order, then {@code done}, then {@code [DONE]}; anything else is a failure. */
final class StreamExchange extends Exchange {
    private static final String TYPE = "{\"type\":\"";

    private final Runnable onFirstToken;
    private final EventReader events = new EventReader(this::event);
    private final StringBuilder text = new StringBuilder();
    private long arrival;
    private long firstTokenAt;
    private boolean done;
    private boolean marked;

    StreamExchange(Script script, Door door) {
        this(script, door, () -> {});
    }

    StreamExchange(Script script, Door door, Runnable onFirstToken) {
        super(script, door, true);
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

    /** Takes one frame of a socket, whose JSON begins with its type and needs no mark of its own for the end. */
    void frame(String json, long now) {
        arrival = now;
        int from = TYPE.length();
        event(json.startsWith(TYPE) ? json.substring(from, json.indexOf('"', from)) : "", json);
        marked = done;
    }

    boolean isOver() {
        return done || failed();
    }

    private void event(String name, String data) {
        if (name.equals("error") || name.equals("response.failed")) {
            fail("error event: " + data);
        } else if (data.equals("[DONE]")) {
            marked = true;
        } else {
            content(door().text(name, data));
            done |= door().ends(name, data);
        }
    }

    private void content(String piece) {
        text.append(piece);
        if (firstTokenAt == 0 && !piece.isEmpty()) {
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
            fail("a stream without " + (done ? "[DONE]" : "the event that ends it"));
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
