package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.Delta;
import dev.parley.platform.Ids;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;

/**
 * Reads {@code tool_calls}, in pieces or whole, and evens out what servers make of them: some leave out the index, some repeat id and
 * name in every piece, some have no ids at all.
 */
final class OpenAiToolCalls {

    private final Set<Integer> begun = new HashSet<>(2);
    private final Queue<Delta.ToolCallDelta> read = new ArrayDeque<>(2);
    private int last = -1;

    private String name;
    private String arguments;

    void read(JsonParser json) throws IOException {
        if (WireJson.enters(json, JsonToken.START_ARRAY)) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                call(json);
            }
        }
    }

    /** Hands out what was read since the last time. */
    void deliver(Queue<Delta> deltas) {
        for (Delta.ToolCallDelta piece; (piece = read.poll()) != null; ) {
            deltas.add(even(piece));
        }
    }

    /** What was read belongs to another choice. */
    void forget() {
        read.clear();
    }

    private void call(JsonParser json) throws IOException {
        int index = -1;
        String id = null;
        name = null;
        arguments = "";
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "index" -> index = WireJson.integer(json, -1);
                case "id" -> id = WireJson.text(json);
                case "function" -> function(json);
                default -> WireJson.skip(json);
            }
        }
        read.add(new Delta.ToolCallDelta(index, id, name, arguments));
    }

    private void function(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            return;
        }
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "name" -> name = WireJson.text(json);
                case "arguments" -> {
                    var piece = WireJson.text(json);
                    arguments = piece == null ? "" : piece;
                }
                default -> WireJson.skip(json);
            }
        }
    }

    /** Without an index, a name begins a new call. */
    private Delta.ToolCallDelta even(Delta.ToolCallDelta piece) {
        boolean named = piece.name() != null;
        last = piece.index() >= 0 ? piece.index() : named ? last + 1 : Math.max(last, 0);
        if (!begun.add(last)) {
            return new Delta.ToolCallDelta(last, null, null, piece.arguments());
        }
        boolean identified = piece.id() != null && !piece.id().isEmpty();
        return new Delta.ToolCallDelta(
                last, identified ? piece.id() : Ids.next("call"), named ? piece.name() : "", piece.arguments());
    }
}
