package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code POST /v1/responses}. What is a union on the wire stays a tree until its reader takes it apart, which can then name
 * the place of what is wrong. {@link RequestRules} says what the other values may be.
 */
@Schema(name = "ResponseRequest")
record ResponseRequest(
        @Schema(
                description = "provider/model, an alias or a bare name; the default model when absent",
                examples = "offline/echo")
        String model,

        @Schema(
                description = "a string, or a list of items",
                implementation = Object.class,
                examples = "Why is the sky blue?")
        JsonNode input,

        String instructions,
        @JsonProperty("previous_response_id") String previousResponseId,

        @Schema(implementation = Object[].class) JsonNode tools,

        @Schema(implementation = Object.class) @JsonProperty("tool_choice")
        JsonNode toolChoice,

        @JsonProperty("parallel_tool_calls") Boolean parallelToolCalls,
        @JsonProperty("max_tool_calls") Integer maxToolCalls,

        @Schema(implementation = Object.class) JsonNode text,

        @Schema(implementation = Object.class) JsonNode reasoning,

        Double temperature,
        @JsonProperty("top_p") Double topP,
        @JsonProperty("presence_penalty") Double presencePenalty,
        @JsonProperty("frequency_penalty") Double frequencyPenalty,
        @JsonProperty("top_logprobs") Integer topLogprobs,
        @JsonProperty("max_output_tokens") Integer maxOutputTokens,
        String truncation,
        List<String> include,
        Map<String, String> metadata,
        Boolean store,
        Boolean background,
        Boolean stream,
        @JsonProperty("service_tier") String serviceTier,
        @JsonProperty("safety_identifier") String safetyIdentifier,
        @JsonProperty("prompt_cache_key") String promptCacheKey,

        @Schema(
                description = "how far a run with tools of this server may go, less than the server allows:"
                        + " {steps, tokens, seconds, micro_dollars}",
                implementation = Object.class)
        @JsonProperty("parley:limits")
        JsonNode limits,

        @Schema(hidden = true) JsonNode conversation,

        @Schema(hidden = true) JsonNode prompt) {

    private ObjectNode json() {
        return Json.MAPPER.valueToTree(this);
    }

    /** The request that {@link dev.parley.http.Json} has written. */
    static ResponseRequest read(String json) {
        try {
            return Json.MAPPER.readValue(json, ResponseRequest.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A stored request can't be read", notOurs);
        }
    }

    private static ResponseRequest of(ObjectNode json) {
        return read(json.toString());
    }

    /** The same, to go on with after a response and without further input. */
    ResponseRequest after(String responseId, boolean streamed, boolean inBackground) {
        var json = json();
        json.put("previous_response_id", responseId)
                .put("stream", streamed)
                .put("background", inBackground)
                .remove("input");
        return of(json);
    }

    /** The same, as a stream. */
    ResponseRequest streamed() {
        return of(json().put("stream", true));
    }

    /** The same, with what was said beforehand where it says nothing itself. */
    ResponseRequest after(ResponseRequest before) {
        var json = json();
        var earlier = before.json();
        for (var name : List.of("instructions", "tools", "tool_choice")) {
            if (!json.has(name) && earlier.has(name)) {
                json.set(name, earlier.get(name));
            }
        }
        return of(json);
    }

    ResponseRequest withoutToolChoice() {
        var json = json();
        json.remove("tool_choice");
        return of(json);
    }

    /** Whether it asks for tools of MCP servers, which must be asked what they have. */
    boolean namesServers() {
        return tools != null
                && StreamSupport.stream(tools.spliterator(), false)
                        .anyMatch(tool -> tool.path("type").asText().equals("mcp"));
    }

    boolean isStored() {
        return !Boolean.FALSE.equals(store);
    }

    boolean isBackground() {
        return Boolean.TRUE.equals(background);
    }

    boolean isStream() {
        return Boolean.TRUE.equals(stream);
    }

    boolean mayTruncate() {
        return "auto".equals(truncation);
    }

    boolean wants(String included) {
        return include != null && include.contains(included);
    }
}
