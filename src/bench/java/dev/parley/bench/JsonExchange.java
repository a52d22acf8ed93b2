package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** An answer in one piece, with every token of its script in {@code content}. */
final class JsonExchange extends Exchange {
    private static final String CONTENT = "\"content\":\"";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);

    private long arrival;
    private long upstreamNanos;

    JsonExchange(Script script) {
        super(script, Door.NATIVE, false);
    }

    @Override
    void body(byte[] bytes, int from, int to, long now) {
        arrival = now;
        body.write(bytes, from, to - from);
    }

    @Override
    void end() {
        String text = body.toString(UTF_8);
        if (status() != 200) {
            fail("status " + status() + ": " + text);
        } else if (!TokenText.isWhole(content(text), script().tokens())) {
            fail("an answer of " + script().tokens() + " tokens came as '" + text + "'");
        } else {
            upstreamNanos = TokenText.writtenAt(content(text)) - TokenText.receivedAt(content(text));
        }
        body.reset();
    }

    /** Request sent to answer there, less what the upstream took: what the server added. */
    double addedMillis() {
        return (arrival - sentAt() - upstreamNanos) / 1e6;
    }

    private static String content(String json) {
        int start = json.indexOf(CONTENT);
        if (start < 0) {
            return "";
        }
        start += CONTENT.length();
        return json.substring(start, json.indexOf('"', start));
    }
}
