package dev.parley.webhook.out;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.event.Announcement;
import dev.parley.http.Json;
import dev.parley.job.Jobs;
import dev.parley.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Begins deliveries: each is a row and a job, in the transaction of whoever asks for it. */
@ApplicationScoped
class Deliveries {

    private static final long MILLIS = 1_000;

    @Inject
    Jobs jobs;

    @Inject
    DeliveryJob job;

    @Inject
    Clock clock;

    /** Call {@link #wake} after the commit. */
    Delivery begin(Connection connection, String webhook, String type, String body) throws SQLException {
        var delivery = Delivery.of(Ids.next("msg"), webhook, type, body, clock.millis());
        DeliveryTable.insert(connection, delivery);
        schedule(connection, delivery);
        return delivery;
    }

    /** Sends again what is over, with the schedule from its beginning. Call {@link #wake} after the commit. */
    Delivery again(Connection connection, Delivery before) throws SQLException {
        var after = new Delivery(
                before.id(),
                before.webhook(),
                before.type(),
                before.body(),
                Delivery.PENDING,
                0,
                before.status(),
                before.error(),
                before.attemptedAt(),
                clock.millis(),
                before.createdAt());
        if (DeliveryTable.update(connection, before, after)) {
            schedule(connection, after);
        }
        return after;
    }

    /** Under a name of its own each time: the job of the last attempt may not have been taken away yet. */
    private void schedule(Connection connection, Delivery delivery) throws SQLException {
        jobs.schedule(connection, job, Ids.next("try"), new DeliveryJob.Of(delivery.id()), Duration.ZERO);
    }

    void wake() {
        jobs.wake();
    }

    /** What is sent: the form of Standard Webhooks, with the members by which OpenAI's clients know an event. */
    static String body(Announcement announcement) {
        var body = body(announcement.type().wireName(), announcement.id(), announcement.createdAt());
        var data = body.putObject("data");
        data.put("id", announcement.subject());
        data.put("owner", announcement.owner());
        data.setAll(object(announcement.data()));
        return Json.text(body);
    }

    static ObjectNode body(String type, String id, long createdAt) {
        return Json.MAPPER
                .createObjectNode()
                .put("object", "event")
                .put("id", id)
                .put("type", type)
                .put("timestamp", Instant.ofEpochMilli(createdAt).toString())
                .put("created_at", createdAt / MILLIS);
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("An announcement's data can't be read", notOurs);
        }
    }
}
