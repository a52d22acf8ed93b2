package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One message of the conversation. */
@Schema(name = "ChatCompletionMessage")
record MessageWire(
        @Schema(enumeration = {"system", "developer", "user", "assistant", "tool"})
        String role,

        ContentWire content,
        String refusal,
        @JsonProperty("tool_calls") List<ToolCall> toolCalls,
        @JsonProperty("tool_call_id") String toolCallId) {

    @Schema(name = "ChatCompletionToolCall")
    record ToolCall(String id, String type, Function function) {}

    /** The arguments are JSON text, as the model wrote it. */
    @Schema(name = "ChatCompletionFunctionCall")
    record Function(String name, String arguments) {}
}
