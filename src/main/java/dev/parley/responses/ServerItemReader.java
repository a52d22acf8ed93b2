package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.rag.store.FoundPassage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Reads items about tools that run here, as a client that keeps conversations by itself sends them back. */
final class ServerItemReader {

    private static final int LONGEST_ID = 128;
    private static final String SEARCH_FAILED = "The search failed.";

    private ServerItemReader() {}

    /** @param id the item's, or a new one */
    static ServerItem item(Fields fields, String id) {
        return switch (fields.requiredText("type")) {
            case ServerItem.TOOL_CALL -> toolCall(fields, id);
            case ServerItem.MCP_CALL -> mcpCall(fields, id);
            case ServerItem.FILE_SEARCH_CALL -> fileSearchCall(fields, id);
            case ServerItem.QUESTION ->
                new ServerItem.Question(
                        id, callId(fields, id), ToolReader.name(fields), arguments(fields), fields.text("reason"));
            case ServerItem.MCP_QUESTION ->
                new ServerItem.McpQuestion(
                        id,
                        callId(fields, id),
                        fields.requiredText("server_label"),
                        fields.requiredText("name"),
                        arguments(fields),
                        fields.text("reason"));
            case ServerItem.MCP_DECISION ->
                new ServerItem.McpDecision(id, question(fields), approve(fields), fields.text("reason"));
            default -> new ServerItem.Decision(id, question(fields), approve(fields), fields.text("reason"));
        };
    }

    private static ServerItem toolCall(Fields fields, String id) {
        var error = fields.has("error") ? new Fields(fields.node("error"), fields.path("error")) : null;
        return new ServerItem.ToolCall(
                id,
                error == null ? Item.COMPLETED : ServerItem.FAILED,
                callId(fields, id),
                ToolReader.name(fields),
                arguments(fields),
                output(fields, error != null),
                error == null
                        ? null
                        : new ServerItem.ToolCall.Error(error.text("code", "failed"), error.requiredText("message")),
                null,
                fields.node("step").asInt());
    }

    private static ServerItem mcpCall(Fields fields, String id) {
        var error =
                fields.has("error") ? fields.node("error").at("/content/0/text").asText("The call failed.") : null;
        return new ServerItem.McpCall(
                id,
                error == null ? Item.COMPLETED : ServerItem.FAILED,
                callId(fields, id),
                fields.requiredText("server_label"),
                fields.requiredText("name"),
                arguments(fields),
                output(fields, error != null),
                error == null ? null : ServerItem.McpCall.Error.of("failed", error),
                null,
                fields.node("step").asInt());
    }

    /** One without results is taken as it is: OpenAI's clients give it back so, and the model is told that it may search again. */
    private static ServerItem fileSearchCall(Fields fields, String id) {
        boolean failed = ServerItem.FAILED.equals(fields.text("status"));
        var error = fields.has("error")
                ? new Fields(fields.node("error"), fields.path("error")).text("message", SEARCH_FAILED)
                : SEARCH_FAILED;
        return new FileSearchCall(
                id,
                failed ? ServerItem.FAILED : Item.COMPLETED,
                queries(fields),
                failed || !fields.has("results") ? null : results(fields),
                failed ? new ServerItem.ToolCall.Error("failed", error) : null,
                callId(fields, id),
                null,
                fields.node("step").asInt());
    }

    private static List<String> queries(Fields fields) {
        var queries = fields.node("queries");
        if (!queries.isArray()
                || !StreamSupport.stream(queries.spliterator(), false).allMatch(JsonNode::isTextual)) {
            throw Invalid.param(fields.path("queries"), "must be a list of texts");
        }
        return ToolReader.texts(queries);
    }

    private static List<FoundPassage> results(Fields fields) {
        var results = new ArrayList<FoundPassage>();
        for (int i = 0; i < fields.node("results").size(); i++) {
            var each = new Fields(fields.node("results").get(i), fields.path("results") + "[" + i + "]");
            var fileId = each.text("file_id", "file");
            results.add(new FoundPassage(
                    each.node("number").asInt(),
                    fileId,
                    each.text("filename", fileId),
                    each.node("score").asDouble(),
                    each.node("attributes").isObject()
                            ? FoundPassage.values(each.node("attributes").toString())
                            : Map.of(),
                    each.text("heading"),
                    each.text("text", "")));
        }
        return results;
    }

    /** A call that has no result is done only where it was made: what it is comes from the database then. */
    private static String output(Fields fields, boolean failed) {
        if (!failed && !fields.has("output")) {
            throw Invalid.param(
                    fields.path("output"), "is required; calls without a result are continued by previous_response_id");
        }
        return failed ? null : fields.requiredText("output");
    }

    private static String callId(Fields fields, String otherwise) {
        return fields.text("call_id", otherwise);
    }

    private static String arguments(Fields fields) {
        return fields.text("arguments", "{}");
    }

    private static String question(Fields fields) {
        return fields.requiredText("approval_request_id", LONGEST_ID);
    }

    private static boolean approve(Fields fields) {
        var approve = fields.flag("approve");
        if (approve == null) {
            throw Invalid.param(fields.path("approve"), "is required");
        }
        return approve;
    }
}
