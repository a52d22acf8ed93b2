package dev.parley.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What is asked for while a lane is busy, in the order in which its turn comes. It waits as bytes and not as a tree, which would be many
 * times as large: so the bound of the connection is one of memory. Guarded by the lock of its lane.
 */
final class Waiting {

    private final SessionSettings rules;
    private final AtomicLong held;
    private final Deque<byte[]> bodies = new ArrayDeque<>(0);

    /** @param held bytes that wait in all lanes of the connection */
    Waiting(SessionSettings rules, AtomicLong held) {
        this.rules = rules;
        this.held = held;
    }

    /** @throws ApiException {@code RATE_LIMITED} */
    void add(Command.Create wanted) {
        demandPlace(wanted.busy() == Command.Busy.QUEUE ? rules.mostQueued() : Math.max(1, rules.mostQueued()));
        var body = bytes(wanted.body());
        hold(body.length);
        if (wanted.busy() == Command.Busy.INTERRUPT) {
            bodies.addFirst(body);
        } else {
            bodies.addLast(body);
        }
    }

    private void demandPlace(int most) {
        if (bodies.size() >= most) {
            throw new ApiException(
                    ErrorCode.RATE_LIMITED,
                    "%d requests wait here already (parley.session.max-queued); wait for answers."
                            .formatted(bodies.size()));
        }
    }

    private void hold(int bytes) {
        if (held.addAndGet(bytes) > rules.mostQueuedBytes()) {
            held.addAndGet(-bytes);
            throw new ApiException(
                    ErrorCode.RATE_LIMITED,
                    "Requests of %d bytes may wait on a connection (parley.session.max-queued-bytes); wait for answers."
                            .formatted(rules.mostQueuedBytes()));
        }
    }

    /** The body of what is next, null for nothing. It is to be read outside of the lane's lock, since a long one takes a while. */
    Supplier<ObjectNode> poll() {
        var body = bodies.poll();
        if (body == null) {
            return null;
        }
        held.addAndGet(-body.length);
        return () -> tree(body);
    }

    void clear() {
        bodies.forEach(body -> held.addAndGet(-body.length));
        bodies.clear();
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode tree(byte[] body) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
