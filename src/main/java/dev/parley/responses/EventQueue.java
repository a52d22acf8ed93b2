package dev.parley.responses;

import dev.parley.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntFunction;

/** Numbers events, frames them, and keeps those that are made until they are taken. What the client has seen is only counted. */
final class EventQueue {

    static final byte[] PING = bytes(": ping\n\n");
    private static final byte[] DONE = bytes("data: [DONE]\n\n");

    private final Framing framing;
    private final int after;
    private final Queue<byte[]> ready = new ArrayDeque<>();
    private int number;

    /** @param after the last number the client has seen, -1 for none */
    EventQueue(Framing framing, int after) {
        this.framing = framing;
        this.after = after;
    }

    /** @param event is made for its number */
    void add(IntFunction<EventWire> event) {
        if (number > after) {
            var wire = event.apply(number);
            ready.add(bytes(framing.around(wire.type(), Json.text(wire))));
        }
        number++;
    }

    void add(DeltaEvent event, String piece) {
        if (number > after) {
            ready.add(event.with(number, piece));
        }
        number++;
    }

    /** Adds the end mark, which has no number, where there is one. */
    void end() {
        if (framing.marksEnd()) {
            ready.add(DONE);
        }
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** The next event, null when none is made. */
    byte[] poll() {
        return ready.poll();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
