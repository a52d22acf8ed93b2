package dev.parley.provider.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import dev.parley.llm.Delta;
import dev.parley.platform.Ids;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.Queue;

/**
 * The content block that is being written; they come one after the other. A block and the deltas that follow it have the same fields, so
 * both are read here.
 */
final class AnthropicBlock {

    /** Tool calls are numbered among themselves, blocks of text left out. */
    private int toolCalls = -1;

    private boolean inToolCall;
    private boolean hasArguments;

    private String type;
    private String id;
    private String name;
    private String text;
    private String thinking;
    private String arguments;

    void clear() {
        type = null;
        id = null;
        name = null;
        text = null;
        thinking = null;
        arguments = null;
    }

    /** Reads the block whose object has just begun. */
    void read(JsonParser json, byte[] bytes, int from) throws IOException {
        clear();
        for (String field; (field = json.nextFieldName()) != null; ) {
            if (field.equals("input")) {
                arguments = WireJson.raw(json, bytes, from);
            } else {
                field(field, json);
            }
        }
    }

    void field(String field, JsonParser json) throws IOException {
        switch (field) {
            case "type" -> type = WireJson.text(json);
            case "id" -> id = WireJson.text(json);
            case "name" -> name = WireJson.text(json);
            case "text" -> text = WireJson.text(json);
            case "thinking" -> thinking = WireJson.text(json);
            case "partial_json" -> arguments = WireJson.text(json);
            default -> WireJson.skip(json);
        }
    }

    void begin(Queue<Delta> deltas) {
        inToolCall = "tool_use".equals(type);
        hasArguments = false;
        if (inToolCall) {
            toolCalls++;
            var known = id == null ? Ids.next("call") : id;
            deltas.add(new Delta.ToolCallDelta(toolCalls, known, name == null ? "" : name, ""));
            // a stream begins with an empty object and sends the real one in pieces
            arguments = "{}".equals(arguments) ? null : arguments;
        }
        go(deltas);
    }

    /** Hands out what was read last. */
    void go(Queue<Delta> deltas) {
        if (isSaid(thinking)) {
            deltas.add(new Delta.ReasoningDelta(thinking));
        }
        if (isSaid(text)) {
            deltas.add(new Delta.TextDelta(text));
        }
        if (inToolCall && isSaid(arguments)) {
            hasArguments = true;
            deltas.add(new Delta.ToolCallDelta(toolCalls, null, null, arguments));
        }
    }

    /** A call without arguments is one with an empty object. */
    void end(Queue<Delta> deltas) {
        if (inToolCall && !hasArguments) {
            deltas.add(new Delta.ToolCallDelta(toolCalls, null, null, "{}"));
        }
        inToolCall = false;
    }

    private static boolean isSaid(String piece) {
        return piece != null && !piece.isEmpty();
    }
}
