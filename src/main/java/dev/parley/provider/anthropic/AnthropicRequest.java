package dev.parley.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a prompt as the body of a Messages request. What that API does not know, a seed and the extra fields of Chat Completions, is
 * left out.
 */
final class AnthropicRequest {

    /** The API wants a bound; this one fits every model. */
    private static final int MAX_TOKENS = 4_096;

    private static final double HIGHEST_TEMPERATURE = 1;

    private AnthropicRequest() {}

    static byte[] json(String model, Prompt prompt, boolean stream) {
        return WireJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeBooleanField("stream", stream);
            system(json, prompt);
            AnthropicMessages.write(json, prompt.messages());
            sampling(json, prompt.sampling());
            tools(json, prompt.tools(), prompt.toolChoice());
            json.writeEndObject();
        });
    }

    /** The instructions of the whole conversation stand apart from it, whatever their place was. */
    private static void system(JsonGenerator json, Prompt prompt) throws IOException {
        var instructions = prompt.messages().stream()
                .filter(message -> message.role() == Role.SYSTEM)
                .map(Message::text);
        var system = Stream.concat(instructions, Stream.of(form(prompt.responseFormat())))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
        if (!system.isEmpty()) {
            json.writeStringField("system", system);
        }
    }

    /** The API has no field for it. */
    private static String form(ResponseFormat format) {
        return switch (format) {
            case null -> "";
            case ResponseFormat.JsonObject any -> "Answer with nothing but one JSON object.";
            case ResponseFormat.JsonSchema schema ->
                "Answer with nothing but JSON that fulfils this JSON Schema:\n" + schema.schema();
        };
    }

    private static void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        json.writeNumberField("max_tokens", sampling.maxTokens() == null ? MAX_TOKENS : sampling.maxTokens());
        if (sampling.temperature() != null) {
            // this API's range ends where others have their middle
            json.writeNumberField("temperature", Math.min(HIGHEST_TEMPERATURE, sampling.temperature()));
        }
        if (sampling.topP() != null) {
            json.writeNumberField("top_p", sampling.topP());
        }
        if (!sampling.stop().isEmpty()) {
            json.writeArrayFieldStart("stop_sequences");
            for (var stop : sampling.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
    }

    private static void tools(JsonGenerator json, List<ToolSpec> tools, ToolChoice choice) throws IOException {
        if (tools.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tools");
        for (var tool : tools) {
            json.writeStartObject();
            json.writeStringField("name", tool.name());
            if (tool.description() != null) {
                json.writeStringField("description", tool.description());
            }
            WireJson.raw(json, "input_schema", tool.parameters() == null ? "{\"type\":\"object\"}" : tool.parameters());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (choice != null) {
            choice(json, choice);
        }
    }

    private static void choice(JsonGenerator json, ToolChoice choice) throws IOException {
        json.writeObjectFieldStart("tool_choice");
        switch (choice) {
            case ToolChoice.Mode mode -> json.writeStringField("type", word(mode));
            case ToolChoice.Named named -> {
                json.writeStringField("type", "tool");
                json.writeStringField("name", named.name());
            }
        }
        json.writeEndObject();
    }

    private static String word(ToolChoice.Mode mode) {
        return switch (mode) {
            case AUTO -> "auto";
            case NONE -> "none";
            case REQUIRED -> "any";
        };
    }
}
