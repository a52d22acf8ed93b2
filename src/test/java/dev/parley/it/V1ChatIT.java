package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chat completions as they are on the wire. */
class V1ChatIT extends Fixture {

    private static final String CHAT = "v1/chat/completions";
    private static final String SCHEMA = """
            ,"response_format":{"type":"json_schema","json_schema":{"name":"person","strict":true,"schema":
            {"type":"object","properties":{"age":{"type":"integer","minimum":0}},"required":["age"]}}}""";

    @Test
    void answersInJson() {
        var answer = Server.post(CHAT, body("openai/answer", ""), "X-Request-Id", "mine");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("x-request-id")).isEqualTo("mine");
        assertThat(answer.json().path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo(HELLO);
        assertThat(answer.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.json()
                        .at("/usage/prompt_tokens_details/cached_tokens")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void theBodyDecidesWhatIsAnsweredAndNotAccept() {
        var answer = Server.post(CHAT, body("openai/answer", ""), "Accept", "text/event-stream");
        assertThat(answer.header("content-type")).startsWith("application/json");

        try (var stream =
                Server.stream(CHAT, body("openai/stream", ",\"stream\":true"), "Accept", "application/json")) {
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
        }
    }

    @Test
    void streamsChunksAndEndsWithDone() {
        try (var stream = Server.stream(
                CHAT, body("openai/stream", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("cache-control")).isEqualTo("no-cache");
            var events = stream.rest();
            assertThat(events).allSatisfy(event -> assertThat(event.name()).isNull());
            assertThat(events.getLast().data()).isEqualTo("[DONE]");
            var chunks = chunks(events);
            assertThat(chunks.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
            assertThat(text(chunks)).isEqualTo(HELLO);
            assertThat(chunks.get(chunks.size() - 2)
                            .at("/choices/0/finish_reason")
                            .asText())
                    .isEqualTo("stop");
            assertThat(chunks.getLast().path("choices")).isEmpty();
            assertThat(chunks.getLast().at("/usage/total_tokens").asInt()).isEqualTo(26);
        }
    }

    @Test
    void whatComesSlowlyArrivesAsItComes() {
        try (var stream = Server.stream(CHAT, body("openai/drip", ",\"stream\":true"))) {
            var events = stream.rest();
            assertThat(events.getLast().data()).isEqualTo("[DONE]");
            assertThat(events.size()).isGreaterThan(10);
        }
    }

    @Test
    void showsReasoningAndToolCalls() {
        assertThat(Server.post(CHAT, body("openai/reasoning", ""))
                        .json()
                        .at("/choices/0/message/reasoning_content")
                        .asText())
                .isNotEmpty();
        var answer = Server.post(CHAT, body("openai/tool", "")).json();
        assertThat(answer.at("/choices/0/message/content").isNull()).isTrue();
        assertThat(answer.at("/choices/0/message/tool_calls/0/function/name").asText())
                .isEqualTo("get_weather");
        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void passesOnWhatItDoesNotKnow() {
        var answer = Server.post(
                CHAT,
                body("openai/logprobs", ",\"logprobs\":true,\"min_p\":0.05,\"metadata\":{\"k\":\"v\"},\"seed\":7"));

        assertThat(answer.json().at("/choices/0/logprobs/content/0/logprob").asDouble())
                .isEqualTo(-0.5);
        var asked = Server.UPSTREAM.lastRequest().json();
        assertThat(asked.path("min_p").asDouble()).isEqualTo(0.05);
        assertThat(asked.at("/metadata/k").asText()).isEqualTo("v");
        assertThat(asked.path("logprobs").asBoolean()).isTrue();
        assertThat(asked.path("seed").asInt()).isEqualTo(7);
    }

    @Test
    void severalChoicesAreSeveralCalls() {
        var answer = Server.post(CHAT, body("openai/answer", ",\"n\":3")).json();

        assertThat(answer.path("choices")).hasSize(3);
        assertThat(answer.at("/choices/2/index").asInt()).isEqualTo(2);
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(3 * 26);
        assertThat(upstreamCalls()).isEqualTo(3);

        try (var stream = Server.stream(CHAT, body("openai/stream", ",\"n\":2,\"stream\":true"))) {
            var chunks = chunks(stream.rest());
            for (int i = 0; i < 2; i++) {
                int choice = i;
                assertThat(text(chunks.stream()
                                .filter(chunk -> chunk.at("/choices/0/index").asInt() == choice)
                                .toList()))
                        .isEqualTo(HELLO);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai/refused, 400, invalid_request_error, provider_refused_request",
        "openai/nothing-like-it, 404, invalid_request_error, model_not_found",
        "openai/rate-limited-for-long, 429, rate_limit_error, rate_limit_exceeded",
        "openai/bad-key, 502, server_error, provider_unauthorized",
        "openai/gateway-timeout, 504, server_error, provider_timeout"
    })
    void aFailureBeforeTheFirstTokenHasItsStatusInAStreamToo(String model, int status, String type, String code) {
        for (var stream : List.of("", ",\"stream\":true")) {
            var answer = Server.post(CHAT, body(model, stream));
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("content-type")).startsWith("application/json");
            assertThat(answer.json().at("/error/type").asText()).isEqualTo(type);
            assertThat(answer.json().at("/error/code").asText()).isEqualTo(code);
            assertThat(answer.body()).doesNotContain("SECRET");
            if (status == 429) {
                assertThat(answer.header("retry-after")).isEqualTo("3600");
            }
        }
    }

    @Test
    void aStreamThatBreaksSaysSoAndHasNoEnd() {
        try (var stream = Server.stream(CHAT, body("openai/reset-after", ",\"stream\":true"))) {
            assertThat(stream.status()).isEqualTo(200);
            var event = stream.next();
            while (!event.data().contains("\"error\"")) {
                event = stream.next();
            }
            assertThat(event.json().at("/error/type").asText()).isEqualTo("server_error");
            assertThatThrownBy(stream::next).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void anAnswerThatBreaksItsSchemaIsRepaired() {
        var answer = Server.post(CHAT, body("openai/mends-its-json", SCHEMA));

        assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo("{\"age\":7}");
        assertThat(answer.json().at("/usage/total_tokens").asInt()).isEqualTo(2 * 26);
        assertThat(upstreamCalls()).isEqualTo(2);
        assertThat(Server.UPSTREAM
                        .lastRequest()
                        .json()
                        .at("/messages/2/content")
                        .asText())
                .contains("/age must have a minimum value of 0");
        assertThat(Server.UPSTREAM
                        .lastRequest()
                        .json()
                        .at("/response_format/json_schema/name")
                        .asText())
                .isEqualTo("person");
    }

    @Test
    void oneThatCannotBeRepairedIsNoSuccess() {
        var answer = Server.post(CHAT, body("openai/answer", SCHEMA));

        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("schema_violation");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(upstreamCalls()).isEqualTo(2);
        assertThat(Server.get("/metrics").body()).contains("parley_schema_violations_total");
    }

    @Test
    void aStreamGetsItsVerdictAtTheEnd() {
        try (var stream = Server.stream(CHAT, body("openai/echo", SCHEMA + ",\"stream\":true"))) {
            var event = stream.next();
            while (!event.data().contains("\"error\"")) {
                event = stream.next();
            }
            assertThat(event.json().at("/error/code").asText()).isEqualTo("schema_violation");
            assertThatThrownBy(stream::next).isInstanceOf(UncheckedIOException.class);
        }
        assertThat(upstreamCalls()).isEqualTo(1);
    }

    @Test
    void theNativeApiHoldsAnswersToASchemaToo() {
        var schema = ",\"response_schema\":{\"type\":\"object\",\"properties\":{\"age\":{\"minimum\":0}}}}";
        var answer = Server.post("chat", "{\"prompt\":\"hi\",\"model\":\"openai/answer\"" + schema);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.json().path("code").asText()).isEqualTo("schema_violation");
        assertThat(answer.json().path("errors")).isNotEmpty();

        var refused = Server.post(
                "chat", "{\"prompt\":\"hi\",\"model\":\"openai/answer\",\"response_schema\":{\"type\":\"objekt\"}}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("response_schema");
    }

    private static String body(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    private static List<JsonNode> chunks(List<EventReader.Event> events) {
        return events.stream()
                .filter(event -> !event.data().equals("[DONE]"))
                .map(EventReader.Event::json)
                .toList();
    }

    private static String text(List<JsonNode> chunks) {
        return chunks.stream()
                .map(chunk -> chunk.at("/choices/0/delta/content").asText())
                .collect(java.util.stream.Collectors.joining());
    }
}
