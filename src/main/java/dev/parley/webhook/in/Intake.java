package dev.parley.webhook.in;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.job.Jobs;
import dev.parley.observability.Drain;
import dev.parley.observability.RequestContext;
import dev.parley.observability.WebhookMeters;
import dev.parley.persistence.Checkpoint;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Takes deliveries: proves them, and writes them down with the job that works them off. */
@ApplicationScoped
class Intake {

    /**
     * What became of a delivery.
     *
     * @param id of what is being worked off
     * @param duplicate whether it was here before
     */
    record Taken(String id, boolean duplicate) {}

    private static final String UNIQUE_VIOLATION = "23505";

    @Inject
    Sources sources;

    @Inject
    GroupCommit commits;

    @Inject
    Jobs jobs;

    @Inject
    IntakeJob job;

    @Inject
    Checkpoint checkpoint;

    @Inject
    Drain drain;

    @Inject
    WebhookMeters meters;

    @Inject
    Clock clock;

    /**
     * Returns at once; the result is there when the delivery is durable.
     *
     * @param headers null for one that is not there once
     * @throws ApiException {@code UNAUTHORIZED} for whatever is wrong with the proof, {@code INVALID_JSON}, {@code DRAINING}; the result
     *     fails with {@code STORE_UNAVAILABLE}
     */
    CompletionStage<Taken> take(String name, UnaryOperator<String> headers, byte[] body, RequestContext request) {
        var proof = proof(name, headers, body);
        drain.refuseNewWork();
        demandJson(body);
        var received = new Received(
                Ids.next("in"),
                name,
                proof.deliveryId(),
                request.id(),
                request.traceparent(),
                new String(body, StandardCharsets.UTF_8),
                Received.PENDING,
                0,
                null,
                null,
                null,
                clock.millis(),
                clock.millis());
        return commits.submit(connection -> write(connection, received, proof.names()))
                .exceptionally(failure -> other(failure, received, proof.names()))
                .thenCompose(checkpoint::reached)
                .thenApply(taken -> told(name, taken));
    }

    private Proof proof(String name, UnaryOperator<String> headers, byte[] body) {
        var known = sources.find(name);
        var proof =
                known.orElseGet(sources::nobody).prove(headers, body, TimeUnit.MILLISECONDS.toSeconds(clock.millis()));
        if (known.isEmpty() || proof.isEmpty()) {
            meters.received(known.isEmpty() ? "unknown" : name, "refused");
            throw new ApiException(ErrorCode.UNAUTHORIZED, "The delivery is not signed by a source of this server.");
        }
        return proof.get();
    }

    /** What a source signed must be JSON all the same. */
    private static void demandJson(byte[] body) {
        try {
            if (Json.MAPPER.readTree(body).isMissingNode()) {
                throw new ApiException(ErrorCode.INVALID_JSON, "The body is empty and must be JSON.");
            }
        } catch (JsonProcessingException wrong) {
            throw Faults.of(wrong);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Taken told(String source, Taken taken) {
        meters.received(source, taken.duplicate() ? "duplicate" : "accepted");
        if (!taken.duplicate()) {
            jobs.wake();
        }
        return taken;
    }

    private Taken write(Connection connection, Received received, List<String> names) throws SQLException {
        var known = IntakeTable.known(connection, received.source(), names);
        if (known.isPresent()) {
            return new Taken(known.get(), true);
        }
        try {
            IntakeTable.insert(connection, received, names);
        } catch (SQLException failure) {
            if (UNIQUE_VIOLATION.equals(failure.getSQLState())) {
                throw anotherServerHasIt(failure);
            }
            throw failure;
        }
        jobs.schedule(connection, job, received.id(), new IntakeJob.Of(received.id()), Duration.ZERO);
        return new Taken(received.id(), false);
    }

    private static ApiException anotherServerHasIt(SQLException cause) {
        return new ApiException(ErrorCode.CONFLICT, "Another server took it at the same time.", cause);
    }

    /** Another server was faster with the same delivery: then it is a duplicate. */
    private Taken other(Throwable failure, Received received, List<String> names) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        if (cause instanceof ApiException known && known.code() == ErrorCode.CONFLICT) {
            return commits.read(connection -> IntakeTable.known(connection, received.source(), names))
                    .map(id -> new Taken(id, true))
                    .orElseThrow(() -> known);
        }
        throw new CompletionException(cause);
    }

    /** Works off again what is over. */
    Received replay(Connection connection, String source, String id) throws SQLException {
        var before = IntakeTable.find(connection, id)
                .filter(found -> found.source().equals(source))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no delivery with this id."));
        if (before.state().equals(Received.PENDING)) {
            return before;
        }
        var after = before.again(clock.millis());
        if (IntakeTable.update(connection, before, after)) {
            // under a name of its own: the job that has just ended it may not have been taken away yet
            jobs.schedule(connection, job, Ids.next("again"), new IntakeJob.Of(id), Duration.ZERO);
        }
        return after;
    }
}
