package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The response object. Every field is there, null where there is nothing to say, as Open Responses requires. */
@Schema(name = "Response")
@JsonInclude(JsonInclude.Include.ALWAYS)
record ResponseWire(
        String id,
        String object,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("completed_at") Long completedAt,
        String status,
        Failure error,
        @JsonProperty("incomplete_details") Reason incompleteDetails,
        String model,
        @JsonProperty("previous_response_id") String previousResponseId,
        String instructions,

        @Schema(implementation = Object[].class) List<Item> output,

        UsageWire usage,

        @Schema(implementation = Object[].class) List<ToolWire> tools,

        @Schema(implementation = Object.class) @JsonProperty("tool_choice")
        JsonNode toolChoice,

        @JsonProperty("parallel_tool_calls") boolean parallelToolCalls,
        @JsonProperty("max_tool_calls") Integer maxToolCalls,

        @Schema(implementation = Object.class) TextRules.Shown text,

        @Schema(implementation = Object.class) ReasoningRules reasoning,

        double temperature,
        @JsonProperty("top_p") double topP,
        @JsonProperty("presence_penalty") double presencePenalty,
        @JsonProperty("frequency_penalty") double frequencyPenalty,
        @JsonProperty("top_logprobs") int topLogprobs,
        @JsonProperty("max_output_tokens") Integer maxOutputTokens,
        String truncation,
        Map<String, String> metadata,
        boolean store,
        boolean background,
        @JsonProperty("service_tier") String serviceTier,
        @JsonProperty("safety_identifier") String safetyIdentifier,
        @JsonProperty("prompt_cache_key") String promptCacheKey) {

    /** Why a response failed. */
    record Failure(String code, String message) {}

    /** Why a response is incomplete. */
    record Reason(String reason) {}

    /** The response to {@code exchange} at a moment of its life. */
    static ResponseWire of(Exchange exchange, String model, Standing standing, List<Item> output) {
        var request = exchange.request();
        return new ResponseWire(
                exchange.id(),
                "response",
                exchange.createdAt() / 1_000,
                standing.completedAt(),
                standing.status(),
                standing.error(),
                standing.incomplete(),
                model,
                request.previousResponseId(),
                request.instructions(),
                output.stream().map(item -> FileSearchCall.shown(item, request)).toList(),
                standing.usage(),
                exchange.tools().tools(),
                exchange.tools().shown(),
                !Boolean.FALSE.equals(request.parallelToolCalls()),
                request.maxToolCalls(),
                exchange.text().shown(),
                exchange.reasoning(),
                orElse(request.temperature(), 1),
                orElse(request.topP(), 1),
                orElse(request.presencePenalty(), 0),
                orElse(request.frequencyPenalty(), 0),
                request.topLogprobs() == null ? 0 : request.topLogprobs(),
                request.maxOutputTokens(),
                request.mayTruncate() ? "auto" : "disabled",
                request.metadata() == null ? Map.of() : request.metadata(),
                request.isStored(),
                request.isBackground(),
                request.serviceTier() == null ? "default" : request.serviceTier(),
                request.safetyIdentifier(),
                request.promptCacheKey());
    }

    private static double orElse(Double given, double otherwise) {
        return given == null ? otherwise : given;
    }
}
