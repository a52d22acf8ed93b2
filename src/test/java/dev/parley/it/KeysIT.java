package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from their making to their end: what they open, and what they don't. */
class KeysIT extends Fixture {

    private static final String ASK = Json.object("prompt", "hi", "model", "openai/answer");
    private static final String LONG = Json.object("prompt", "hi", "model", "openai/long", "stream", true);

    @ParameterizedTest
    @ValueSource(strings = {"chat", "runs/run_x", "nothing-here", "error-page", "admin/keys", "v1", "a;b/c", ""})
    void everyPathAsksForAKey(String path) {
        var answer = anonymous(path);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo("unauthorized");
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void underV1TheRefusalIsOpenAis() {
        var answer = anonymous("v1/chat/completions");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().at("/error/type").asText()).isEqualTo("authentication_error");
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer zyzzyva", "Bearer", "Basic enl6enl2YQ==", "zyzzyva", "Bearer ' or 1=1 --"})
    void whatIsNoKeyIsRefusedAndNotRepeated(String authorization) {
        var answer = Server.post("chat", ASK, "Authorization", authorization);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).doesNotContain("zyzzyva").doesNotContain("1=1");
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aKeyOfTenKilobytesIsRefused() {
        assertThat(Server.post("chat", ASK, "Authorization", "Bearer " + "k".repeat(10 << 10))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aKeyIsShownOnceAndOpensTheDoors() {
        var made = make("name", "reporting");
        var text = made.path("key").asText();
        var id = made.path("id").asText();

        assertThat(text).startsWith("parley_" + id.substring(4) + "_");
        assertThat(Server.post("chat", ASK, bearer(made)).status()).isEqualTo(200);
        assertThat(Server.get("v1/models", "Authorization", "", "X-API-Key", text)
                        .status())
                .isEqualTo(401); // an Authorization that can't be read is not passed over
        assertThat(Server.send(HttpRequest.newBuilder(Server.BASE.resolve("v1/models"))
                                .header("X-API-Key", text))
                        .status())
                .isEqualTo(200);
        var shown = Server.get("admin/keys/" + id);
        assertThat(shown.json().path("name").asText()).isEqualTo("reporting");
        assertThat(shown.json().path("status").asText()).isEqualTo("active");
        assertThat(shown.body()).doesNotContain(text);
        assertThat(Server.get("admin/keys").body()).contains(id).doesNotContain(text);
        await().until(() -> Server.get("admin/keys/" + id).json().has("last_used_at"));
    }

    @Test
    void aRevokedKeyIsRefusedWithinASecond() {
        var made = make("name", "short-lived");
        assertThat(Server.get("v1/models", bearer(made)).status()).isEqualTo(200);

        var revoked = Server.delete("admin/keys/" + made.path("id").asText());

        assertThat(revoked.json().path("status").asText()).isEqualTo("revoked");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> Server.get("v1/models", bearer(made)).status() == 401);
        assertThat(Server.get("v1/models", bearer(made))
                        .json()
                        .at("/error/message")
                        .asText())
                .contains("was revoked");
    }

    @Test
    void theStreamOfARevokedKeyEnds() {
        var made = make("name", "streaming");
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        try (var stream = Server.stream("chat", LONG, bearer(made))) {
            stream.next("delta");
            Server.delete("admin/keys/" + made.path("id").asText());
            var began = System.nanoTime();

            var error = stream.next("error");

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            assertThat(error.json().path("code").asText()).isEqualTo("unauthorized");
            assertThat(error.json().path("detail").asText()).contains("was revoked");
            await().until(() -> departures.getAsInt() == before + 1);
        }
    }

    @Test
    void theStreamOfAKeyThatExpiresEnds() {
        var made = make("name", "x", "expires_at", Instant.now().plusSeconds(3).toString());
        try (var stream = Server.stream("v1/chat/completions", v1("openai/long"), bearer(made))) {
            var event = stream.next();
            while (!event.data().contains("\"error\"")) {
                event = stream.next();
            }
            assertThat(event.json().at("/error/code").asText()).isEqualTo("invalid_api_key");
            assertThat(event.json().at("/error/message").asText()).contains("expired");
        }
        assertThat(Server.post("chat", ASK, bearer(made)).status()).isEqualTo(401);
        assertThat(Server.get("admin/keys/" + made.path("id").asText())
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"admin/keys", "admin;x=1/keys", "admin/keys;y", "%61dmin/keys", "admin/audit", "admin/teams"})
    void usersDoNotAdminister(String path) {
        var answer = Server.get(path, bearer(make("name", "user")));

        assertThat(answer.status()).isIn(403, 404, 400);
        assertThat(answer.body()).doesNotContain("\"data\"");
    }

    @Test
    void anAdministratorMadeHereAdministersToo() {
        var admin = make("name", "second", "roles", List.of("admin"));

        assertThat(Server.get("admin/keys", bearer(admin)).status()).isEqualTo(200);
        Server.change("PATCH", "admin/keys/" + admin.path("id").asText(), "{\"roles\":[\"user\"]}");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> Server.get("admin/keys", bearer(admin)).status() == 403);
    }

    @Test
    void modelsThatAKeyDoesNotNameAreRefusedAtEveryDoor() {
        var made = make("name", "narrow", "models", List.of("offline/*", "steady"));

        for (var answer : List.of(
                Server.post("chat", ASK, bearer(made)),
                Server.post("v1/chat/completions", v1("openai/answer"), bearer(made)),
                Server.post("v1/responses", Json.object("model", "openai/answer", "input", "hi"), bearer(made)),
                Server.post("v1/embeddings", Json.object("model", "openai/embed", "input", "hi"), bearer(made)),
                Server.get("v1/models/openai/answer", bearer(made)))) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("model_not_allowed");
        }
        assertThat(upstreamCalls()).isZero();
        assertThat(Server.get("v1/models", bearer(made)).json().path("data"))
                .isNotEmpty()
                .allSatisfy(model -> assertThat(model.path("id").asText()).matches("offline/.*|steady"));
        assertThat(Server.post("chat", Json.object("prompt", "hi", "model", "steady"), bearer(made))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theRunsOfOthersAreNotFound() {
        var owner = make("name", "owner");
        var other = make("name", "other");
        var run = Server.post("chat", ASK, bearer(owner)).json().path("id").asText();

        assertThat(Server.get("runs/" + run, bearer(owner)).status()).isEqualTo(200);
        for (var answer : List.of(
                Server.get("runs/" + run, bearer(other)),
                Server.get("runs/" + run + "/events", bearer(other)),
                Server.post("runs/" + run + "/cancel", "", bearer(other)),
                Server.get("runs/" + run))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().path("code").asText()).isEqualTo("run_not_found");
        }
    }

    @Test
    void theKeysOfATeamShareTheirRuns() {
        Server.change("PUT", "admin/teams/red", Json.object("limits", Map.of("requests_per_minute", 600)));
        var one = make("name", "one", "team", "red");
        var two = make("name", "two", "team", "red");
        var run = Server.post("chat", ASK, bearer(one)).json().path("id").asText();

        assertThat(Server.get("runs/" + run, bearer(two)).status()).isEqualTo(200);
        var kept = Server.delete("admin/teams/red");
        assertThat(kept.status()).isEqualTo(409);
        assertThat(kept.json().path("code").asText()).isEqualTo("conflict");
        for (var key : List.of(one, two)) {
            Server.delete("admin/keys/" + key.path("id").asText());
        }
        assertThat(Server.delete("admin/teams/red").status()).isEqualTo(200);
        assertThat(Server.get("admin/teams/red").status()).isEqualTo(404);
    }

    @Test
    void termsAreMergedIntoWhatAKeyHas() {
        var made = make("name", "before", "limits", Map.of("requests_per_minute", 5, "concurrent_runs", 2));

        var changed = Server.change(
                "PATCH",
                "admin/keys/" + made.path("id").asText(),
                "{\"limits\":{\"requests_per_minute\":null,\"tokens_per_minute\":9},\"budget\":{\"total_micro_dollars\":1000000}}");

        assertThat(changed.json().path("name").asText()).isEqualTo("before");
        assertThat(changed.json().path("limits").toString())
                .isEqualTo("{\"tokens_per_minute\":9,\"concurrent_runs\":2}");
        assertThat(changed.json().at("/budget/total_micro_dollars").asLong()).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\"x\"",
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":\"a\\u0000b\"}",
                "{\"name\":\"x\",\"limit\":{}}",
                "{\"name\":\"x\",\"limits\":{\"requests_per_second\":1}}",
                "{\"name\":\"x\",\"limits\":{\"requests_per_minute\":0}}",
                "{\"name\":\"x\",\"limits\":{\"tokens_per_minute\":99999999999999999999}}",
                "{\"name\":\"x\",\"budget\":{\"total_micro_dollars\":-1}}",
                "{\"name\":\"x\",\"budget\":{\"per_day_micro_dollars\":1000000000000001}}",
                "{\"name\":\"x\",\"budget\":{\"per_day_micro_dollars\":0.5}}",
                "{\"name\":\"x\",\"team\":\"nobody\"}",
                "{\"name\":\"x\",\"team\":\"' or '1'='1\"}",
                "{\"name\":\"x\",\"roles\":[\"root\"]}",
                "{\"name\":\"x\",\"roles\":[]}",
                "{\"name\":\"x\",\"models\":[\"a*b\"]}",
                "{\"name\":\"x\",\"models\":[null]}",
                "{\"name\":\"x\",\"expires_at\":\"2001-01-01T00:00:00Z\"}",
                "{\"name\":\"x\",\"expires_at\":\"2030-02-31T00:00:00Z\"}",
                "{\"name\":\"x\",\"expires_at\":\"tomorrow\"}"
            })
    void termsThatMakeNoSenseAreRefused(String body) {
        var answer = Server.post("admin/keys", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().path("code").asText()).isEqualTo("invalid_request");
    }

