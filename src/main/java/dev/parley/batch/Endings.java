package dev.parley.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.event.Announcement;
import dev.parley.event.Announcements;
import dev.parley.event.EventType;
import dev.parley.http.Json;
import dev.parley.persistence.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;

/** Ends batches of which nothing is left to be done, and announces that in the same transaction: once, whichever server comes to it first. */
@ApplicationScoped
class Endings {

    @Inject
    GroupCommit commits;

    @Inject
    Announcements announcements;

    @Inject
    Clock clock;

    /** What is told of the end, beside the batch's id. */
    private record Ended(
            String state,
            long total,
            long succeeded,
            long failed,

            @JsonProperty("cost_micro_dollars") long cost) {}

    /** Whether a batch has ended; ends it when all of it is recorded, or when it is to stop and nobody is at it any more. */
    boolean isEnded(String id) {
        var now = commits.read(connection -> BatchTable.find(connection, id));
        if (now.isEmpty() || now.get().isEnded()) {
            return true;
        }
        var batch = now.get();
        boolean done = batch.recorded() >= batch.total();
        var end = done ? State.COMPLETED : batch.state().end();
        return (done || batch.state().isStopping()) && commits.call(connection -> end(connection, batch, end));
    }

    private boolean end(Connection connection, Batch batch, State end) throws SQLException {
        boolean ended = BatchTable.end(connection, batch, end, clock.millis());
        if (ended) {
            var last = BatchTable.find(connection, batch.id()).orElseThrow();
            announcements.announce(connection, announcement(last));
        }
        return ended;
    }

    private Announcement announcement(Batch batch) {
        var end = batch.state();
        var data = new Ended(end.wireName(), batch.total(), batch.succeeded(), batch.failed(), batch.cost());
        return Announcement.of(type(end), batch.owner(), batch.id(), Json.text(data), clock.millis());
    }

    private static EventType type(State end) {
        return switch (end) {
            case CANCELLED -> EventType.BATCH_CANCELLED;
            case FAILED -> EventType.BATCH_FAILED;
            default -> EventType.BATCH_COMPLETED;
        };
    }
}
