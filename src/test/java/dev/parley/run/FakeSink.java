package dev.parley.run;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client's end of a stream, which takes what it gets at once, later, or not at all. */
final class FakeSink implements SseEventSink {

    private final List<OutboundSseEvent> taken = new CopyOnWriteArrayList<>();
    private volatile boolean slow;
    private volatile boolean closed;
    private volatile CompletableFuture<Void> pending;

    /** From now on takes an event only when told to. */
    void beSlow() {
        slow = true;
    }

    /** A slow client takes what was written. */
    void take() {
        pending.complete(null);
    }

    /** The client is gone; the write under way fails. */
    void vanish() {
        pending.completeExceptionally(new IOException("Broken pipe"));
    }

    /** What was written: {@code name:id:data}, or {@code :comment}. */
    List<String> lines() {
        return taken.stream()
                .map(event -> event.getComment() != null
                        ? ":" + event.getComment()
                        : event.getName() + ":" + event.getId() + ":" + event.getData())
                .toList();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        taken.add(event);
        pending = new CompletableFuture<>();
        if (!slow) {
            pending.complete(null);
        }
        return pending;
    }

    @Override
    public void close() {
        closed = true;
    }
}
