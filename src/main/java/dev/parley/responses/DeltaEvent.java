package dev.parley.responses;

import dev.parley.http.TextFrame;

/**
 * Makes the events that carry one piece of one item's text: the hot path of a stream. All but the number and the piece is the same for
 * an item, so it is encoded once.
 */
final class DeltaEvent {

    private final TextFrame frame;

    DeltaEvent(Draft draft, Framing framing) {
        var type = switch (draft.kind()) {
            case MESSAGE -> "response.output_text.delta";
            case REASONING -> "response.reasoning.delta";
            case CALL -> "response.function_call_arguments.delta";
            case MCP -> "response.mcp_call_arguments.delta";
            case TOOL, FILE_SEARCH, QUESTION, INPUT -> "parley:tool_call.arguments.delta";
        };
        var before = head(type, draft)
                + switch (draft.kind()) {
                    case MESSAGE -> ",\"content_index\":0,\"logprobs\":[]";
                    case REASONING -> ",\"content_index\":0";
                    case CALL, MCP, TOOL, FILE_SEARCH, QUESTION, INPUT -> "";
                };
        frame = new TextFrame(
                framing.open(type) + "{" + before + ",\"sequence_number\":", ",\"delta\":\"", "\"" + framing.close());
    }

    /** Ids are of letters, digits and underscores, so nothing needs to be escaped. */
    private static String head(String type, Draft draft) {
        return "\"type\":\"" + type + "\",\"item_id\":\"" + draft.id() + "\",\"output_index\":" + draft.index();
    }

    byte[] with(int number, String text) {
        return frame.around(number, text);
    }
}
