package dev.parley.session;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The lanes of one socket, and what they may do together. */
final class Lanes {

    private final Map<String, Lane> lanes = new HashMap<>(2);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();

    /** @throws ApiException {@code INVALID_REQUEST} for one that there is not */
    Lane find(String name) {
        synchronized (lanes) {
            var known = lanes.get(name);
            if (known == null) {
                throw CommandReader.wrong("stream_id", "names no lane of this connection");
            }
            return known;
        }
    }

    /**
     * The lane of this name, made when it is new.
     *
     * @param name null for the lane without one
     * @throws ApiException {@code WEBSOCKET_STREAM_LIMIT_REACHED}
     */
    Lane open(String name, Function<String, Lane> make) {
        synchronized (lanes) {
            var known = lanes.get(name);
            if (known != null) {
                return known;
            }
            if (name != null
                    && lanes.keySet().stream().filter(Objects::nonNull).count() >= SessionSettings.MOST_LANES) {
                throw new ApiException(
                        ErrorCode.WEBSOCKET_STREAM_LIMIT_REACHED,
                        "A connection has %d named lanes at most.".formatted(SessionSettings.MOST_LANES));
            }
            var lane = make.apply(name);
            lanes.put(name, lane);
            return lane;
        }
    }

    private Collection<Lane> all() {
        synchronized (lanes) {
            return List.copyOf(lanes.values());
        }
    }

    /** A lane begins to work. @throws ApiException {@code WEBSOCKET_STREAM_LIMIT_REACHED} */
    void enter() {
        if (inFlight.incrementAndGet() > SessionSettings.MOST_IN_FLIGHT) {
            inFlight.decrementAndGet();
            throw new ApiException(
                    ErrorCode.WEBSOCKET_STREAM_LIMIT_REACHED,
                    "A connection has %d responses in flight at most; wait for one to end."
                            .formatted(SessionSettings.MOST_IN_FLIGHT));
        }
    }

    /** A lane has nothing to do any more. */
    void leave() {
        inFlight.decrementAndGet();
    }

    boolean areIdle() {
        return inFlight.get() == 0;
    }

    /** Bytes of the requests that wait in them. */
    AtomicLong waitingBytes() {
        return waitingBytes;
    }

    /** The socket is gone. */
    void close() {
        all().forEach(Lane::closed);
    }
}
