package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are given again instead of being bought again. Every test has a key of its own, and so a cache of its own. */
class CacheIT extends Fixture {

    private static final String MAX_AGE = "max-age=60";

    private final Key key = Key.with(Map.of("requests_per_minute", 1_000));

    @ParameterizedTest
    @MethodSource("dev.parley.it.Doors#cached")
    void everyDoorAnswersAnEqualQuestionFromTheCache(String path, String body) {
        var first = key.post(path, body, "Cache-Control", MAX_AGE);
        var second = key.post(path, body, "Cache-Control", MAX_AGE);

        assertThat(first.header("X-Cache")).as(first.body()).isEqualTo("miss");
        assertThat(second.header("X-Cache")).as(second.body()).isEqualTo("hit");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void temperatureZeroNeedsNoHeader() {
        assertThat(ask("answer", 0.0).header("X-Cache")).isEqualTo("miss");
        assertThat(ask("answer", 0.0).header("X-Cache")).isEqualTo("hit");
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void whatIsNotDeterministicIsAskedEachTime() {
        for (int i = 1; i <= 2; i++) {
            assertThat(ask("answer", 0.7).header("X-Cache")).isNull();
            assertThat(upstreamCalls()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "no-cache"})
    void whoWantsNoCacheGetsNone(String directive) {
        ask("answer", 0.0);

        assertThat(ask("answer", 0.0, "Cache-Control", directive).header("X-Cache"))
                .isNull();
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void anAnswerThatIsTooOldForTheCallerIsBoughtAnew() {
        ask("answer", 0.0);

        assertThat(ask("answer", 0.0, "Cache-Control", "max-age=0").header("X-Cache"))
                .isEqualTo("miss");
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "length", "filtered", "cut"})
    void onlyWholeAnswersAreKept(String model) {
        var first = ask(model, 0.0);
        int before = upstreamCalls();
        var second = ask(model, 0.0);

        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.header("X-Cache")).isNotEqualTo("hit");
        assertThat(upstreamCalls()).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false", "true, true"})
    void anAnswerIsGivenAgainAsItIsWanted(boolean streamedFirst, boolean streamedThen) {
        assertThat(text(streamedFirst, "miss")).isEqualTo(HELLO);
        assertThat(text(streamedThen, "hit")).isEqualTo(HELLO);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    private String text(boolean stream, String cache) {
        var body = question("stream", stream);
        if (!stream) {
            var answer = key.post("chat", body);
            assertThat(answer.header("X-Cache")).isEqualTo(cache);
            return answer.json().path("content").asText();
        }
        try (var events = Server.stream("chat", body, "Authorization", key.bearer())) {
            assertThat(events.header("X-Cache")).isEqualTo(cache);
            var all = events.rest();
            assertThat(all.getFirst().name()).isEqualTo("start");
            assertThat(all.get(all.size() - 2).name()).isEqualTo("done");
            assertThat(all.getLast().data()).isEqualTo("[DONE]");
            return EventReader.text(all);
        }
    }

    @Test
    void aReplayedStreamIsARunOfItsOwnThatCanBeResumed() {
        text(true, "miss");
        try (var hit = Server.stream("chat", question("stream", true), "Authorization", key.bearer())) {
            var all = hit.rest();
            var id = all.getFirst().json().path("id").asText();
            try (var again = Server.events("runs/" + id + "/events", "Authorization", key.bearer())) {
                assertThat(again.rest()).isEqualTo(all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void equalRequestsInFlightAreOneCall(boolean stream) {
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> Server.posting("chat", question("drip", stream), "Authorization", key.bearer()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(upstreamCalls()).isEqualTo(1);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(200));
        var said = answers.stream()
                .map(answer -> answer.headers().firstValue("X-Cache").orElseThrow())
                .toList();
        assertThat(said).containsOnlyOnce("miss").contains("join");
        assertThat(said.stream().filter(word -> word.equals("miss") || word.equals("join") || word.equals("hit")))
                .hasSize(50);
    }

    @Test
    void theFirstWhoLeavesHurtsNobodyAndTheLastOneEndsTheCall() {
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        var body = question("long", true);
        var first =
                RawConnection.open().post("Content-Length: " + body.length()).send(body);
        await().until(() -> upstreamCalls() == 1);
        try (var second = Server.stream("chat", body)) {
            assertThat(second.header("X-Cache")).isEqualTo("join");
            assertThat(second.next("delta")).isNotNull();

            first.close();

            IntStream.range(0, 150)
                    .forEach(i -> assertThat(second.next("delta")).isNotNull());
            assertThat(departures.getAsInt()).isEqualTo(before);
        }
        await().until(() -> departures.getAsInt() == before + 1);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void anotherOwnerGetsNothingOfIt() {
        var other = Key.with(Map.of());
        ask("answer", 0.0);

        assertThat(other.post("chat", question("answer", false)).header("X-Cache"))
                .isEqualTo("miss");
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void aHitCostsNothing() {
        ask("answer", 0.0);
        ask("answer", 0.0);
        ask("answer", 0.0);

        var usage = Server.get("admin/usage?key=" + key.id()).json().path("total");
        assertThat(usage.path("calls").asInt()).isEqualTo(1);
    }

    @Test
    void aStoredResponseFromTheCacheIsStoredAsItsOwn() {
        var ask = Json.object("model", "openai/answer", "input", "hi", "temperature", 0);
        var first = key.post("v1/responses", ask).json();
        var second = key.post("v1/responses", ask).json();

        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
        assertThat(second.at("/output/0/content")).isEqualTo(first.at("/output/0/content"));
        assertThat(Server.get("v1/responses/" + second.path("id").asText(), "Authorization", key.bearer())
                        .json())
                .isEqualTo(second);
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void onlyTextsWithoutAVectorAreAskedFor() {
        assertThat(embed("a", "b").header("X-Cache")).isEqualTo("miss");

        var partly = embed("b", "c");
        assertThat(partly.header("X-Cache")).isEqualTo("miss");
        assertThat(Server.UPSTREAM.lastRequest().json().path("input").toString())
                .isEqualTo("[\"c\"]");
        // the upstream numbers what it is asked for: b was its second, c is its first
        assertThat(partly.json().at("/data/0/embedding/0").asDouble()).isEqualTo(1);
        assertThat(partly.json().at("/data/1/embedding/0").asDouble()).isZero();

        var all = embed("c", "a", "b");
        assertThat(all.header("X-Cache")).isEqualTo("hit");
        assertThat(all.json().at("/data/2/embedding/0").asDouble()).isEqualTo(1);
        assertThat(all.json().at("/usage/total_tokens").asInt()).isZero();
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void whoWantsNoCacheGetsFreshVectors() {
        embed("a");

        var fresh = key.post(
                "v1/embeddings",
                Json.object("model", "openai/vectors", "input", new String[] {"a"}),
                "Cache-Control",
                "no-cache");

        assertThat(fresh.header("X-Cache")).isNull();
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    private Server.Answer embed(String... inputs) {
        return key.post("v1/embeddings", Json.object("model", "openai/vectors", "input", inputs));
    }

    private Server.Answer ask(String model, double temperature, String... headers) {
        return key.post(
                "chat", Json.object("prompt", "hi", "model", "openai/" + model, "temperature", temperature), headers);
    }

    private static String question(String model, boolean stream) {
        return Json.object("prompt", "hi", "model", "openai/" + model, "temperature", 0, "stream", stream);
    }
}
