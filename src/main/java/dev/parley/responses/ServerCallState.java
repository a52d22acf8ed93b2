package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.parley.agent.OnceCalls;
import dev.parley.agent.ToolNames;
import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.rag.store.FoundPassage;
import java.util.List;

/**
 * What is known of a call that runs here.
 *
 * @param server label of the MCP server that has the tool, null for one of our own
 * @param step the answer of the response that it is a part of
 * @param end null until it has ended
 */
record ServerCallState(String server, int step, Delta.ToolEnd end) {

    private static final TypeReference<List<FoundPassage>> PASSAGES = new TypeReference<>() {};

    /** A call that was begun, and whose journal is lost: it is open, whatever it has led to. */
    static ServerItem.Call open(Exchange exchange, String place, OnceCalls.Begun begun) {
        var server = exchange.tools().serverOf(begun.tool());
        var id = (server == null ? "tc" : "mcp")
                + exchange.id().substring(exchange.id().indexOf('_'))
                + place;
        return new ServerCallState(server, 0, null)
                .item(
                        id,
                        Item.INCOMPLETE,
                        new Delta.ToolCallDelta(0, begun.callId(), begun.tool(), ""),
                        begun.arguments());
    }

    ServerCallState ended(Delta.ToolEnd how) {
        return new ServerCallState(server, step, how);
    }

    /** @param unended the status of the item while the call has not ended */
    ServerItem.Call item(String id, String unended, Delta.ToolCallDelta call, String arguments) {
        var failed = end != null && end.error() != null;
        var status = end == null ? unended : failed ? ServerItem.FAILED : Item.COMPLETED;
        var output = end == null || failed ? null : end.text();
        var millis = end == null ? null : (Long) end.millis();
        var code = failed ? end.error().wireName() : null;
        return server == null
                ? new ServerItem.ToolCall(
                        id,
                        status,
                        call.id(),
                        call.name(),
                        arguments,
                        output,
                        failed ? new ServerItem.ToolCall.Error(code, end.text()) : null,
                        millis,
                        step)
                : new ServerItem.McpCall(
                        id,
                        status,
                        call.id(),
                        server,
                        ToolNames.within(server, call.name()),
                        arguments,
                        output,
                        failed ? ServerItem.McpCall.Error.of(code, end.text()) : null,
                        millis,
                        step);
    }

    /** The same of a search of vector stores. */
    FileSearchCall search(String id, String unended, Delta.ToolCallDelta call, String arguments) {
        boolean failed = end != null && end.error() != null;
        return new FileSearchCall(
                id,
                end == null ? unended : failed ? ServerItem.FAILED : Item.COMPLETED,
                queries(arguments),
                end == null || failed ? null : results(end.details()),
                failed ? new ServerItem.ToolCall.Error(end.error().wireName(), end.text()) : null,
                call.id(),
                end == null ? null : (Long) end.millis(),
                step);
    }

    /** None when the model has written nonsense. */
    private static List<String> queries(String arguments) {
        try {
            var query = Json.MAPPER.readTree(arguments).path("query");
            return query.isTextual() ? List.of(query.textValue()) : List.of();
        } catch (JsonProcessingException malformed) {
            return List.of();
        }
    }

    private static List<FoundPassage> results(String details) {
        try {
            return details == null ? List.of() : Json.MAPPER.readValue(details, PASSAGES);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("What a search has found can't be read", notOurs);
        }
    }

    ServerItem.Asked question(Delta.Approval approval, Delta.ToolCallDelta call, String arguments) {
        var reason = approval.reason().wireName();
        return server == null
                ? new ServerItem.Question(approval.id(), call.id(), call.name(), arguments, reason)
                : new ServerItem.McpQuestion(
                        approval.id(), call.id(), server, ToolNames.within(server, call.name()), arguments, reason);
    }
}
