package dev.parley.provider.offline;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.ToolChoice;
import dev.parley.platform.Ids;
import dev.parley.provider.WireJson;
import java.util.List;
import java.util.stream.Collectors;

/** Calls the tool that the prompt names or offers first, with the question as its arguments if that is a JSON object. */
final class OfflineTool {

    private static final String NAME = "get_weather";
    private static final String ARGUMENTS = "{\"city\":\"Oslo\"}";

    private OfflineTool() {}

    static List<Delta> call(Prompt prompt, String question) {
        var arguments = WireJson.isObject(question) ? question : ARGUMENTS;
        int half = arguments.length() / 2;
        return List.of(
                new Delta.ToolCallDelta(0, Ids.next("call"), name(prompt), ""),
                new Delta.ToolCallDelta(0, null, null, arguments.substring(0, half)),
                new Delta.ToolCallDelta(0, null, null, arguments.substring(half)),
                new Delta.End(FinishReason.TOOL_CALLS));
    }

    static String result(Message message) {
        return message.content().stream()
                .filter(Content.ToolResult.class::isInstance)
                .map(part -> ((Content.ToolResult) part).text())
                .collect(Collectors.joining(" "));
    }

    private static String name(Prompt prompt) {
        if (prompt.toolChoice() instanceof ToolChoice.Named named) {
            return named.name();
        }
        return prompt.tools().isEmpty() ? NAME : prompt.tools().getFirst().name();
    }
}
