package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.webhook.out.Receiver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks out, to a receiver on this machine that checks signatures with the standard's own library. */
class WebhookDeliveryIT extends Fixture {

    private final Receiver receiver = Receiver.start();
    private JsonNode webhook;

    @AfterEach
    void close() {
        if (webhook != null) {
            Server.delete(path());
        }
        receiver.close();
    }

    @Test
    void aTestArrivesSignedWithTheSecretThatIsShownOnce() {
        make("webhook.dead_lettered");

        assertThat(webhook.path("secret").asText()).startsWith("whsec_");
        assertThat(Server.get(path()).json().has("secret")).isFalse();
        var ping = Server.post(path() + "/test", "");
        assertThat(ping.status()).isEqualTo(202);
        var letter = letter(0);
        assertThat(letter.isSignedWith(webhook.path("secret").asText())).isTrue();
        assertThat(letter.header("webhook-id")).isEqualTo(ping.json().path("id").asText());
        assertThat(letter.body()).contains("\"type\":\"webhook.ping\"");
        assertThat(ended().path("state").asText()).isEqualTo("delivered");
        assertThat(ended().path("status").asInt()).isEqualTo(204);

        var rotated = Server.post(path() + "/rotate", "").json();
        Server.post(path() + "/test", "");
        assertThat(letter(1).isSignedWith(rotated.path("secret").asText())).isTrue();
        assertThat(letter(1).isSignedWith(webhook.path("secret").asText())).isTrue();
        assertThat(rotated.path("previous_secret_until").asText()).isNotEmpty();

        var again = Server.post(path() + "/deliveries/" + ping.json().path("id").asText() + "/redeliver", "");
        assertThat(again.status()).isEqualTo(202);
        assertThat(letter(2).header("webhook-id")).isEqualTo(letter.header("webhook-id"));
        assertThat(Server.get("admin/audit?limit=20").body()).contains("webhook.create", "webhook.rotate");
    }

    @Test
    void aFlakyReceiverGetsItInTheEnd() {
        var calls = new AtomicInteger();
        receiver.be(exchange ->
                Receiver.answering(calls.incrementAndGet() < 3 ? 500 : 200).meet(exchange));
        make("batch.completed");

        Server.post(path() + "/test", "");

        await().until(() -> ended().path("state").asText().equals("delivered"));
        assertThat(ended().path("attempts").asInt()).isEqualTo(3);
        assertThat(receiver.letters())
                .extracting(letter -> letter.header("webhook-id"))
                .containsOnly(ended().path("id").asText());
    }

    @Test
    void aRedirectIsNotFollowedAndADeadLetterIsTold() {
        receiver.be(exchange -> {
            var ping = exchange.getRequestURI().getPath().equals("/hook")
                    && receiver.letters().size() <= 3;
            (ping ? Receiver.answering(302, "Location", receiver.url("/elsewhere")) : Receiver.answering(200))
                    .meet(exchange);
        });
        make("webhook.dead_lettered");

        var ping = Server.post(path() + "/test", "").json();

        var told = letter(3);
        assertThat(told.path()).isEqualTo("/hook");
        assertThat(told.body())
                .contains(
                        "\"type\":\"webhook.dead_lettered\"",
                        "status_302",
                        ping.path("id").asText());
        assertThat(receiver.letters()).extracting(Receiver.Letter::path).containsOnly("/hook");
    }

    @Test
    void aReceiverThatSaysGoneIsLeftAlone() {
        receiver.be(Receiver.answering(410));
        make("batch.completed");

        Server.post(path() + "/test", "");

        await().until(() -> !Server.get(path()).json().path("enabled").asBoolean());
        assertThat(Server.get(path()).json().path("disabled_because").asText()).isEqualTo("gone");
        assertThat(Server.post(path() + "/test", "").status()).isEqualTo(409);
        var enabled = Server.change("PATCH", path(), "{\"enabled\":true}");
        assertThat(enabled.json().path("enabled").asBoolean()).isTrue();
        assertThat(enabled.json().has("disabled_because")).isFalse();
    }

    @Test
    void endsOfResponsesAndBudgetsAreTold() {
        make("response.completed", "response.failed", "budget.reached");
        var stored = Server.post("v1/responses", Json.object("model", "openai/answer", "input", "hi"));
        var failed = Server.post("v1/responses", Json.object("model", "openai/refused", "input", "hi"));
        Key.withBudget(5).post("chat", Json.object("prompt", "hi", "model", "openai/answer", "max_tokens", 1));

        await().until(() -> receiver.letters().size() >= 2);
        assertThat(failed.status()).isEqualTo(400);
        assertThat(receiver.letters())
                .anySatisfy(letter -> assertThat(letter.body())
                        .contains(
                                "\"type\":\"response.completed\"",
                                stored.json().path("id").asText()))
                .anySatisfy(letter -> assertThat(letter.body()).contains("\"type\":\"response.failed\""));
        assertThat(receiver.letters())
                .allSatisfy(letter -> assertThat(
                                letter.isSignedWith(webhook.path("secret").asText()))
                        .isTrue())
                .noneSatisfy(letter -> assertThat(letter.body()).contains(HELLO));
    }

