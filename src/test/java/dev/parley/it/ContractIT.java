package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.session.AsyncApi;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code /openapi} promises. */
class ContractIT extends Fixture {

    private final JsonNode contract = Server.get("/openapi?format=JSON").json();

    @Test
    void aChatAnswersInJsonAndInEvents() {
        for (var path : new String[] {"/chat", "/conversation"}) {
            var answer = operation(path, "post").path("responses").path("200").path("content");
            assertThat(answer.path("application/json")
                            .path("schema")
                            .path("$ref")
                            .asText())
                    .endsWith("/Answer");
            assertThat(answer.path("text/event-stream")
                            .path("schema")
                            .path("$ref")
                            .asText())
                    .endsWith("/RunEvent");
        }
    }

    @Test
    void constraintsAndExamplesAreShown() {
        var request = schema("ChatRequest").path("properties");

        assertThat(request.path("prompt").path("maxLength").asInt()).isEqualTo(32_000);
        assertThat(request.path("prompt").path("examples")).isNotEmpty();
        assertThat(request.path("max_tokens").path("maximum").asInt()).isEqualTo(16_384);
        assertThat(request.path("temperature").path("maximum").asInt()).isEqualTo(2);
        assertThat(schema("ConversationRequest")
                        .path("properties")
                        .path("messages")
                        .path("maxItems")
                        .asInt())
                .isEqualTo(50);
    }

    @Test
    void everyNativeOperationFailsWithAProblem() {
        for (var path :
                new String[] {"/chat", "/conversation", "/runs/{id}", "/runs/{id}/events", "/runs/{id}/cancel"}) {
            assertThat(paths().path(path))
                    .isNotEmpty()
                    .allSatisfy(operation -> assertThat(operation
                                    .path("responses")
                                    .path("default")
                                    .path("$ref")
                                    .asText())
                            .endsWith("/Problem"));
        }
        var problem =
                contract.path("components").path("responses").path("Problem").path("content");
        assertThat(problem.path("application/problem+json").path("examples")).isNotEmpty();
        assertThat(schema("Problem").path("properties").path("code").path("enum"))
                .hasSizeGreaterThan(20);
    }

    @Test
    void noAnswerIsPromisedThatNeverComes() {
        paths().forEach(item -> item.forEach(
                operation -> assertThat(operation.path("responses").has("201")).isFalse()));
    }

    private JsonNode paths() {
        return contract.path("paths");
    }

    private JsonNode operation(String path, String method) {
        return paths().path(path).path(method);
    }

    private JsonNode schema(String name) {
        return contract.path("components").path("schemas").path(name);
    }

    @Test
    void theEventsOfAStreamAreInTheContractOfEvents() {
        assertThat(Server.get("asyncapi").json().path("asyncapi").asText()).isEqualTo("3.0.0");
        for (var model : List.of("openai/answer", "openai/tool", "openai/reasoning", "openai/reset-after")) {
            try (var stream = Server.stream("chat", Json.object("prompt", "hi", "model", model, "stream", true))) {
                stream.rest().stream()
                        .filter(event -> event.name() != null)
                        .forEach(event -> AsyncApi.describes("runStream", event.name(), event.json()));
            }
        }
    }
}