    @Test
    void namesAreOnlyNames() {
        var name = "'); drop table api_keys; --";

        var made = make("name", name);

        assertThat(Server.get("admin/keys/" + made.path("id").asText())
                        .json()
                        .path("name")
                        .asText())
                .isEqualTo(name);
        assertThat(Server.get("admin/keys/' or 1=1 --".replace(" ", "%20")).status())
                .isEqualTo(404);
        assertThat(Server.change("PUT", "admin/teams/a'b", "{}").status()).isEqualTo(422);
    }

    @Test
    void aListIsReadPageByPage() {
        for (int i = 0; i < 3; i++) {
            make("name", "paged");
        }
        var first = Server.get("admin/keys?limit=2").json();

        assertThat(first.path("data")).hasSize(2);
        assertThat(first.path("has_more").asBoolean()).isTrue();
        var second = Server.get("admin/keys?limit=2&after=" + first.path("next").asText())
                .json();
        assertThat(second.path("data")).isNotEmpty().doesNotContainAnyElementsOf(first.path("data"));
        assertThat(Server.get("admin/keys?limit=0").status()).isEqualTo(422);
    }

    @Test
    void everyChangeIsInTheAuditAndEveryRefusedOneToo() {
        var made = Server.post("admin/keys", Json.object("name", "audited"), "X-Request-Id", "audit-1");
        Server.delete("admin/keys/key_nobody", "X-Request-Id", "audit-2");

        var entries = Server.get("admin/audit?limit=50").json().path("data");

        assertThat(entries).anySatisfy(entry -> {
            assertThat(entry.path("request_id").asText()).isEqualTo("audit-1");
            assertThat(entry.path("actor").asText()).isEqualTo("admin");
            assertThat(entry.path("action").asText()).isEqualTo("key.create");
            assertThat(entry.path("target").asText())
                    .isEqualTo(made.json().path("id").asText());
            assertThat(entry.path("outcome").asText()).isEqualTo("done");
        });
        assertThat(entries).anySatisfy(entry -> {
            assertThat(entry.path("request_id").asText()).isEqualTo("audit-2");
            assertThat(entry.path("outcome").asText()).isEqualTo("not_found");
        });
    }

    private static JsonNode make(Object... terms) {
        var answer = Server.post("admin/keys", Json.object(terms));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String[] bearer(JsonNode made) {
        return new String[] {"Authorization", "Bearer " + made.path("key").asText()};
    }

    private static String v1(String model) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}"
                .formatted(model);
    }

    /** Without a key. */
    private static Server.Answer anonymous(String path) {
        return Server.send(HttpRequest.newBuilder(Server.BASE.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ASK)));
    }
}
