package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.governance.key.Issuer;
import dev.parley.responses.OpenResponses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is stored outlives the process, in the embedded database and in PostgreSQL. With servers of its own, beside all other tests. */
@Execution(ExecutionMode.CONCURRENT)
class StoreIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DETERMINISTIC = Json.object("prompt", "hi", "model", "openai/answer", "temperature", 0);

    /** In one server and one life, since each start of one costs seconds. */
    @Test
    @Timeout(360)
    void whatIsKeptOutlivesAKill() throws JoseException {
        try (var issuer = Issuer.start()) {
            var environment = FirstStart.environment(issuer);
            try (var server = OwnServer.start("parleyKilled", environment)) {
                FirstStart.takeTheKeyOf(server);
                FirstStart.takesTokens(server, issuer);
                outlivesAKill(server);
                FirstStart.isNotShownAgain(server);

                Drain.finishesStreamsAndSendsNewWorkAway(server);
                FirstStart.refusesToBeOpenToEverybody(server, environment);
            }
        }
    }

    private static void outlivesAKill(OwnServer server) {
        var stored = json(server.post("v1/responses", ask("openai/answer", "hello")));
        var running =
                json(server.post("v1/responses", "{\"model\":\"openai/long\",\"input\":\"x\",\"background\":true}"));

        var once = List.of(sentOnce(server), embeddedOnce(server));
        var whole = server.stream("chat", stream("openai/stream")).rest();
        var cut = server.stream("chat", stream("openai/long"));
        var seen = new ArrayList<EventReader.Event>();
        for (int i = 0; i < 20; i++) {
            seen.add(cut.next());
        }
        var streams = CutStreams.begin(server, 50);

        // journals are up to 500 ms behind, the file 20 ms
        await().pollDelay(Duration.ofMillis(1_000)).until(() -> true);
        var accepted = AcceptedWebhooks.send(server, 10);
        server.kill();
        server.start();

        accepted.areWorkedOff();
        whatWasSentOnceIsNotPaidAgain(server, once);
        aFinishedRunReplaysWhole(server, whole);
        aRunThatWasCutEndsInterrupted(server, seen);
        streams.areSettled();

        assertThat(show(server, id(stored))).isEqualTo(stored);
        var interrupted = show(server, id(running));
        assertThat(interrupted.path("status").asText()).isEqualTo("failed");
        assertThat(interrupted.at("/error/code").asText()).isEqualTo("interrupted");
        goesOn(server, stored);
    }

    @Test
    @Timeout(360)
    void postgresKeepsThemAsWell() {
        assumeTrue(Postgres.isInstalled(), "PostgreSQL 15 is not in /usr/lib/postgresql/15/bin");
        try (var postgres = Postgres.start();
                var server = OwnServer.start("parleyPostgres", withAShortLease(postgres.environment()))) {
            var stored = json(server.post("v1/responses", ask("openai/answer", "hällo 🌍")));
            assertThat(postgres.ask("select id || ' ' || status from responses"))
                    .isEqualTo(id(stored) + " completed");
            assertThat(show(server, id(stored))).isEqualTo(stored);
            goesOn(server, stored);

            assertThat(json(server.get("v1/responses/" + id(stored) + "/input_items"))
                            .at("/data/0/content/0/text")
                            .asText())
                    .isEqualTo("hällo 🌍");
            assertThat(server.delete("v1/responses/" + id(stored)).statusCode()).isEqualTo(200);
            assertThat(server.get("v1/responses/" + id(stored)).statusCode()).isEqualTo(404);

            keepsDocuments(server, postgres);

            var streams = CutStreams.begin(server, 8);
            await().pollDelay(Duration.ofMillis(1_000)).until(() -> true);
            var accepted = AcceptedWebhooks.send(server, 10);
            server.kill();
            server.start();
            accepted.areWorkedOff();
            streams.areSettled();

            var key = cached(server);
            postgres.stop();
            costsNothingThatCantBeKept(server);
            givesWhatTheCacheHas(server, key);
            postgres.launch();
            await().until(() ->
                    server.post("v1/responses", ask("openai/answer", "again")).statusCode() == 200);
        }
    }

    private static void keepsDocuments(OwnServer server, Postgres postgres) {
        server.post("rag/documents", Json.object("id", "a", "content", "Bread is baked in the morning."));
        awaitReady(server);
        server.post(
                "rag/documents",
                Json.object("id", "a", "metadata", Map.of("year", 2024), "content", "Bread is baked in the evening."));
        awaitReady(server);

        var found = json(
                server.post("rag/search", Json.object("query", "when is bread baked", "filter", Map.of("year", 2024))));
        assertThat(found.path("mode").asText()).as(found.toString()).isEqualTo("hybrid");
        assertThat(found.path("results")).hasSize(1);
        assertThat(found.at("/results/0/passage").asText()).contains("evening");
        assertThat(json(server.get("rag/documents")).at("/data/0/passages").asInt())
                .isEqualTo(1);
        assertThat(server.delete("rag/documents/a").statusCode()).isEqualTo(200);
        assertThat(json(server.post("rag/search", Json.object("query", "bread")))
                        .path("results"))
                .isEmpty();
        assertThat(postgres.ask(
                        "select (select count(*) from rag_passages) + (select count(*) from rag_upload_chunks)"))
                .isEqualTo("0");
    }

    private static void awaitReady(OwnServer server) {
        await().until(() -> json(server.get("rag/documents/a")).path("status").asText(), "ready"::equals);
    }

    private static Map<String, String> withAShortLease(Map<String, String> environment) {
        var all = new HashMap<>(environment);
        all.put("PARLEY_INSTANCE_LEASE", "2s");
        all.put("PARLEY_INSTANCE_RENEW_EVERY", "1s");
        return all;
    }

    private static HttpResponse<String> sentOnce(OwnServer server) {
        return server.postOnce("before-the-kill", "v1/responses", ask("openai/answer", "once"));
    }

    private static HttpResponse<String> embeddedOnce(OwnServer server) {
        return server.postOnce("vectors", "v1/embeddings", ask("openai/vectors", "once"));
    }

    private static void whatWasSentOnceIsNotPaidAgain(OwnServer server, List<HttpResponse<String>> before) {
        int calls = server.upstream().calls();
        var again = List.of(sentOnce(server), embeddedOnce(server));
        var otherBody = server.postOnce("before-the-kill", "v1/responses", ask("openai/answer", "twice"));

        assertThat(again)
                .allSatisfy(answer -> assertThat(answer.headers().firstValue("Idempotent-Replayed"))
                        .hasValue("true"));
        assertThat(again.stream().map(StoreIT::json))
                .containsExactlyElementsOf(before.stream().map(StoreIT::json).toList());
        assertThat(otherBody.statusCode()).isEqualTo(422);
        assertThat(server.upstream().calls()).isEqualTo(calls);
    }

    private static void aFinishedRunReplaysWhole(OwnServer server, List<EventReader.Event> whole) {
        var id = run(whole.getFirst());
        assertThat(server.events("runs/" + id + "/events").rest()).isEqualTo(whole);
        assertThat(server.events("runs/" + id + "/events?after=" + whole.get(1).id())
                        .rest())
                .isEqualTo(whole.subList(2, whole.size()));
        assertThat(json(server.get("runs/" + id)).at("/answer/content").asText())
                .isEqualTo(EventReader.text(whole));
    }

    private static void aRunThatWasCutEndsInterrupted(OwnServer server, List<EventReader.Event> seen) {
        var id = run(seen.getFirst());
        var events = server.events("runs/" + id + "/events").rest();
        assertThat(events).startsWith(seen.toArray(EventReader.Event[]::new));
        var error = events.get(events.size() - 2);
        assertThat(error.name()).isEqualTo("error");
        assertThat(error.json().path("code").asText()).isEqualTo("interrupted");
        assertThat(error.json().path("retryable").asBoolean()).isTrue();
        assertThat(events.getLast().data()).isEqualTo("[DONE]");

        var resumed =
                server.events("runs/" + id + "/events?after=" + id + ".1000000").rest();
        assertThat(resumed.getFirst().json().path("code").asText()).isEqualTo("interrupted");

        for (var state : List.of(server.get("runs/" + id), server.post("runs/" + id + "/cancel", ""))) {
            assertThat(json(state).path("status").asText()).isEqualTo("failed");
            assertThat(json(state).at("/error/code").asText()).isEqualTo("interrupted");
        }
    }

    private static String run(EventReader.Event start) {
        return start.json().path("id").asText();
    }

    private static String stream(String model) {
        return "{\"prompt\":\"hi\",\"model\":\"%s\",\"stream\":true}".formatted(model);
    }

    private static void goesOn(OwnServer server, JsonNode stored) {
        var next = server.post(
                "v1/responses",
                "{\"model\":\"openai/answer\",\"input\":\"And?\",\"previous_response_id\":\"%s\"}"
                        .formatted(id(stored)));
        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(server.upstream().lastRequest().json().path("messages")).hasSize(3);
    }

    private static void costsNothingThatCantBeKept(OwnServer server) {
        int before = server.upstream().calls();
        for (var store : List.of(true, false)) {
            var refused = server.post(
                    "v1/responses", "{\"model\":\"openai/answer\",\"input\":\"x\",\"store\":%s}".formatted(store));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(json(refused).at("/error/code").asText()).isEqualTo("store_unavailable");
        }
        assertThat(server.upstream().calls()).isEqualTo(before);
    }

    /** The key of somebody who has an answer in the cache. */
    private static String cached(OwnServer server) {
        var key = json(server.post("admin/keys", Json.object("name", "of the cache")))
                .path("key")
                .asText();
        assertThat(server.postAs(key, "chat", DETERMINISTIC).headers().firstValue("X-Cache"))
                .hasValue("miss");
        return key;
    }

    private static void givesWhatTheCacheHas(OwnServer server, String key) {
        var hit = server.postAs(key, "chat", DETERMINISTIC);
        assertThat(hit.statusCode()).as(hit.body()).isEqualTo(200);
        assertThat(hit.headers().firstValue("X-Cache")).hasValue("hit");
        assertThat(server.postAs(key, "chat", DETERMINISTIC.replace("hi", "ho")).statusCode())
                .isEqualTo(503);
        assertThat(server.postAs("parley_nobody", "chat", DETERMINISTIC).statusCode())
                .isEqualTo(401);
    }

    private static JsonNode show(OwnServer server, String id) {
        return OpenResponses.response(json(server.get("v1/responses/" + id)));
    }

    private static String id(JsonNode response) {
        return response.path("id").asText();
    }

    private static String ask(String model, String input) {
        return "{\"model\":\"%s\",\"input\":\"%s\"}".formatted(model, input);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(answer.body(), notJson);
        }
    }
}
