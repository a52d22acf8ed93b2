package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What senders of webhooks meet, and what becomes of what they send. */
class WebhookIntakeIT extends Fixture {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"title\":\"the release\"}";
    private static final int TEN_MEGABYTES = 10_000_000;

    @Test
    void whatIsSignedIsWorkedOffOnTheAccountOfItsSource() {
        var accepted = Server.post("webhooks/standard", BODY, signed("msg_" + UUID.randomUUID(), 0));

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.json().path("duplicate").asBoolean()).isFalse();
        var done = ended("standard", accepted.json().path("id").asText());
        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.path("answer").asText()).isEqualTo(HELLO);
        assertThat(upstreamCalls()).isEqualTo(1);
        var asked = Server.UPSTREAM.lastRequest().json().path("messages");
        assertThat(asked.get(asked.size() - 1).path("content").asText()).isEqualTo("Summarise the release.");
        var call = Server.get("admin/usage/calls?limit=1").json().path("data").path(0);
        assertThat(call.path("endpoint").asText()).isEqualTo("webhook");
        assertThat(call.path("id").asText()).isEqualTo(done.path("run_id").asText());
    }

    @Test
    void anAgentWorksItOffWithItsTools() {
        var task = Json.object("task", "calculator {\"expression\": \"6 * 7\"}");
        var accepted = Server.post("webhooks/agent", task, "X-Webhook-Token", "the-token-of-an-agent");

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        var done = ended("agent", accepted.json().path("id").asText());
        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.path("answer").asText()).endsWith("42");
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void theSameDeliveryTwentyTimesAtOnceIsOneRun() {
        var headers = signed("msg_" + UUID.randomUUID(), 0);
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < 20; i++) {
            answers.add(Server.posting("webhooks/standard", BODY, headers));
        }

        var ids = new HashSet<String>();
        for (var answer : answers) {
            assertThat(answer.join().statusCode()).isEqualTo(202);
            ids.add(answer.join().body().replaceAll(",\"duplicate\".*", ""));
        }
        assertThat(ids).hasSize(1);
        ended("standard", ids.iterator().next().replaceAll(".*\"id\":\"|\"", ""));
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void whateverIsWrongIsTheSameRefusal() {
        var good = signed("msg_1", 0);
        var refusals = List.of(
                Server.post("webhooks/standard", BODY, signed("msg_1", -600)),
                Server.post("webhooks/standard", BODY + " ", good),
                Server.post("webhooks/standard", BODY, with(good, 1, "msg_2")),
                Server.post("webhooks/standard", BODY, "Authorization", "Bearer nonsense"),
                Server.post("webhooks/github", BODY, "X-Hub-Signature-256", "sha256=00"),
                Server.post("webhooks/nobody-knows", BODY, good),
                Server.post("webhooks/broken", BODY, "X-Webhook-Token", "wrong"));

        assertThat(refusals).allSatisfy(refusal -> {
            assertThat(refusal.status()).isEqualTo(401);
            assertThat(refusal.json().path("code").asText()).isEqualTo("unauthorized");
            assertThat(refusal.json().path("detail"))
                    .isEqualTo(refusals.getFirst().json().path("detail"));
        });
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aBodyOfTenMegabytesIsRefused() {
        var refused = Server.post("webhooks/standard", new byte[TEN_MEGABYTES], signed("msg_1", 0));

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.json().path("code").asText()).isEqualTo("payload_too_large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webhooks/standard/",
                "webhooks//standard",
                "webhooks/standard;a=b",
                "webhooks/%73tandard",
                "webhooks",
                "webhooks/standard/deliveries/in_1/replay",
                "webhooks/../chat"
            })
    void everyOtherWayToWriteThePathNeedsAKey(String path) {
        assertThat(Server.post(path, BODY, "Authorization", "Bearer nobody").status())
                .isIn(401, 400);
    }

    @Test
    void whatCameInIsForAdministrators() {
        var user = Key.with(Map.of("concurrent_runs", 1));
        assertThat(Server.get("webhooks/standard/deliveries", "Authorization", user.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(user.post("webhooks/standard/deliveries/in_1/replay", "").status())
                .isEqualTo(403);
        assertThat(Server.get("webhooks/nobody-knows/deliveries").status()).isEqualTo(404);
        assertThat(Server.post("webhooks/standard/deliveries/in_1/replay", "").status())
                .isEqualTo(404);
    }

    @Test
    void whatFailsIsTriedAgainThenDeadAndCanBeReplayed() {
        var accepted = Server.post(
                "webhooks/broken",
                "{\"n\":1}",
                "X-Webhook-Token",
                "the-token-of-a-source",
                "webhook-id",
                "id-" + UUID.randomUUID());
        var id = accepted.json().path("id").asText();

        var dead = ended("broken", id);
        assertThat(dead.path("state").asText()).isEqualTo("dead");
        assertThat(dead.path("attempts").asInt()).isEqualTo(2);
        assertThat(dead.path("error").asText()).isEqualTo("provider_unreachable");
        assertThat(dead.has("next_attempt_at")).isFalse();

        var replayed = Server.post("webhooks/broken/deliveries/" + id + "/replay", "");
        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.json().path("state").asText()).isEqualTo("pending");
        var again = ended("broken", id);
        assertThat(again.path("run_id").asText())
                .isNotEqualTo(dead.path("run_id").asText());
        assertThat(Server.get("webhooks/broken/deliveries?limit=1")
                        .json()
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void whatIsToldOfItSaysNothingOfBodiesAndSecrets() {
        var log = ServerLog.fromNow();
        var body = "{\"title\":\"wHaTnObOdYlOgS\"}";
        var accepted = Server.post("webhooks/standard", body, signed("msg_" + UUID.randomUUID(), 0, body));
        ended("standard", accepted.json().path("id").asText());
        Server.post("webhooks/broken", "{}", "X-Webhook-Token", "wHaTnObOdYlOgS");

        assertThat(Server.get("webhooks/standard/deliveries").body()).doesNotContain("wHaTnObOdYlOgS");
        assertThat(Server.get("/metrics").body())
                .contains(
                        "parley_webhooks_received_total{mp_scope=\"application\",result=\"accepted\",source=\"standard\"");
        assertThat(log.lines().toString()).doesNotContain("wHaTnObOdYlOgS", SECRET);
    }

    private static JsonNode ended(String source, String id) {
        var path = "webhooks/" + source + "/deliveries/" + id;
        await().until(() -> !Server.get(path).json().path("state").asText().equals("pending"));
        return Server.get(path).json();
    }

    /** Of the body, by the standard's own library, some seconds from now. */
    private static String[] signed(String id, long seconds) {
        return signed(id, seconds, BODY);
    }

    private static String[] signed(String id, long seconds, String body) {
        try {
            long timestamp = System.currentTimeMillis() / 1_000 + seconds;
            return new String[] {
                "webhook-id", id,
                "webhook-timestamp", Long.toString(timestamp),
                "webhook-signature", new Webhook(SECRET).sign(id, timestamp, body)
            };
        } catch (com.standardwebhooks.exceptions.EmptyWebhookSecretException
                | com.standardwebhooks.exceptions.WebhookSigningException defect) {
            throw new IllegalStateException(defect);
        }
    }

    private static String[] with(String[] headers, int place, String value) {
        var others = headers.clone();
        others[place] = value;
        return others;
    }
}
