package dev.parley.run;

import dev.parley.http.ConnectionBreaker;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;

/**
 * An {@link SseEventSink} as an outlet. On this runtime {@code send} writes through the servlet's asynchronous output: it returns at
 * once and its stage completes when a slow client has taken the event.
 */
class SinkOutlet implements Outlet<OutboundSseEvent> {

    private final SseEventSink sink;
    private final ConnectionBreaker connection;
    private Runnable wake = () -> {};
    private volatile boolean writing;
    private volatile boolean gone;

    SinkOutlet(SseEventSink sink, ConnectionBreaker connection) {
        this.sink = sink;
        this.connection = connection;
    }

    @Override
    public void onChange(Runnable listener) {
        wake = listener;
    }

    @Override
    public boolean isReady() {
        return !writing;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void send(OutboundSseEvent event) {
        writing = true;
        try {
            var written = sink.send(event).toCompletableFuture();
            if (written.isDone() && !written.isCompletedExceptionally()) {
                writing = false;
            } else {
                written.whenComplete((nothing, failure) -> changed(failure));
            }
        } catch (IllegalStateException closed) {
            changed(closed);
        }
    }

    private void changed(Throwable failure) {
        gone = failure != null;
        writing = false;
        wake.run();
    }

    @Override
    public void end() {
        try {
            sink.close();
        } catch (IOException left) {
            gone = true;
        }
    }

    @Override
    public void breakOff() {
        connection.breakOff();
    }
}
