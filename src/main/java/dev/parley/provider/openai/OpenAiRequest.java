package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Sampling;
import dev.parley.llm.ToolChoice;
import dev.parley.llm.ToolSpec;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a prompt as the body of a Chat Completions request. What the caller left out is left out. */
final class OpenAiRequest {

    /** The fields that this class writes; an extra field of the caller never takes the place of one. */
    private static final Set<String> OURS = Set.of(
            "model",
            "messages",
            "stream",
            "stream_options",
            "tools",
            "tool_choice",
            "response_format",
            "n",
            "temperature",
            "top_p",
            "max_tokens",
            "max_completion_tokens",
            "stop",
            "seed");

    private final boolean streamUsage;
    private final String maxTokens;

    OpenAiRequest(ProviderSettings settings) {
        this.streamUsage = settings.streamUsage();
        this.maxTokens = maxTokensField(settings.baseUrl().getHost());
    }

    /** OpenAI's reasoning models refuse {@code max_tokens}; the servers that imitate the API know nothing else for sure. */
    private static String maxTokensField(String host) {
        boolean original = host.equals("api.openai.com") || host.endsWith(".openai.azure.com");
        return original ? "max_completion_tokens" : "max_tokens";
    }

    byte[] json(String model, Prompt prompt, boolean stream) {
        return WireJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            messages(json, prompt.messages());
            stream(json, stream);
            tools(json, prompt.tools(), prompt.toolChoice());
            sampling(json, prompt.sampling());
            OpenAiFormat.write(json, prompt.responseFormat());
            for (var extra : prompt.extra().entrySet()) {
                if (!OURS.contains(extra.getKey())) {
                    WireJson.raw(json, extra.getKey(), extra.getValue());
                }
            }
            json.writeEndObject();
        });
    }

    private void stream(JsonGenerator json, boolean stream) throws IOException {
        json.writeBooleanField("stream", stream);
        if (stream && streamUsage) {
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
        }
    }

    private void sampling(JsonGenerator json, Sampling sampling) throws IOException {
        if (sampling.temperature() != null) {
            json.writeNumberField("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            json.writeNumberField("top_p", sampling.topP());
        }
        if (sampling.maxTokens() != null) {
            json.writeNumberField(maxTokens, sampling.maxTokens());
        }
        if (sampling.seed() != null) {
            json.writeNumberField("seed", sampling.seed());
        }
        if (!sampling.stop().isEmpty()) {
            json.writeArrayFieldStart("stop");
            for (var stop : sampling.stop()) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
    }

    private static void messages(JsonGenerator json, List<Message> messages) throws IOException {
        json.writeArrayFieldStart("messages");
        for (var message : messages) {
            OpenAiMessage.write(json, message);
        }
        json.writeEndArray();
    }

    private static void tools(JsonGenerator json, List<ToolSpec> tools, ToolChoice choice) throws IOException {
        if (!tools.isEmpty()) {
            json.writeArrayFieldStart("tools");
            for (var tool : tools) {
                tool(json, tool);
            }
            json.writeEndArray();
        }
        switch (choice) {
            case null -> {
                // the provider's own default
            }
            case ToolChoice.Mode mode ->
                json.writeStringField("tool_choice", mode.name().toLowerCase(Locale.ROOT));
            case ToolChoice.Named named -> {
                json.writeObjectFieldStart("tool_choice");
                json.writeStringField("type", "function");
                json.writeObjectFieldStart("function");
                json.writeStringField("name", named.name());
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private static void tool(JsonGenerator json, ToolSpec tool) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool.name());
        if (tool.description() != null) {
            json.writeStringField("description", tool.description());
        }
        if (tool.parameters() != null) {
            WireJson.raw(json, "parameters", tool.parameters());
        }
        if (tool.strict() != null) {
            json.writeBooleanField("strict", tool.strict());
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
