package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.responses.OpenResponses;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/responses} on the wire: events, re-attaching, pages, refusals. */
class ResponsesIT extends Fixture {

    @Test
    void everyEventIsValidAndNamedAsItsType() {
        try (var stream = Server.stream("v1/responses", body("openai/reasoning", "stream", true))) {
            assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
            var events = stream.rest();

            assertThat(events.removeLast().data()).isEqualTo("[DONE]");
            for (int i = 0; i < events.size(); i++) {
                var json = OpenResponses.event(events.get(i).json());
                assertThat(json.path("type").asText()).isEqualTo(events.get(i).name());
                assertThat(json.path("sequence_number").asInt()).isEqualTo(i);
                assertThat(events.get(i).id()).isNull();
            }
            assertThat(events.getLast().name()).isEqualTo("response.completed");
        }
    }

    @Test
    void aBackgroundStreamIsTakenUpAgainWhereItWasLeft() {
        String id;
        int seen;
        try (var stream = Server.stream("v1/responses", body("openai/drip", "stream", true, "background", true))) {
            id = stream.next("response.created").json().at("/response/id").asText();
            seen = stream.next("response.output_text.delta")
                    .json()
                    .path("sequence_number")
                    .asInt();
        }

        try (var again = Server.events("v1/responses/" + id + "?stream=true&starting_after=" + seen)) {
            var events = again.rest();
            assertThat(events.getFirst().json().path("sequence_number").asInt()).isEqualTo(seen + 1);
            assertThat(deltas(events)).isEqualTo("word ".repeat(9));
            assertThat(events.get(events.size() - 2).name()).isEqualTo("response.completed");
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesCancelsWhatIsNotInTheBackground() {
        var departures = departuresOf("long");
        int before = departures.getAsInt();
        String id;
        try (var stream = Server.stream("v1/responses", body("openai/long", "stream", true))) {
            id = stream.next("response.created").json().at("/response/id").asText();
            stream.next("response.output_text.delta");
        }

        await().until(() -> departures.getAsInt() == before + 1);
        await().until(() -> show(id).path("status").asText().equals("cancelled"));
    }

    @Test
    void aFailureBeforeTheFirstEventHasItsRealStatus() {
        var answer = Server.post("v1/responses", body("openai/bad-key", "stream", true));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("Content-Type")).contains("json");
    }

    @Test
    void heartbeatsComeWhileTheProviderIsSilent() {
        try (var stream = Server.stream("v1/responses", body("openai/hang", "stream", true))) {
            stream.next("response.in_progress");
            assertThat(stream.next().comment()).isEqualTo("ping");
            assertThat(stream.next().comment()).isEqualTo("ping");
        }
    }

    @Test
    void aFailureInTheMiddleIsTwoEvents() {
        try (var stream = Server.stream("v1/responses", body("openai/cut", "stream", true))) {
            var events = stream.rest();
            events.removeLast();
            events.forEach(event -> OpenResponses.event(event.json()));
            assertThat(events.get(events.size() - 2).name()).isEqualTo("error");
            assertThat(events.getLast().name()).isEqualTo("response.failed");
            var id = events.getLast().json().at("/response/id").asText();
            assertThat(show(id).path("status").asText()).isEqualTo("failed");
        }
    }

    @Test
    void anAnswerThatWasCutIsIncomplete() {
        var response = OpenResponses.response(
                Server.post("v1/responses", body("openai/length")).json());

        assertThat(response.path("status").asText()).isEqualTo("incomplete");
        assertThat(response.at("/incomplete_details/reason").asText()).isEqualTo("max_output_tokens");
        assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
    }

    @Test
    void inputItemsComeInPages() {
        var id = Server.post("v1/responses", """
                        {"model": "openai/answer", "input": [
                          {"role": "user", "content": "one"}, {"role": "assistant", "content": "two"},
                          {"role": "user", "content": "three"}]}""").json().path("id").asText();

        var page = Server.get("v1/responses/" + id + "/input_items?limit=2").json();
        assertThat(page.path("has_more").asBoolean()).isTrue();
        assertThat(page.at("/data/0/content/0/text").asText()).isEqualTo("three");
        var rest = Server.get("v1/responses/" + id + "/input_items?limit=2&after="
                        + page.path("last_id").asText())
                .json();
        assertThat(rest.at("/data/0/content/0/text").asText()).isEqualTo("one");
        assertThat(Server.get("v1/responses/" + id + "/input_items?limit=many").status())
                .isEqualTo(400);
    }

    @Test
    void aConversationIsCompactedAndGoesOn() {
        var first = Server.post("v1/responses", body("openai/answer")).json();

        var compacted = Server.post(
                "v1/responses/compact",
                Json.object(
                        "model",
                        "openai/answer",
                        "previous_response_id",
                        first.path("id").asText()));
        assertThat(compacted.json().path("object").asText()).isEqualTo("response.compaction");
        assertThat(Server.UPSTREAM.lastRequest().json().toString()).contains("user: hello");

        var next = Server.post(
                "v1/responses",
                Json.object("model", "openai/answer", "input", compacted.json().path("output")));
        assertThat(next.status()).isEqualTo(200);
        assertThat(Server.UPSTREAM.lastRequest().json().toString()).contains("Summary of the conversation until here");
    }

    @Test
    void inputTokensAreCountedWithoutACall() {
        var count =
                Server.post("v1/responses/input_tokens", body("openai/answer")).json();

        assertThat(count.path("object").asText()).isEqualTo("response.input_tokens");
        assertThat(count.path("input_tokens").asInt()).isEqualTo(8);
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"input\": [",
                "{\"input\": \"x\", \"temperature\": \"hot\"}",
                "{\"input\": \"x\", \"tools\": [{\"type\": \"web_search\"}]}",
                "{\"input\": \"x\", \"background\": true, \"store\": false}",
                "{\"input\": \"x\", \"model\": \"openai/answer\", \"max_output_tokens\": 1}"
            })
    void whatIsWrongCostsNothing(String body) {
        assertThat(Server.post("v1/responses", body).status()).isEqualTo(400);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void onlyWhatRunsInTheBackgroundIsCancelled() {
        var id = Server.post("v1/responses", body("openai/answer"))
                .json()
                .path("id")
                .asText();

        var refused = Server.post("v1/responses/" + id + "/cancel", "");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("response_id");
    }

    @Test
    void anUnknownModelIsNotFoundAndLeavesNothing() {
        assertThat(Server.post("v1/responses", body("nowhere/at-all")).status()).isEqualTo(404);
    }

    @Test
    void anUnknownResponseIsNotFound() {
        for (var path : List.of(
                "v1/responses/resp_nope", "v1/responses/resp_nope/input_items", "v1/responses/resp_nope?stream=true")) {
            assertThat(Server.get(path).status()).isEqualTo(404);
        }
        assertThat(Server.post("v1/responses/resp_nope/cancel", "").status()).isEqualTo(404);
        assertThat(Server.send(Server.request("v1/responses/resp_nope").DELETE())
                        .status())
                .isEqualTo(404);
    }

    private static JsonNode show(String id) {
        return OpenResponses.response(Server.get("v1/responses/" + id).json());
    }

    private static String deltas(List<EventReader.Event> events) {
        var text = new StringBuilder();
        events.stream()
                .filter(event -> "response.output_text.delta".equals(event.name()))
                .forEach(event -> text.append(event.json().path("delta").asText()));
        return text.toString();
    }

    private static String body(String model, Object... more) {
        var all = new Object[4 + more.length];
        System.arraycopy(new Object[] {"model", model, "input", "hello"}, 0, all, 0, 4);
        System.arraycopy(more, 0, all, 4, more.length);
        return Json.object(all);
    }
}
