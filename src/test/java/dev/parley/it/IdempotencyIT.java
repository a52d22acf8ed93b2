package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are sent again under their key: answered again, and not paid again. */
class IdempotencyIT extends Fixture {

    private static final String ASK = Json.object("prompt", "hi", "model", "openai/answer");

    private final String key = UUID.randomUUID().toString();

    @ParameterizedTest
    @MethodSource("posts")
    void fiftyAtOnceAreOneCallAndFiftyEqualAnswers(String path, String body) {
        var answers =
                IntStream.range(0, 50)
                        .mapToObj(i -> Server.posting(path, body, "Idempotency-Key", key))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();

        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200));
        assertThat(answers.stream()
                        .map(HttpResponse::body)
                        .map(IdempotencyIT::said)
                        .distinct())
                .singleElement()
                .asString()
                .contains("upstream");
        assertThat(answers.stream().filter(IdempotencyIT::isReplay)).hasSize(49);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    static Stream<Arguments> posts() {
        var messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
        return Stream.of(
                Arguments.of("chat", "{\"prompt\":\"hi\",\"model\":\"openai/answer\"}"),
                Arguments.of("chat", "{\"prompt\":\"hi\",\"model\":\"openai/stream\",\"stream\":true}"),
                Arguments.of("v1/chat/completions", "{\"model\":\"openai/answer\"," + messages + "}"),
                Arguments.of("v1/chat/completions", "{\"model\":\"openai/stream\",\"stream\":true," + messages + "}"),
                Arguments.of("v1/responses", "{\"model\":\"openai/answer\",\"input\":\"hi\"}"),
                Arguments.of("v1/responses", "{\"model\":\"openai/stream\",\"input\":\"hi\",\"stream\":true}"));
    }

    /** What an answer says, without the pings and blanks that keep its connection busy. */
    private static String said(String body) {
        return body.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith(":"))
                .collect(Collectors.joining("\n"));
    }

    private static boolean isReplay(HttpResponse<String> answer) {
        return answer.headers().firstValue("Idempotent-Replayed").orElse("").equals("true");
    }

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#all")
    void everyDoorAnswersAgain(String path, String body) {
        var sender = Key.with(Map.of()); // with no vectors in the cache
        var first = sender.post(path, body, "Idempotency-Key", key);
        var again = sender.post(path, body, "Idempotency-Key", key);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.header("Idempotent-Replayed")).isNull();
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(said(again.body())).isEqualTo(said(first.body()));
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#all")
    void everyDoorRefusesAKeyOfFiveKilobytes(String path, String body) {
        var answer = Server.post(path, body, "Idempotency-Key", "k".repeat(5 << 10));

        assertThat(answer.status()).isEqualTo(400);
        if (path.startsWith("v1/")) {
            assertThat(answer.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
            assertThat(answer.json().at("/error/message").asText()).contains("Idempotency-Key");
        } else {
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.json().path("code").asText()).isEqualTo("bad_request");
            assertThat(answer.json().path("detail").asText()).contains("Idempotency-Key");
        }
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "\"\""})
    void whatIsNoKeyIsRefused(String header) {
        assertThat(Server.post("chat", ASK, "Idempotency-Key", header).status()).isEqualTo(400);
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "v1/chat/completions", "v1/responses", "v1/embeddings", "rerank"})
    void theSameKeyWithAnotherBodyIsRefused(String path) {
        var body = Doors.all()
                .filter(door -> door.get()[0].equals(path))
                .map(door -> (String) door.get()[1])
                .findFirst()
                .orElseThrow();
        var sender = Key.with(Map.of());
        sender.post(path, body, "Idempotency-Key", key);

        var refused = sender.post(path, body.replace("hi", "ho"), "Idempotency-Key", key);
        var elsewhere = sender.post("conversation", body("ho"), "Idempotency-Key", key);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("idempotency_key_reused");
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    private static String body(String text) {
        return "{\"model\":\"openai/answer\",\"stream\":false,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(text);
    }

    @Test
    void aReplayCostsNothing() {
        var payer = Key.withBudget(1_000_000);
        var first = payer.post("chat", ASK, "Idempotency-Key", key);
        var left = budget(payer);
        var used = usage(payer);

        payer.post("chat", ASK, "Idempotency-Key", key);
        payer.post("chat", ASK, "Idempotency-Key", key);

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(budget(payer)).isEqualTo(left);
        assertThat(usage(payer)).isEqualTo(used);
        assertThat(used.path("calls").asInt()).isEqualTo(1);
        assertThat(used.path("cost_micro_dollars").asInt()).isPositive();
    }

    private static JsonNode usage(Key payer) {
        return Server.get("admin/usage?key=" + payer.id()).json().path("total");
    }

    private static String budget(Key payer) {
        return Server.get("usage", "Authorization", payer.bearer())
                .json()
                .path("budgets")
                .toString();
    }

    @Test
    void aReplayTakesNoPlaceOfALimit() {
        var one = Key.with(Map.of("requests_per_minute", 1));
        assertThat(one.post("chat", ASK, "Idempotency-Key", key).status()).isEqualTo(200);

        assertThat(one.post("chat", ASK, "Idempotency-Key", key).status()).isEqualTo(200);
        assertThat(one.post("chat", ASK).status()).isEqualTo(429);
    }

    @Test
    void aFailedCallLeavesItsKeyFree() {
        var refused = Json.object("prompt", "hi", "model", "openai/refused");
        for (int i = 1; i <= 2; i++) {
            var answer = Server.post("chat", refused, "Idempotency-Key", key);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.header("Idempotent-Replayed")).isNull();
            assertThat(upstreamCalls()).isEqualTo(i);
        }
        var other = Server.post("chat", ASK, "Idempotency-Key", key);

        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("Idempotent-Replayed")).isNull();
    }

    @Test
    void aStreamThatBrokeIsTriedAgain() {
        var cut = Json.object("prompt", "hi", "model", "openai/cut", "stream", true);
        for (int i = 1; i <= 2; i++) {
            try (var stream = Server.stream("chat", cut, "Idempotency-Key", key)) {
                assertThat(stream.rest()).anyMatch(event -> "error".equals(event.name()));
            }
            assertThat(upstreamCalls()).isEqualTo(i);
        }
    }

    @Test
    void aStreamThatFailedForGoodFailsAgain() {
        var ask = Json.object(
                "model",
                "openai/answer",
                "messages",
                List.of(Map.of("role", "user", "content", "hi")),
                "stream",
                true,
                "response_format",
                Map.of(
                        "type",
                        "json_schema",
                        "json_schema",
                        Map.of("name", "age", "schema", Map.of("type", "object"))));
        for (int i = 0; i < 2; i++) {
            try (var stream = Server.stream("v1/chat/completions", ask, "Idempotency-Key", key)) {
                assertThat(stream.header("Idempotent-Replayed")).isEqualTo(i == 0 ? null : "true");
                var event = stream.next();
                while (!event.data().contains("\"error\"")) {
                    event = stream.next();
                }
                assertThat(event.json().at("/error/code").asText()).isEqualTo("schema_violation");
                assertThatThrownBy(stream::next).isInstanceOf(UncheckedIOException.class);
            }
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void whoLeftAndComesBackIsAnsweredFromTheBeginning() {
        var ask = Json.object("prompt", "hi", "model", "openai/long", "stream", true);
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        for (int i = 1; i <= 3; i++) {
            try (var stream = Server.stream("chat", ask, "Idempotency-Key", key)) {
                assertThat(stream.next("delta")).isNotNull();
            }
            int gone = before + i;
            await().until(() -> departures.getAsInt() == gone);
        }
        assertThat(upstreamCalls()).isEqualTo(3);
    }

    @Test
    void whoComesBackWhileItRunsJoinsAndMayLeaveAgain() {
        var ask = Json.object("prompt", "hi", "model", "openai/long", "stream", true);
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        try (var first = Server.stream("chat", ask, "Idempotency-Key", key)) {
            var start = first.next("start");
            try (var again = Server.stream("chat", ask, "Idempotency-Key", key)) {
                assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
                assertThat(again.next("start").json()).isEqualTo(start.json());
            }
            IntStream.range(0, 50).forEach(i -> assertThat(first.next("delta")).isNotNull());
            assertThat(departures.getAsInt()).isEqualTo(before);
        }
        await().until(() -> departures.getAsInt() == before + 1);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void twoOwnersMayUseTheSameKeyText() {
        var one = Key.with(Map.of());
        var other = Key.with(Map.of());

        var answer = one.post("chat", ASK, "Idempotency-Key", key);
        var others = other.post("chat", ASK, "Idempotency-Key", key);

        assertThat(upstreamCalls()).isEqualTo(2);
        assertThat(others.header("Idempotent-Replayed")).isNull();
        assertThat(others.json().path("id")).isNotEqualTo(answer.json().path("id"));
    }

    @Test
    void everyChoiceIsAnsweredAgain() {
        var two = "{\"model\":\"openai/answer\",\"n\":2,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        var first = Server.post("v1/chat/completions", two, "Idempotency-Key", key);
        var again = Server.post("v1/chat/completions", two, "Idempotency-Key", key);

        assertThat(first.json().path("choices")).hasSize(2);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void aStoredResponseIsThereOnce() {
        var ask = Json.object("model", "openai/answer", "input", "hi");
        var payer = Key.with(Map.of());

        var first = payer.post("v1/responses", ask, "Idempotency-Key", key).json();
        var again = payer.post("v1/responses", ask, "Idempotency-Key", key).json();

        assertThat(again).isEqualTo(first);
        var id = first.path("id").asText();
        assertThat(Server.get("v1/responses/" + id, "Authorization", payer.bearer())
                        .json())
                .isEqualTo(first);
    }

    @Test
    void aDryRunDoesNotTakeTheKey() {
        Server.post("chat", ASK, "Idempotency-Key", key, "X-Dry-Run", "true");

        var answer = Server.post("chat", ASK, "Idempotency-Key", key);

        assertThat(answer.header("Idempotent-Replayed")).isNull();
        assertThat(upstreamCalls()).isEqualTo(1);
    }
}
