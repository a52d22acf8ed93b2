package dev.parley.run;

import jakarta.ws.rs.sse.SseEventSink;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One client's SSE stream of a run: a cursor in the journal and a sink.
 *
 * <p>It owns no thread. Whoever wakes it (the run's thread with a new entry, the pulse, the container when a slow client has taken
 * what was written) sends what is there, one at a time; a second waker only leaves a note. The sink writes without blocking, and the
 * next event is not given to it before the last one is through, so a slow client waits at its own cursor.
 */
public final class NativeStream implements Listener {

    private final Run run;
    private final SseEventSink sink;
    private final NativeEvents events;
    private final Heartbeats heartbeats;
    private final BooleanSupplier breakConnection;
    private final AtomicInteger wakers = new AtomicInteger();

    private int next;
    private volatile boolean over;
    private volatile boolean writing;
    private volatile boolean beatDue;
    private volatile long lastSent;

    /**
     * @param from number of the first event to send
     * @param breakConnection ends the connection of a client that takes nothing any more
     */
    NativeStream(Run run, SseEventSink sink, int from, Heartbeats heartbeats, BooleanSupplier breakConnection) {
        this.run = run;
        this.sink = sink;
        this.events = new NativeEvents(run);
        this.next = from;
        this.heartbeats = heartbeats;
        this.breakConnection = breakConnection;
        this.lastSent = heartbeats.now();
    }

    @Override
    public void wake() {
        if (wakers.getAndIncrement() != 0) {
            return;
        }
        int notes = 1;
        do {
            sendWhatIsThere();
            notes = wakers.addAndGet(-notes);
        } while (notes != 0);
    }

    @Override
    public void beat(long now) {
        var silence = now - lastSent;
        if (writing) {
            if (silence > heartbeats.stall().toNanos()) {
                breakConnection.getAsBoolean();
                run.leave(this);
            }
        } else if (silence > heartbeats.after(run.journal().size() > 0)) {
            beatDue = true;
            wake();
        }
    }

    private void sendWhatIsThere() {
        while (!over && !writing) {
            var event = events.at(next);
            if (event != null) {
                next++;
                send(event);
            } else if (events.endBefore(next)) {
                end();
            } else if (beatDue) {
                send(SseEvent.PING);
            } else {
                return;
            }
            beatDue = false;
        }
    }

    private void send(SseEvent event) {
        lastSent = heartbeats.now();
        writing = true;
        try {
            var written = sink.send(event).toCompletableFuture();
            if (written.isDone() && !written.isCompletedExceptionally()) {
                writing = false;
            } else {
                written.whenComplete((nothing, failure) -> written(failure));
            }
        } catch (IllegalStateException closed) {
            gone();
        }
    }

    private void written(Throwable failure) {
        if (failure != null) {
            gone();
        } else {
            writing = false;
            wake();
        }
    }

    private void gone() {
        over = true;
        writing = false;
        run.leave(this);
    }

    private void end() {
        over = true;
        sink.close();
        run.leave(this);
    }
}
