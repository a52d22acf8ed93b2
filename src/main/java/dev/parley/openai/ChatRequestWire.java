package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of {@code POST /v1/chat/completions}. What one field allows stands here; what fields demand of each other is checked by
 * {@link ChatRules}.
 *
 * @param rest all other fields, which are passed on to upstreams of this type
 */
@Schema(name = "CreateChatCompletionRequest")
record ChatRequestWire(
        @Schema(
                description = "provider/model, an alias or a bare name; the default model when absent",
                examples = "offline/echo")
        @Size(min = 1, max = 256) String model,

        @NotNull @Size(min = 1, max = 2_048) List<@NotNull MessageWire> messages,
        @Size(max = 128) List<@NotNull ToolWire> tools,

        @Schema(implementation = Object.class, description = "auto, none, required, a named function, or allowed_tools")
        @JsonProperty("tool_choice")
        JsonNode toolChoice,

        @JsonProperty("parallel_tool_calls") Boolean parallelToolCalls,
        @JsonProperty("response_format") FormatWire responseFormat,
        @Min(1) @Max(8) Integer n,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Size(max = 4) List<@NotNull @Size(min = 1, max = 1_000) String> stop,

        Long seed,
        @DecimalMin("0") @DecimalMax("2") Double temperature,

        @JsonProperty("top_p") @DecimalMin("0") @DecimalMax("1") Double topP,

        @JsonProperty("max_tokens") @Min(1) Integer maxTokens,
        @JsonProperty("max_completion_tokens") @Min(1) Integer maxCompletionTokens,
        Boolean logprobs,
        @JsonProperty("top_logprobs") @Min(0) @Max(20) Integer topLogprobs,

        @JsonProperty("frequency_penalty") @DecimalMin("-2") @DecimalMax("2") Double frequencyPenalty,

        @JsonProperty("presence_penalty") @DecimalMin("-2") @DecimalMax("2") Double presencePenalty,

        Boolean stream,
        @JsonProperty("stream_options") StreamOptions streamOptions,
        @Schema(hidden = true) @JsonAnySetter Map<String, JsonNode> rest) {

    ChatRequestWire {
        rest = rest == null ? Map.of() : rest;
    }

    @Schema(name = "ChatCompletionStreamOptions")
    record StreamOptions(@JsonProperty("include_usage") Boolean includeUsage) {}

    boolean streams() {
        return Boolean.TRUE.equals(stream);
    }

    boolean wantsUsage() {
        return streamOptions != null && Boolean.TRUE.equals(streamOptions.includeUsage());
    }

    int choices() {
        return n == null ? 1 : n;
    }
}
