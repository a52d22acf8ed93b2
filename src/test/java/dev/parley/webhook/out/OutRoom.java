package dev.parley.webhook.out;

import dev.parley.event.Announcement;
import dev.parley.event.EventRoom;
import dev.parley.event.EventType;
import dev.parley.job.Attempt;
import dev.parley.job.Next;
import dev.parley.job.Workshop;
import dev.parley.observability.QuietMeters;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The room as the application has it, on a database and a clock of a test's own; jobs are run when the test says so. */
final class OutRoom {

    static final Map<String, String> THIS_MACHINE = Map.of(
            "parley.webhook-delivery.allow-http", "true",
            "parley.webhook-delivery.ports", "*",
            "parley.webhook-delivery.allowed-networks", "127.0.0.1",
            "parley.webhook-delivery.timeout", "1s");

    final GroupCommit commits;
    final EventRoom events;
    final QuietMeters meters = new QuietMeters();
    final DeliveryJob job = new DeliveryJob();
    final Deliveries deliveries = new Deliveries();
    final Relay relay = new Relay();
    private final FakeClock clock;
    private final Workshop workshop;

    OutRoom(MemoryDatabase database, FakeClock clock, Map<String, String> settings) {
        this.clock = clock;
        commits = database.commits();
        events = new EventRoom(database);
        job.settings = Settings.of(settings);
        job.commits = commits;
        job.announcements = events.announcements;
        job.outbox = events.outbox;
        job.meters = meters.webhooks();
        job.clock = clock;
        job.configure();
        workshop = new Workshop(database, clock, commits, database.instance(new FakeTicker()), List.of());
        deliveries.jobs = workshop.jobs();
        deliveries.job = job;
        deliveries.clock = clock;
        relay.outbox = events.outbox;
        relay.commits = commits;
        relay.deliveries = deliveries;
    }

    void stop() throws IOException {
        job.stop();
        workshop.close();
    }

    Webhook webhook(String url, String secret, EventType... types) {
        var webhook = new Webhook("wh_1", url, null, Set.of(types), secret, null, 0, null, clock.millis());
        commits.call(connection -> {
            WebhookTable.insert(connection, webhook);
            return null;
        });
        events.with(webhook.id(), types);
        return webhook;
    }

    void store(Webhook webhook) {
        commits.call(connection -> {
            WebhookTable.update(connection, webhook);
            return null;
        });
    }

    Webhook webhook() {
        return commits.read(connection -> WebhookTable.find(connection, "wh_1")).orElseThrow();
    }

    void announce(EventType type, String subject) {
        commits.call(connection -> {
            events.announcements.announce(
                    connection, Announcement.of(type, "team:red", subject, "{\"n\":1}", clock.millis()));
            return null;
        });
        relay.relay();
    }

    List<Delivery> deliveries() {
        return commits.read(connection -> DeliveryTable.page(connection, "wh_1", null, 100));
    }

    Delivery delivery() {
        return deliveries().getLast();
    }

    /** What the job room does when the job is due. */
    Next attempt() {
        return job.run(new DeliveryJob.Of(delivery().id()), new Attempt("try_1", 1, () -> false));
    }
}
