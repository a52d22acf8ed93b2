package dev.parley.webhook.out;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.event.Announcement;
import dev.parley.event.Announcements;
import dev.parley.event.EventType;
import dev.parley.event.Outbox;
import dev.parley.http.Json;
import dev.parley.job.Attempt;
import dev.parley.job.Job;
import dev.parley.job.Next;
import dev.parley.job.Retries;
import dev.parley.observability.WebhookMeters;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.webhook.Macs;
import dev.parley.webhook.Places;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** Sends a delivery, again and again by the schedule, until it is delivered or dead. */
@ApplicationScoped
class DeliveryJob implements Job<DeliveryJob.Of> {

    /** Which delivery. */
    record Of(@JsonProperty("delivery") String delivery) {}

    /** What is to be sent, and to whom; the webhook is null when it was removed meanwhile. */
    private record Outgoing(Delivery delivery, Webhook webhook) {}

    private static final System.Logger LOG = System.getLogger(DeliveryJob.class.getName());
    private static final int AT_ONCE = 16;
    private static final int TO_ONE = 4;

    private final Places places = new Places(AT_ONCE, TO_ONE);
    private DeliverySettings rules;
    private Envelope envelope;
    private Sender sender;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Announcements announcements;

    @Inject
    Outbox outbox;

    @Inject
    WebhookMeters meters;

    @Inject
    Pulse pulse;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = DeliverySettings.read(settings);
        envelope = new Envelope(rules.vault(), clock);
        sender = new Sender(rules.targets(), rules.timeout(), clock);
    }

    void onStart(@Observes Startup start) {
        pulse.onBeat(sender::beat);
    }

    @PreDestroy
    void stop() throws IOException {
        sender.close();
    }

    @Override
    public String name() {
        return "webhook-delivery";
    }

    @Override
    public Class<Of> payload() {
        return Of.class;
    }

    /** Of the database's failures; what receivers do has its own schedule. */
    @Override
    public Retries retries() {
        return Retries.doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Override
    public Next run(Of payload, Attempt attempt) {
        var outgoing = commits.read(connection -> find(connection, payload.delivery()));
        if (outgoing == null || !outgoing.delivery().state().equals(Delivery.PENDING)) {
            return Next.DONE;
        }
        if (outgoing.webhook() == null) {
            return end(outgoing, outgoing.delivery().dead("webhook_removed"));
        }
        if (!outgoing.webhook().isEnabled()) {
            return end(outgoing, outgoing.delivery().dead("webhook_disabled"));
        }
        var place = places.take(outgoing.webhook().id(), attempt.id());
        if (place.isEmpty()) {
            return Next.again(places.patience(outgoing.webhook().id()));
        }
        try (var taken = place.get()) {
            return attempt(outgoing);
        }
    }

    private static Outgoing find(Connection connection, String id) throws SQLException {
        var delivery = DeliveryTable.find(connection, id).orElse(null);
        var webhook = delivery == null
                ? null
                : WebhookTable.find(connection, delivery.webhook()).orElse(null);
        return delivery == null ? null : new Outgoing(delivery, webhook);
    }

    private Next attempt(Outgoing outgoing) {
        var delivery = outgoing.delivery();
        var begun = clock.millis();
        var answer = send(outgoing);
        meters.sent(answer.isSuccess(), Duration.ofMillis(clock.millis() - begun));
        if (answer.isSuccess()) {
            return end(outgoing, delivery.attempted(answer, Delivery.DELIVERED, begun, 0));
        }
        var wait = answer.isGone()
                ? null
                : rules.schedule()
                        .after(delivery.attempts() + 1, answer.retryAfter())
                        .orElse(null);
        LOG.log(
                System.Logger.Level.INFO,
                "Attempt {0} of {1} to {2} failed: {3}",
                delivery.attempts() + 1,
                delivery.id(),
                outgoing.webhook().id(),
                answer.error());
        if (wait == null) {
            return end(outgoing, delivery.attempted(answer, Delivery.DEAD, begun, 0), answer.isGone());
        }
        var next = delivery.attempted(answer, Delivery.PENDING, begun, clock.millis() + wait.toMillis());
        commits.call(connection -> DeliveryTable.update(connection, delivery, next));
        return Next.again(wait);
    }

    private Answer send(Outgoing outgoing) {
        var delivery = outgoing.delivery();
        try {
            var body = Macs.bytes(delivery.body());
            return sender.send(
                    outgoing.webhook().url(), envelope.headers(outgoing.webhook(), delivery.id(), body), body);
        } catch (IllegalStateException secretSealedWithAnotherKey) {
            LOG.log(System.Logger.Level.ERROR, secretSealedWithAnotherKey.getMessage());
            return Answer.failed("secret_unreadable");
        }
    }

    private Next end(Outgoing outgoing, Delivery after) {
        return end(outgoing, after, false);
    }

    private Next end(Outgoing outgoing, Delivery after, boolean gone) {
        boolean dead = after.state().equals(Delivery.DEAD);
        var letter = dead ? letter(after) : null;
        boolean written = commits.call(connection -> {
            boolean mine = DeliveryTable.update(connection, outgoing.delivery(), after);
            if (mine && gone) {
                disable(connection, outgoing.webhook().id());
            }
            if (mine && letter != null) {
                announcements.announce(connection, letter);
            }
            return mine;
        });
        if (written && dead) {
            meters.sendingGivenUp();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} to {1} is given up: {2}",
                    after.id(),
                    after.webhook(),
                    after.error());
        }
        return Next.DONE;
    }

    private void disable(Connection connection, String id) throws SQLException {
        var webhook = WebhookTable.lock(connection, id);
        if (webhook.isPresent() && webhook.get().isEnabled()) {
            WebhookTable.update(connection, webhook.get().disabled(Webhook.GONE));
            outbox.subscribe(connection, id, Set.of());
        }
    }

    /** Null for one that tells of a dead letter itself. */
    private Announcement letter(Delivery dead) {
        if (dead.type().equals(EventType.WEBHOOK_DEAD_LETTERED.wireName())) {
            return null;
        }
        var data = Json.MAPPER
                .createObjectNode()
                .put("direction", "out")
                .put("webhook", dead.webhook())
                .put("type", dead.type())
                .put("attempts", dead.attempts())
                .put("error", dead.error());
        return Announcement.of(EventType.WEBHOOK_DEAD_LETTERED, "webhooks", dead.id(), Json.text(data), clock.millis());
    }
}
