package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatIT extends Fixture {

    @Test
    void answersAPromptInJson() {
        var answer = Server.post(
                "chat", "{\"prompt\":\"hi\",\"model\":\"openai/answer\",\"temperature\":0.5,\"max_tokens\":7}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.json().path("id").asText()).startsWith("run_");
        assertThat(answer.json().path("content").asText()).isEqualTo(HELLO);
        assertThat(answer.json().path("model").asText()).isEqualTo("openai/answer");
        assertThat(answer.json().path("finish_reason").asText()).isEqualTo("stop");
        assertThat(answer.json().path("total_tokens").asInt())
                .isEqualTo(answer.json().path("prompt_tokens").asInt()
                        + answer.json().path("completion_tokens").asInt())
                .isPositive();
        var asked = Server.UPSTREAM.lastRequest().json();
        assertThat(asked.path("temperature").asDouble()).isEqualTo(0.5);
        assertThat(asked.path("max_tokens").asInt()).isEqualTo(7);
        assertThat(asked.path("stream").asBoolean()).isFalse();
    }

    @Test
    void worksWithoutAnyKeyAndSaysWhatItIs() {
        var answer = Server.post("chat", "{\"prompt\":\"hi\"}");

        assertThat(answer.json().path("content").asText()).contains("not a language model");
        assertThat(answer.json().path("model").asText()).isEqualTo("offline/plain");
    }

    @Test
    void streamsAPromptAsNumberedEvents() {
        try (var stream = Server.stream("chat", "{\"prompt\":\"hi\",\"model\":\"openai/stream\",\"stream\":true}")) {
            assertThat(stream.status()).isEqualTo(200);
            assertThat(stream.header("content-type")).startsWith("text/event-stream");
            assertThat(stream.header("cache-control")).isEqualTo("no-cache");
            var events = stream.rest();
            assertThat(events.getFirst().name()).isEqualTo("start");
            var run = events.getFirst().json().path("id").asText();
            assertThat(EventReader.text(events)).isEqualTo(HELLO);
            assertThat(events.get(events.size() - 3).name()).isEqualTo("usage");
            assertThat(events.get(events.size() - 2).name()).isEqualTo("done");
            assertThat(events.getLast().data()).isEqualTo("[DONE]");
            for (int i = 0; i < events.size() - 1; i++) {
                assertThat(events.get(i).id()).isEqualTo(run + "." + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai/echo", "anthropic/echo", "offline/echo"})
    void whateverAModelSaysArrivesIntact(String model) {
        var text = "two\nlines, a \"quote\", tab\t, back\\slash, 🌍, \u2028, [DONE], data: x";
        var body = Json.object("prompt", text, "model", model, "stream", true);

        try (var stream = Server.stream("chat", body)) {
            assertThat(EventReader.text(stream.rest())).isEqualTo(text);
        }
        assertThat(Server.post("chat", Json.object("prompt", text, "model", model))
                        .json()
                        .path("content")
                        .asText())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"openai/tool, get_weather", "anthropic/tool, get_weather", "offline/tool, get_weather"})
    void showsToolCalls(String model, String tool) {
        var answer = Server.post("chat", Json.object("prompt", "weather?", "model", model));

        assertThat(answer.json().path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(answer.json().path("tool_calls").path(0).path("name").asText())
                .isEqualTo(tool);
        try (var stream = Server.stream("chat", Json.object("prompt", "weather?", "model", model, "stream", true))) {
            assertThat(stream.next("tool_call").json().path("name").asText()).isEqualTo(tool);
        }
    }

    @Test
    void usageThatTheProviderDoesNotReportIsMarkedAsEstimated() {
        var answer = Server.post("chat", Json.object("prompt", "hi", "model", "openai/no-usage"));

        assertThat(answer.json().path("usage_estimated").asBoolean()).isTrue();
        assertThat(answer.json().path("completion_tokens").asInt()).isPositive();
    }

    @Test
    void acceptDecidesWhereTheBodyDoesNotSay() {
        try (var stream = Server.stream("chat", Json.object("prompt", "hi"), "Accept", "text/event-stream")) {
            assertThat(stream.next().name()).isEqualTo("start");
        }
    }

    @Test
    void aConversationStreamsByDefault() {
        var body =
                "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hi\"}],"
                        + "\"model\":\"anthropic/stream\"}";

        try (var stream = Server.stream("conversation", body)) {
            assertThat(EventReader.text(stream.rest())).isEqualTo(HELLO);
        }
        var asked = Server.UPSTREAM.lastRequest().json();
        assertThat(asked.path("system").toString()).contains("Be brief.");
    }

    @Test
    void aConversationAnswersInJsonWhenAsked() {
        var body =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"model\":\"openai/answer\",\"stream\":false}";

        assertThat(Server.post("conversation", body).json().path("content").asText())
                .isEqualTo(HELLO);
    }

    @Test
    void fallsBackToTheNextModelOfAnAlias() {
        var answer = Server.post("chat", Json.object("prompt", "hi", "model", "steady"));

        assertThat(answer.json().path("model").asText()).isEqualTo("openai/answer");
    }

    @Test
    void asksAgainWhenAProviderFailsBeforeItsFirstToken() {
        var answer = Server.post("chat", Json.object("prompt", "hi", "model", "openai/fails-once"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/bad-key, 502, provider_unauthorized",
        "openai/refused, 400, provider_refused_request",
        "openai/failing, 502, provider_error",
        "openai/overloaded, 502, provider_error",
        "openai/html, 502, provider_broken_response",
        "openai/unheard-of, 404, model_not_found",
        "nobody/x, 502, provider_unreachable",
        "anthropic/bad-key, 502, provider_unauthorized",
    })
    void tellsAProvidersFailureInItsOwnWords(String model, int status, String code) {
        var answer = Server.post("chat", Json.object("prompt", "hi", "model", model));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("code").asText()).isEqualTo(code);
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("x-request-id"));
        assertThat(answer.body()).doesNotContain("SECRET").doesNotContain("Exception");
    }

    @Test
    void passesOnHowLongARateLimitLasts() {
        var answer = Server.post(
                "chat",
                Json.object("prompt", "hi", "model", "openai/rate-limited-seconds"),
                "Request-Timeout-Ms",
                "2000");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/cut",
                "openai/reset-after",
                "openai/malformed",
                "openai/error-event",
                "offline/broken-stream"
            })
    void aStreamThatBreaksEndsWithOneTypedEventAndKeepsItsText(String model) {
        try (var stream = Server.stream("chat", Json.object("prompt", "hi", "model", model, "stream", true))) {
            var events = stream.rest();
            assertThat(EventReader.text(events)).isNotEmpty();
            var errors = events.stream()
                    .filter(event -> "error".equals(event.name()))
                    .toList();
            assertThat(errors).hasSize(1);
            assertThat(errors.getFirst().json().path("code").asText()).startsWith("provider_");
            assertThat(errors.getFirst().json().path("request_id").asText()).isEqualTo(stream.header("x-request-id"));
            assertThat(errors.getFirst().data()).doesNotContain("SECRET").doesNotContain("Exception");
            assertThat(events).noneMatch(event -> "done".equals(event.name()));
        }
    }

    @Test
    void oneProvidersCrowdIsRefusedWithAnAdvice() {
        try (var first = Server.stream("chat", Json.object("prompt", "hi", "model", "narrow/long", "stream", true))) {
            first.next("delta");

            var second = Server.post("chat", Json.object("prompt", "hi", "model", "narrow/answer"));

            assertThat(second.status()).isEqualTo(503);
            assertThat(second.json().path("code").asText()).isEqualTo("provider_busy");
            assertThat(second.header("retry-after")).isEqualTo("1");
        }
    }
}
