package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.parley.llm.Content;
import dev.parley.llm.Message;
import dev.parley.llm.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes one message: its content as plain text where it is nothing else, since all servers understand that. */
final class OpenAiMessage {

    private OpenAiMessage() {}

    static void write(JsonGenerator json, Message message) throws IOException {
        var said = new ArrayList<Content>();
        var calls = new ArrayList<Content.ToolCall>();
        for (var part : message.content()) {
            switch (part) {
                case Content.ToolResult result -> result(json, result);
                case Content.ToolCall call -> calls.add(call);
                case Content.Text text -> said.add(text);
                case Content.Image image -> said.add(image);
            }
        }
        if (message.role() != Role.TOOL) {
            json.writeStartObject();
            json.writeStringField("role", message.role().wireName());
            content(json, said);
            calls(json, calls);
            json.writeEndObject();
        }
    }

    /** On this wire each result is a message of its own. */
    private static void result(JsonGenerator json, Content.ToolResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", Role.TOOL.wireName());
        json.writeStringField("tool_call_id", result.callId());
        json.writeStringField("content", result.text());
        json.writeEndObject();
    }

    private static void content(JsonGenerator json, List<Content> said) throws IOException {
        if (said.isEmpty()) {
            json.writeNullField("content");
        } else if (said.size() == 1 && said.getFirst() instanceof Content.Text text) {
            json.writeStringField("content", text.text());
        } else {
            parts(json, said);
        }
    }

    private static void parts(JsonGenerator json, List<Content> parts) throws IOException {
        json.writeArrayFieldStart("content");
        for (var part : parts) {
            if (part instanceof Content.Text text) {
                json.writeStartObject();
                json.writeStringField("type", "text");
                json.writeStringField("text", text.text());
                json.writeEndObject();
            } else if (part instanceof Content.Image image) {
                image(json, image);
            }
        }
        json.writeEndArray();
    }

    private static void image(JsonGenerator json, Content.Image image) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "image_url");
        json.writeObjectFieldStart("image_url");
        json.writeStringField("url", image.url());
        if (image.detail() != null) {
            json.writeStringField("detail", image.detail());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void calls(JsonGenerator json, List<Content.ToolCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (var call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.id());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name());
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
