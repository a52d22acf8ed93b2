package dev.parley.responses;

import dev.parley.http.TextFrame;

/**
 * Makes the events that carry one piece of one item's text: the hot path of a stream. All but the number and the piece is the same for
 * an item, so it is encoded once.
 */
final class DeltaEvent {

    private final TextFrame frame;

    DeltaEvent(Draft draft) {
        var before = switch (draft.kind()) {
            case MESSAGE -> head("response.output_text.delta", draft) + ",\"content_index\":0,\"logprobs\":[]";
            case REASONING -> head("response.reasoning.delta", draft) + ",\"content_index\":0";
            case CALL -> head("response.function_call_arguments.delta", draft);
            case MCP -> head("response.mcp_call_arguments.delta", draft);
            case TOOL, QUESTION, INPUT -> head("parley:tool_call.arguments.delta", draft);
        };
        frame = new TextFrame(before + ",\"sequence_number\":", ",\"delta\":\"", "\"}\n\n");
    }

    /** Ids are of letters, digits and underscores, so nothing needs to be escaped. */
    private static String head(String type, Draft draft) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\",\"item_id\":\"" + draft.id()
                + "\",\"output_index\":" + draft.index();
    }

    byte[] with(int number, String text) {
        return frame.around(number, text);
    }
}
