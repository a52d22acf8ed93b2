package dev.parley.webhook.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.event.EventType;
import dev.parley.http.Json;
import dev.parley.job.Next;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.webhook.StandardSignature;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryJobTest {

    private static final String SECRET = StandardSignature.secret(new byte[32]);
    private static final String OTHER_SECRET = StandardSignature.secret(
            "0123456789012345678901234567".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

    /** The library looks at the system's clock. */
    private final FakeClock clock = new FakeClock(Instant.now());

    private final MemoryDatabase database = new MemoryDatabase();
    private final Receiver receiver = Receiver.start();
    private final OutRoom room = new OutRoom(database, clock, OutRoom.THIS_MACHINE);

    @AfterEach
    void close() throws IOException {
        receiver.close();
        room.stop();
        database.close();
    }

    @Test
    void theAnnouncementArrivesSigned() throws IOException {
        room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_COMPLETED);
        room.announce(EventType.BATCH_COMPLETED, "batch_1");

        assertThat(room.attempt()).isEqualTo(Next.DONE);

        var letter = receiver.letters().getFirst();
        assertThat(letter.isSignedWith(SECRET)).isTrue();
        assertThat(letter.isSignedWith(OTHER_SECRET)).isFalse();
        assertThat(letter.header("webhook-id")).isEqualTo(room.delivery().id());
        var body = Json.MAPPER.readTree(letter.body());
        assertThat(body.path("type").asText()).isEqualTo("batch.completed");
        assertThat(body.path("timestamp").asText())
                .isEqualTo(clock.instant()
                        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS)
                        .toString());
        assertThat(body.path("id").asText()).startsWith("evt_");
        assertThat(body.path("data").toString()).isEqualTo("{\"id\":\"batch_1\",\"owner\":\"team:red\",\"n\":1}");
        assertThat(room.delivery().state()).isEqualTo(Delivery.DELIVERED);
        assertThat(room.delivery().status()).isEqualTo(204);
        assertThat(room.attempt()).isEqualTo(Next.DONE);
        assertThat(receiver.letters()).hasSize(1);
    }

    @Test
    void bothSecretsSignWhileOneIsReplacedByTheOther() {
        var webhook = room.webhook(receiver.url("/hook"), OTHER_SECRET, EventType.BATCH_COMPLETED);
        room.store(webhook.withSecret(SECRET, clock.millis() + 1_000));
        room.announce(EventType.BATCH_COMPLETED, "batch_1");

        room.attempt();

        assertThat(receiver.letters().getFirst().isSignedWith(SECRET)).isTrue();
        assertThat(receiver.letters().getFirst().isSignedWith(OTHER_SECRET)).isTrue();
        clock.pass(Duration.ofSeconds(1));
        room.commits.call(connection -> DeliveryTable.update(
                connection, room.delivery(), Delivery.of(room.delivery().id(), "", "", "", 0)));
        room.attempt();
        assertThat(receiver.letters().getLast().isSignedWith(SECRET)).isTrue();
        assertThat(receiver.letters().getLast().isSignedWith(OTHER_SECRET)).isFalse();
    }

    @Test
    void triesAgainByTheScheduleOfTheStandardAndThenGivesUp() {
        receiver.be(Receiver.answering(500));
        room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED, EventType.WEBHOOK_DEAD_LETTERED);
        room.announce(EventType.BATCH_FAILED, "batch_1");
        var begun = clock.millis();
        var minutes = new ArrayList<Long>();

        for (var next = room.attempt(); next instanceof Next.Again again; next = room.attempt()) {
            assertThat(room.delivery().nextAt())
                    .isEqualTo(clock.millis() + again.after().toMillis());
            clock.pass(again.after());
            minutes.add(Duration.ofMillis(clock.millis() - begun).toMinutes());
        }

        var wanted = List.of(0, 5, 35, 155, 455, 1055, 1895, 3095, 4535);
        assertThat(minutes).hasSize(9);
        for (int i = 0; i < 9; i++) {
            assertThat((double) minutes.get(i)).isBetween((double) wanted.get(i), wanted.get(i) * 1.1 + 1);
        }
        assertThat(receiver.letters())
                .hasSize(10)
                .extracting(letter -> letter.header("webhook-id"))
                .containsOnly(room.delivery().id());
        assertThat(receiver.letters().getLast().header("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.millis() / 1_000));
        assertThat(room.delivery().state()).isEqualTo(Delivery.DEAD);
        assertThat(room.delivery().error()).isEqualTo("status_500");
        assertThat(room.delivery().nextAt()).isZero();
    }

    @Test
    void aDeadLetterIsAnnouncedAndOneThatTellsOfItIsNot() throws IOException {
        var settings = new HashMap<>(OutRoom.THIS_MACHINE);
        settings.put("parley.webhook-delivery.retries", "1ms");
        var hasty = new OutRoom(database, clock, settings);
        receiver.be(Receiver.answering(500));
        hasty.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED, EventType.WEBHOOK_DEAD_LETTERED);
        hasty.announce(EventType.BATCH_FAILED, "batch_1");
        hasty.attempt();
        hasty.attempt();

        hasty.relay.relay();
        assertThat(hasty.deliveries()).hasSize(2);
        var letter = hasty.deliveries().stream()
                .filter(delivery -> delivery.type().equals("webhook.dead_lettered"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.body())
                .contains("\"error\":\"status_500\"", hasty.delivery().id());
        for (int i = 0; i < 2; i++) {
            hasty.job.run(new DeliveryJob.Of(letter.id()), new dev.parley.job.Attempt("try_2", 1, () -> false));
        }
        hasty.relay.relay();

        assertThat(hasty.deliveries()).hasSize(2);
        assertThat(hasty.deliveries()).extracting(Delivery::state).containsOnly(Delivery.DEAD);
        hasty.stop();
    }

    @Test
    void goneDisablesTheWebhook() {
        receiver.be(Receiver.answering(410));
        room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED);
        room.announce(EventType.BATCH_FAILED, "batch_1");

        assertThat(room.attempt()).isEqualTo(Next.DONE);

        assertThat(room.webhook().disabledBecause()).isEqualTo(Webhook.GONE);
        assertThat(database.ask("select count(*) from event_subscriptions")).isEqualTo("0");
        assertThat(room.delivery().state()).isEqualTo(Delivery.DEAD);
    }

    @Test
    void aDisabledWebhookGetsNothing() {
        var webhook = room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED);
        room.announce(EventType.BATCH_FAILED, "batch_1");
        room.store(webhook.disabled(Webhook.BY_ADMINISTRATOR));

        room.attempt();

        assertThat(receiver.letters()).isEmpty();
        assertThat(room.delivery().error()).isEqualTo("webhook_disabled");
    }

    @Test
    void whatARemovedWebhookHasLeftIsDead() {
        room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED);
        room.announce(EventType.BATCH_FAILED, "batch_1");
        room.commits.call(connection -> WebhookTable.remove(connection, "wh_1"));

        assertThat(room.attempt()).isEqualTo(Next.DONE);

        var left = room.deliveries().getFirst();
        assertThat(left.error()).isEqualTo("webhook_removed");
        assertThat(receiver.letters()).isEmpty();
    }

    @Test
    void obeysRetryAfter() {
        receiver.be(Receiver.answering(429, "Retry-After", "3600"));
        room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED);
        room.announce(EventType.BATCH_FAILED, "batch_1");

        assertThat(room.attempt()).isEqualTo(Next.again(Duration.ofHours(1)));
    }

    @Test
    void redeliveringBeginsTheScheduleAnewUnderTheSameId() {
        receiver.be(Receiver.answering(410));
        var webhook = room.webhook(receiver.url("/hook"), SECRET, EventType.BATCH_FAILED);
        room.announce(EventType.BATCH_FAILED, "batch_1");
        room.attempt();
        room.store(webhook);
        receiver.be(Receiver.answering(200));

        room.commits.call(connection -> room.deliveries.again(connection, room.delivery()));
        room.attempt();

        assertThat(receiver.letters())
                .extracting(letter -> letter.header("webhook-id"))
                .containsExactly(room.delivery().id(), room.delivery().id());
        assertThat(room.delivery().state()).isEqualTo(Delivery.DELIVERED);
        assertThat(database.ask("select count(*) from jobs where task_name = 'webhook-delivery'"))
                .isEqualTo("2");
    }

    @Test
    void secretsAreEncryptedWhenThereIsAKeyForThat() throws IOException {
        var settings = new HashMap<>(OutRoom.THIS_MACHINE);
        settings.put("parley.webhook-delivery.secret-key", "0123456789012345678901234567890123456789");
        var sealing = new OutRoom(database, clock, settings);
        var vault =
                DeliverySettings.read(dev.parley.platform.Settings.of(settings)).vault();
        var sealed = vault.seal(SECRET, "wh_1");
        sealing.webhook(receiver.url("/hook"), sealed, EventType.BATCH_FAILED);
        sealing.announce(EventType.BATCH_FAILED, "batch_1");

        sealing.attempt();
        sealing.stop();

        assertThat(sealed).startsWith("aes1:").doesNotContain(SECRET.substring(6));
        assertThat(receiver.letters().getFirst().isSignedWith(SECRET)).isTrue();
        assertThat(vault.seal(SECRET, "wh_1")).isNotEqualTo(sealed);
        org.assertj.core.api.Assertions.assertThatIllegalStateException().isThrownBy(() -> vault.open(sealed, "wh_2"));
    }

    @Test
    void aSecretThatCantBeReadIsAFailureAndNothingIsSent() {
        room.webhook(receiver.url("/hook"), "aes1:AAAA", EventType.BATCH_FAILED);
        room.announce(EventType.BATCH_FAILED, "batch_1");

        assertThat(room.attempt()).isInstanceOf(Next.Again.class);

        assertThat(room.delivery().error()).isEqualTo("secret_unreadable");
        assertThat(receiver.letters()).isEmpty();
    }
}
