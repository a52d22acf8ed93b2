package dev.parley.responses;

/**
 * What stands around an event's JSON on its way: server-sent events have a line before it, frames of a socket perhaps one more member
 * in it.
 */
final class Framing {

    /** Server-sent events, and the end mark that closes their stream. */
    static final Framing SSE = new Framing(true, "}\n\n");

    private final boolean named;
    private final String close;

    private Framing(boolean named, String close) {
        this.named = named;
        this.close = close;
    }

    /** @param lane whose frames they are, of characters that need no escape; null for none */
    static Framing frame(String lane) {
        return new Framing(false, lane == null ? "}" : ",\"stream_id\":\"" + lane + "\"}");
    }

    /** All that comes before the JSON of an event. */
    String open(String type) {
        return named ? "event: " + type + "\ndata: " : "";
    }

    /** All that comes from the last brace of the JSON on. */
    String close() {
        return close;
    }

    /** Whether a mark tells the end. */
    boolean marksEnd() {
        return named;
    }

    /** The event whose JSON is {@code object}. */
    String around(String type, String object) {
        return open(type) + object.substring(0, object.length() - 1) + close;
    }
}