    @Test
    void endsOfBatchesAreToldOnce() {
        make("batch.completed", "batch.failed", "batch.cancelled");
        var completed = batch("", "openai/answer", "openai/refused");
        var failed = batch("?max_cost_micro_dollars=1", "openai/answer");
        var cancelled = batch("", "openai/long");
        await().until(() ->
                Server.get("batches/" + cancelled).json().path("state").asText().equals("running"));
        Server.post("batches/" + cancelled + "/cancel", "");

        await().until(() -> receiver.letters().size() >= 3);
        assertThat(receiver.letters())
                .hasSize(3)
                .anySatisfy(letter -> assertThat(letter.body())
                        .contains("\"type\":\"batch.completed\"", completed, "\"succeeded\":1,\"failed\":1"))
                .anySatisfy(letter -> assertThat(letter.body())
                        .contains("\"type\":\"batch.failed\"", failed, "\"total\":1,\"succeeded\":0"))
                .anySatisfy(letter -> assertThat(letter.body()).contains("\"type\":\"batch.cancelled\"", cancelled))
                .allSatisfy(letter -> assertThat(
                                letter.isSignedWith(webhook.path("secret").asText()))
                        .isTrue())
                .noneSatisfy(letter -> assertThat(letter.body()).contains(HELLO));
    }

    private static String batch(String terms, String... models) {
        var lines = Stream.of(models)
                .map(model -> Json.object("id", model, "prompt", "hi", "model", model, "max_tokens", 10))
                .collect(Collectors.joining("\n"));
        var accepted = Server.post("batches" + terms, lines, "Content-Type", "application/jsonl");
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        return accepted.json().path("id").asText();
    }

    @Test
    void aSpentBudgetIsToldOnce() {
        make("budget.reached");
        var key = Key.withBudget(250);
        var ask = Json.object("prompt", "hi", "model", "openai/answer", "max_tokens", 10);

        int status = 200;
        for (int i = 0; i < 20 && status == 200; i++) {
            status = key.post("chat", ask).status();
        }
        assertThat(status).isEqualTo(402);
        key.post("chat", ask);

        assertThat(letter(0).body()).contains("\"type\":\"budget.reached\"", key.id(), "\"limit_micro_dollars\":250");
        assertThat(receiver.letters()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://2130706433/",
                "http://127.0.0.2/",
                "http://0.0.0.0/",
                "http://[::ffff:10.0.0.1]/",
                "http://[fd00::1]/",
                "ftp://example.com/",
                "http://user:pass@127.0.0.1/",
                "not a url"
            })
    void urlsThatLeadInsideAreRefused(String url) {
        var refused = Server.post("admin/webhooks", Json.object("url", url, "events", List.of("batch.completed")));

        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("url");
    }

    @Test
    void whatIsNotKnownIsRefused() {
        assertThat(Server.post(
                                "admin/webhooks",
                                Json.object("url", receiver.url("/"), "events", List.of("batch.started")))
                        .status())
                .isEqualTo(422);
        assertThat(Server.post("admin/webhooks", Json.object("url", receiver.url("/"), "events", List.of()))
                        .status())
                .isEqualTo(422);
        assertThat(Server.post(
                                "admin/webhooks",
                                Json.object("url", receiver.url("/"), "events", List.of("batch.failed"), "secret", "x"))
                        .status())
                .isEqualTo(422);
        assertThat(Server.get("admin/webhooks/wh_1").status()).isEqualTo(404);
        assertThat(Server.delete("admin/webhooks/wh_1").status()).isEqualTo(404);
    }

    @Test
    void webhooksAreForAdministrators() {
        var user = Key.with(Map.of("concurrent_runs", 1));

        assertThat(Server.get("admin/webhooks", "Authorization", user.bearer()).status())
                .isEqualTo(403);
    }

    private void make(String... events) {
        var made = Server.post("admin/webhooks", Json.object("url", receiver.url("/hook"), "events", List.of(events)));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        webhook = made.json();
    }

    private String path() {
        return "admin/webhooks/" + webhook.path("id").asText();
    }

    private Receiver.Letter letter(int index) {
        await().until(() -> receiver.letters().size() > index);
        return receiver.letters().get(index);
    }

    /** The youngest delivery, when it is over. */
    private JsonNode ended() {
        await().until(() -> !youngest().path("state").asText().equals("pending"));
        return youngest();
    }

    private JsonNode youngest() {
        return Server.get(path() + "/deliveries").json().path("data").path(0);
    }
}
