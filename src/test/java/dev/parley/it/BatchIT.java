package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code POST /batch} as clients meet it. */
class BatchIT extends Fixture {

    private static Map<String, Object> item(String id, String model) {
        return Map.of("id", id, "prompt", "hi from " + id, "model", model);
    }

    private static String body(Object... items) {
        return Json.object("items", List.of(items));
    }

    @Test
    void answersEachItemForItselfAndInOrder() {
        var answer = Server.post(
                "batch", body(item("a", "openai/answer"), item("b", "openai/refused"), item("c", "openai/echo")));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var results = answer.json().path("results");
        assertThat(results.findValuesAsText("id")).containsExactly("a", "b", "c");
        assertThat(results.at("/0/content").asText()).isEqualTo(HELLO);
        assertThat(results.at("/0/error").isNull()).isTrue();
        assertThat(results.at("/1/content").isNull()).isTrue();
        assertThat(results.at("/1/error/code").asText()).isEqualTo("provider_refused_request");
        assertThat(results.at("/2/content").asText()).isEqualTo("hi from c");
        assertThat(upstreamCalls()).isEqualTo(3);
    }

    @Test
    void hasNeverMoreThanTenInFlight() {
        var items = IntStream.range(0, 25)
                .mapToObj(i -> item("i" + i, "openai/counted-drip"))
                .toArray();

        var answer = Server.post("batch", body(items));

        assertThat(answer.json().path("results").findValuesAsText("content")).hasSize(25);
        assertThat(Server.UPSTREAM.mostAtOnce("counted-drip")).isBetween(2, 10);
    }

    @Test
    void whoLeavesEndsWhatRunsAndTheRestIsNotBegun() {
        var items = IntStream.range(0, 30)
                .mapToObj(i -> item("i" + i, "openai/long"))
                .toArray();
        var departed = departuresOf("long");
        int before = departed.getAsInt();
        var events = Server.stream("batch", body(items), "Accept", "text/event-stream");
        assertThat(events.next("start")).isNotNull();
        await().until(() -> upstreamCalls() == 10);

        events.close();

        await().until(() -> departed.getAsInt() - before == 10);
        assertThat(upstreamCalls()).isEqualTo(10);
    }

    @Test
    void sentAgainItIsNotPaidAgain() {
        var name = "batch-once-" + System.nanoTime();
        var body = body(item("a", "openai/answer"), item("b", "openai/echo"));
        var first = Server.post("batch", body, "Idempotency-Key", name);

        var second = Server.post("batch", body, "Idempotency-Key", name);

        assertThat(second.json().path("results")).isEqualTo(first.json().path("results"));
        assertThat(second.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotent-Replayed")).isNull();
        var other = body(item("a", "openai/answer"), item("b", "openai/echo"), item("c", "openai/echo"));
        var reused = Server.post("batch", other, "Idempotency-Key", name);
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.json().path("code").asText()).isEqualTo("idempotency_key_reused");
        assertThat(upstreamCalls()).as("not even the item that is new").isEqualTo(2);
    }

    @Test
    void aDryRunSumsItsItemsUp() {
        var one = Server.post("batch", body(item("a", "openai/answer")), "X-Dry-Run", "true")
                .json();
        var three = Server.post(
                        "batch",
                        body(item("a", "openai/answer"), item("b", "openai/answer"), item("c", "openai/answer")),
                        "X-Dry-Run",
                        "true")
                .json();

        assertThat(three.path("admitted").asBoolean()).isTrue();
        assertThat(three.path("choices").asInt()).isEqualTo(3);
        assertThat(three.path("input_tokens").asInt())
                .isEqualTo(3 * one.path("input_tokens").asInt());
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void refusesTwoItemsOfOneNameBeforeAnybodyIsAsked() {
        var answer = Server.post(
                "batch", body(item("a", "openai/answer"), item("b", "openai/answer"), item("a", "openai/answer")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("items[2].id");
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void refusesNoItemsAndTooMany() {
        assertThat(Server.post("batch", "{\"items\":[]}").status()).isEqualTo(422);
        var items = IntStream.range(0, 101)
                .mapToObj(i -> item("i" + i, "openai/answer"))
                .toArray();
        assertThat(Server.post("batch", body(items)).status()).isEqualTo(422);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void streamsResultsAsTheyAreReady() {
        try (var events = Server.stream(
                "batch",
                body(item("slow", "openai/drip"), item("quick", "openai/answer"), item("bad", "openai/refused")),
                "Accept",
                "text/event-stream")) {
            var all = events.rest();

            assertThat(all.getFirst().name()).isEqualTo("start");
            var results =
                    all.stream().filter(event -> "result".equals(event.name())).toList();
            assertThat(results).hasSize(3);
            assertThat(results.getLast().json().path("id").asText()).isEqualTo("slow");
            var done = all.stream()
                    .filter(event -> "done".equals(event.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(done.json().path("completed").asInt()).isEqualTo(2);
            assertThat(done.json().path("failed").asInt()).isEqualTo(1);
            assertThat(all.getLast().data()).isEqualTo("[DONE]");
        }
    }
}
