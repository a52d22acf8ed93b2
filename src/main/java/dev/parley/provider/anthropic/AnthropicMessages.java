package dev.parley.provider.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Role;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the turns of a conversation. Tool results are blocks of a user turn here, and all results of one assistant turn must stand in the
 * one user turn behind it. Empty texts and empty turns, which the API refuses, are left out.
 */
final class AnthropicMessages {

    private AnthropicMessages() {}

    static void write(JsonGenerator json, List<Message> messages) throws IOException {
        json.writeArrayFieldStart("messages");
        var turn = new ArrayList<Content>();
        Role speaker = null;
        for (var message : messages) {
            if (message.role() == Role.SYSTEM) {
                continue;
            }
            if (speaker != Role.TOOL || message.role() != Role.TOOL) {
                turn(json, speaker, turn);
                turn.clear();
            }
            speaker = message.role();
            message.content().stream().filter(AnthropicMessages::isSaid).forEach(turn::add);
        }
        turn(json, speaker, turn);
        json.writeEndArray();
    }

    private static boolean isSaid(Content part) {
        return !(part instanceof Content.Text text && text.text().isEmpty());
    }

    private static void turn(JsonGenerator json, Role speaker, List<Content> parts) throws IOException {
        if (parts.isEmpty()) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("role", (speaker == Role.ASSISTANT ? Role.ASSISTANT : Role.USER).wireName());
        json.writeArrayFieldStart("content");
        for (var part : parts) {
            json.writeStartObject();
            block(json, part);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void block(JsonGenerator json, Content part) throws IOException {
        switch (part) {
            case Content.Text text -> {
                json.writeStringField("type", "text");
                json.writeStringField("text", text.text());
            }
            case Content.Image image -> image(json, image.url());
            case Content.ToolCall call -> {
                json.writeStringField("type", "tool_use");
                json.writeStringField("id", call.id());
                json.writeStringField("name", call.name());
                input(json, call.arguments());
            }
            case Content.ToolResult result -> {
                json.writeStringField("type", "tool_result");
                json.writeStringField("tool_use_id", result.callId());
                json.writeStringField("content", result.text());
            }
        }
    }

    private static void image(JsonGenerator json, String url) throws IOException {
        json.writeStringField("type", "image");
        json.writeObjectFieldStart("source");
        if (url.startsWith("data:")) {
            int comma = url.indexOf(";base64,");
            if (comma < 0) {
                throw new ApiException(
                        ErrorCode.PROVIDER_REFUSED_REQUEST,
                        "The image is a data: URL without base64, which this provider does not take.");
            }
            json.writeStringField("type", "base64");
            json.writeStringField("media_type", url.substring("data:".length(), comma));
            json.writeStringField("data", url.substring(comma + ";base64,".length()));
        } else {
            json.writeStringField("type", "url");
            json.writeStringField("url", url);
        }
        json.writeEndObject();
    }

    /** The API wants an object. What a model wrote and is none goes back to it under the name that Anthropic's guide proposes. */
    private static void input(JsonGenerator json, String arguments) throws IOException {
        if (arguments.isBlank()) {
            WireJson.raw(json, "input", "{}");
        } else if (WireJson.isObject(arguments)) {
            WireJson.raw(json, "input", arguments);
        } else {
            json.writeObjectFieldStart("input");
            json.writeStringField("INVALID_JSON", arguments);
            json.writeEndObject();
        }
    }
}
