package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
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

        @Schema(hidden = true) JsonNode conversation,

        @Schema(hidden = true) JsonNode prompt) {

    /** The same, as a stream. */
    ResponseRequest streamed() {
        return with(instructions, tools, toolChoice, true);
    }

    /** The same, with what was said beforehand where it says nothing itself. */
    ResponseRequest after(ResponseRequest before) {
        return with(
                instructions == null ? before.instructions : instructions,
                tools == null ? before.tools : tools,
                toolChoice == null ? before.toolChoice : toolChoice,
                stream);
    }

    private ResponseRequest with(String instructions, JsonNode tools, JsonNode toolChoice, Boolean stream) {
        return new ResponseRequest(
                model,
                input,
                instructions,
                previousResponseId,
                tools,
                toolChoice,
                parallelToolCalls,
                maxToolCalls,
                text,
                reasoning,
                temperature,
                topP,
                presencePenalty,
                frequencyPenalty,
                topLogprobs,
                maxOutputTokens,
                truncation,
                include,
                metadata,
                store,
                background,
                stream,
                serviceTier,
                safetyIdentifier,
                promptCacheKey,
                conversation,
                prompt);
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
