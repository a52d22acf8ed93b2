package dev.parley.webhook.out;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.event.Announcements;
import dev.parley.event.Outbox;
import dev.parley.governance.key.Administrator;
import dev.parley.governance.key.Audit;
import dev.parley.governance.key.Bodies;
import dev.parley.http.Json;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.webhook.StandardSignature;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** Webhooks as administrators make, change and remove them. Blocks for as long as the database and DNS take. */
@ApplicationScoped
class Webhooks {

    /** A webhook with the text of its secret, which is not told again. */
    record Made(Webhook webhook, String secret) {}

    private static final int MOST = 100;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private DeliverySettings rules;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Audit audit;

    @Inject
    Bodies bodies;

    @Inject
    WebhookCheck check;

    @Inject
    Outbox outbox;

    @Inject
    Announcements announcements;

    @Inject
    Deliveries deliveries;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = DeliverySettings.read(settings);
    }

    Made make(JsonNode body, Administrator by) {
        var terms = check.terms(body);
        var secret = newSecret();
        var id = Ids.next("wh");
        var webhook = new Webhook(
                id,
                terms.url(),
                terms.description(),
                terms.eventTypes(),
                rules.vault().seal(secret, id),
                null,
                0,
                disabledBecause(terms, null),
                clock.millis());
        audit.write(by, "webhook.create", id, connection -> {
            if (WebhookTable.all(connection).size() >= MOST) {
                throw new ApiException(
                        ErrorCode.CONFLICT,
                        "There are %d webhooks, the most there may be; delete one.".formatted(MOST));
            }
            WebhookTable.insert(connection, webhook);
            subscribe(connection, webhook);
            return null;
        });
        announcements.refresh();
        return new Made(webhook, secret);
    }

    /** Merges {@code patch} into the terms of a webhook (RFC 7396). */
    Webhook change(String id, JsonNode patch, Administrator by) {
        bodies.demandObject(patch);
        var known = WebhookTerms.of(find(id));
        ObjectNode current = Json.MAPPER.valueToTree(known);
        var terms = check.terms(Bodies.merged(current, patch));
        var webhook = audit.write(by, "webhook.change", id, connection -> {
            var before = locked(connection, id);
            if (!WebhookTerms.of(before).equals(known)) {
                throw new ApiException(ErrorCode.CONFLICT, "Somebody else has changed the webhook; look at it again.");
            }
            var after = new Webhook(
                    id,
                    terms.url(),
                    terms.description(),
                    terms.eventTypes(),
                    before.secret(),
                    before.previousSecret(),
                    before.previousUntil(),
                    disabledBecause(terms, before.disabledBecause()),
                    before.createdAt());
            WebhookTable.update(connection, after);
            subscribe(connection, after);
            return after;
        });
        announcements.refresh();
        return webhook;
    }

    /** Takes the webhook away, with all its deliveries. */
    void remove(String id, Administrator by) {
        audit.write(by, "webhook.delete", id, connection -> {
            if (!WebhookTable.remove(connection, id)) {
                throw notFound();
            }
            DeliveryTable.removeOf(connection, id);
            outbox.subscribe(connection, id, Set.of());
            return null;
        });
        announcements.refresh();
    }

    /** Gives the webhook another secret; the one before signs too for the overlap of the settings. */
    Made rotate(String id, Administrator by) {
        var secret = newSecret();
        var until = clock.millis() + rules.overlap().toMillis();
        var webhook = audit.write(by, "webhook.rotate", id, connection -> {
            var after = locked(connection, id).withSecret(rules.vault().seal(secret, id), until);
            WebhookTable.update(connection, after);
            return after;
        });
        return new Made(webhook, secret);
    }

    /** Sends a delivery that says nothing, on the way of all others. */
    Delivery ping(String id, Administrator by) {
        var body = Deliveries.body(Delivery.PING, Ids.next("evt"), clock.millis());
        body.putObject("data").put("id", id);
        var delivery = audit.write(by, "webhook.test", id, connection -> {
            demandEnabled(locked(connection, id));
            return deliveries.begin(connection, id, Delivery.PING, Json.text(body));
        });
        deliveries.wake();
        return delivery;
    }

    /** Sends again what was delivered or is dead; what is pending is left to its schedule. */
    Delivery redeliver(String id, String deliveryId, Administrator by) {
        var delivery = audit.write(by, "webhook.redeliver", deliveryId, connection -> {
            demandEnabled(locked(connection, id));
            var before = DeliveryTable.find(connection, deliveryId)
                    .filter(found -> found.webhook().equals(id))
                    .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no delivery with this id."));
            return before.state().equals(Delivery.PENDING) ? before : deliveries.again(connection, before);
        });
        deliveries.wake();
        return delivery;
    }

    Webhook find(String id) {
        return commits.read(connection -> WebhookTable.find(connection, id)).orElseThrow(Webhooks::notFound);
    }

    List<Webhook> all() {
        return commits.read(WebhookTable::all);
    }

    /** At most {@code most}, the youngest first. */
    List<Delivery> deliveries(String id, String after, int most) {
        find(id);
        return commits.read(connection -> DeliveryTable.page(connection, id, after, most));
    }

    /** What a receiver has disabled stays so until an administrator says otherwise. */
    private static String disabledBecause(WebhookTerms terms, String before) {
        if (terms.enabled() == null || terms.enabled()) {
            return null;
        }
        return before == null ? Webhook.BY_ADMINISTRATOR : before;
    }

    private void subscribe(Connection connection, Webhook webhook) throws SQLException {
        outbox.subscribe(connection, webhook.id(), webhook.isEnabled() ? webhook.events() : Set.of());
    }

    private static Webhook locked(Connection connection, String id) throws SQLException {
        return WebhookTable.lock(connection, id).orElseThrow(Webhooks::notFound);
    }

    private static void demandEnabled(Webhook webhook) {
        if (!webhook.isEnabled()) {
            throw new ApiException(
                    ErrorCode.CONFLICT, "The webhook is disabled; enable it with PATCH {\"enabled\": true} before.");
        }
    }

    private static ApiException notFound() {
        return new ApiException(ErrorCode.NOT_FOUND, "There is no webhook with this id.");
    }

    private static String newSecret() {
        var key = new byte[SECRET_BYTES];
        RANDOM.nextBytes(key);
        return StandardSignature.secret(key);
    }
}
