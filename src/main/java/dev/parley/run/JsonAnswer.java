package dev.parley.run;

import dev.parley.http.ConnectionBreaker;
import dev.parley.http.Json;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One client that waits for a run's whole answer as JSON.
 *
 * <p>Nothing tells a server that such a client has left (measured: the container gives no signal without a write). So once an answer
 * takes longer than the patience, its body is begun with a space, and one more follows with every heartbeat: white space before JSON
 * means nothing (RFC 8259 section 2), and a write that fails is a client that left. From then on the status is sent, and a failure
 * breaks the connection, so that the client sees an error and no truncated success.
 */
public final class JsonAnswer implements Listener {

    /**
     * @param before how long to wait with the first space
     * @param heartbeat between spaces
     */
    record Patience(Duration before, Duration heartbeat) {}

    private final Audible run;
    private final AsyncResponse response;
    private final Function<Outcome, Object> body;
    private final Patience patience;
    private final Executor threads;
    private final ConnectionBreaker connection;
    private final long begun;
    private final AtomicBoolean answering = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param body makes what is sent as JSON, or throws the {@code ApiException} to answer with
     * @param threads for the thread that trickles white space, once it comes to that
     */
    JsonAnswer(
            Audible run,
            AsyncResponse response,
            Function<Outcome, Object> body,
            Patience patience,
            Executor threads,
            ConnectionBreaker connection,
            long now) {
        this.run = run;
        this.response = response;
        this.body = body;
        this.patience = patience;
        this.threads = threads;
        this.connection = connection;
        this.begun = now;
    }

    @Override
    public void wake() {
        if (run.outcome() == null || run.isSettling()) {
            return;
        }
        ended.countDown();
        if (answering.compareAndSet(false, true)) {
            answer();
            run.leave(this);
        }
    }

    private void answer() {
        try {
            response.resume(json(Json.bytes(body.apply(run.outcome()))));
        } catch (RuntimeException failure) {
            response.resume(failure);
        }
    }

    @Override
    public void beat(long now) {
        if (now - begun > patience.before().toNanos() && answering.compareAndSet(false, true)) {
            threads.execute(() -> response.resume(json((StreamingOutput) this::trickle)));
        }
    }

    private static Response json(Object entity) {
        return Response.ok(entity, MediaType.APPLICATION_JSON_TYPE).build();
    }

    private void trickle(OutputStream out) throws IOException {
        try {
            do {
                out.write(' ');
                out.flush();
            } while (!ended.await(patience.heartbeat().toNanos(), TimeUnit.NANOSECONDS));
            out.write(Json.bytes(body.apply(run.outcome())));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            connection.breakOff();
        } catch (RuntimeException failed) {
            connection.breakOff();
        } finally {
            run.leave(this);
        }
    }
}
