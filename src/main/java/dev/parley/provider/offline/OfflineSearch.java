package dev.parley.provider.offline;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.ToolChoice;
import dev.parley.platform.Ids;
import dev.parley.provider.FencedPassages;
import dev.parley.provider.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Looks for passages by the tool for it, where a prompt offers that, and reads what the tool has found. */
final class OfflineSearch {

    /** As long as a query may be. */
    private static final int LONGEST = 2_000;

    private OfflineSearch() {}

    static boolean mayAsk(Prompt prompt) {
        boolean isOffered = prompt.tools().stream().anyMatch(tool -> tool.name().equals(FencedPassages.TOOL));
        return isOffered
                && switch (prompt.toolChoice()) {
                    case null -> true;
                    case ToolChoice.Named named -> named.name().equals(FencedPassages.TOOL);
                    case ToolChoice.Mode mode -> mode != ToolChoice.Mode.NONE;
                };
    }

    /** A search for the question. */
    static List<Delta> call(String question) {
        var query = question.length() <= LONGEST ? question : question.substring(0, LONGEST);
        var arguments = new String(
                WireJson.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringField("query", query);
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8);
        return List.of(
                new Delta.ToolCallDelta(0, Ids.next("call"), FencedPassages.TOOL, ""),
                new Delta.ToolCallDelta(0, null, null, arguments),
                new Delta.End(FinishReason.TOOL_CALLS));
    }

    /** What searches have told since the user spoke last. */
    static List<String> results(Prompt prompt) {
        var searches = new HashSet<String>();
        var results = new ArrayList<String>();
        for (var message : prompt.messages()) {
            if (message.role() == Role.USER) {
                results.clear();
            }
            for (var part : message.content()) {
                if (part instanceof Content.ToolCall call && call.name().equals(FencedPassages.TOOL)) {
                    searches.add(call.id());
                } else if (part instanceof Content.ToolResult result && searches.contains(result.callId())) {
                    results.add(result.text());
                }
            }
        }
        return results;
    }

    static List<FencedPassages.Passage> passages(List<String> results) {
        return results.stream()
                .flatMap(result -> FencedPassages.read(result).passages().stream())
                .toList();
    }
}
